// SPDX-License-Identifier: MIT
#include "io/certificate_authority.hpp"

#include <cstdlib>
#include <ctime>
#include <stdexcept>
#include <utility>

#include "base/text.hpp"
#include "io/certificate_context.hpp"
#include "io/certificate_file.hpp"
#include "io/certificate_lock.hpp"
#include "io/certificate_name.hpp"
#include "io/certificate_pair.hpp"
#include "io/leaf_store.hpp"

namespace wiretape::io {

struct CertificateAuthority::Impl {
  explicit Impl(CertificatePair pair)
      : pem(to_pem(pair.certificate.get())),
        leaves(std::make_shared<LeafStore>(std::move(pair))),
        file(pem, temporary_directories()) {}

  const std::string pem;
  const std::shared_ptr<LeafStore> leaves;
  CertificateFile file;
  SslContextPtr context;  // guarded by lock_certificates()
};

namespace {

constexpr int process_authority_days = 365;

// Guarded by lock_certificates(). Never destroyed: decks of static storage may outlive what has a destructor.
CertificateAuthority* process_authority = nullptr;

}  // namespace

CertificateAuthority& CertificateAuthority::of_process() {
  const auto lock = lock_certificates();
  if (process_authority == nullptr) {
    const Pem made = generate(process_authority_days);
    adopt_for_process(made.certificate, made.key);
  }
  return *process_authority;
}

void CertificateAuthority::use_for_process(const std::string& certificate_pem, const std::string& key_pem) {
  const auto lock = lock_certificates();
  if (process_authority != nullptr) {
    throw std::logic_error("this process has a certificate authority already, which clients may trust");
  }
  adopt_for_process(certificate_pem, key_pem);
}

void CertificateAuthority::adopt_for_process(const std::string& certificate_pem, const std::string& key_pem) {
  process_authority = new CertificateAuthority(certificate_pem, key_pem);
  std::atexit([] { process_authority->impl_->file.remove(); });
}

CertificateAuthority::CertificateAuthority(const std::string& certificate_pem, const std::string& key_pem)
    : impl_(std::make_unique<Impl>(read_authority(certificate_pem, key_pem, std::time(nullptr)))) {}

CertificateAuthority::~CertificateAuthority() = default;

CertificateAuthority::Pem CertificateAuthority::generate(int days) {
  const auto made = make_authority(std::time(nullptr), days);
  return {to_pem(made.certificate.get()), to_pem(made.key.get())};
}

const std::string& CertificateAuthority::pem() const { return impl_->pem; }

std::string CertificateAuthority::file() { return impl_->file.path(); }

ssl_ctx_st* CertificateAuthority::server_context() {
  const auto lock = lock_certificates();
  if (!impl_->context) impl_->context = make_server_context(impl_->leaves);
  return impl_->context.get();
}

std::string CertificateAuthority::leaf_pem(const std::string& host) {
  const auto name = certificate_name(host);
  if (!name) {
    throw std::invalid_argument("\"" + escape_control(host, 80) +
                                "\" is no host that a certificate can name");
  }
  return to_pem(impl_->leaves->leaf(*name, std::time(nullptr)).get());
}

}  // namespace wiretape::io
