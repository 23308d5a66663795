// SPDX-License-Identifier: MIT
#include "io/origin_tls.hpp"

#include <cstdlib>
#include <stdexcept>

#include "base/text.hpp"
#include "io/file_error.hpp"
#include "io/key_log.hpp"
#include "io/tls_limits.hpp"

namespace wiretape::io {

namespace {

constexpr const char* no_certificate = "it holds no certificate in PEM";

bool holds_certificate(X509_STORE* store) {
  auto* all = X509_STORE_get1_all_certs(store);
  const bool is_there = sk_X509_num(all) > 0;
  sk_X509_pop_free(all, X509_free);
  return is_there;
}

void load_extra(X509_STORE* store, const std::string& file) {
  ERR_clear_error();
  const bool is_read = X509_STORE_load_file(store, file.c_str()) == 1;
  if (is_read && holds_certificate(store)) return;
  const auto cause = is_read ? no_certificate : take_file_error(no_certificate);
  throw std::runtime_error(escape_control(file) + ": " + cause);
}

using StorePtr = std::unique_ptr<X509_STORE, Release<X509_STORE_free>>;
using Certificates = std::vector<CertificatePtr>;

Certificates read_certificates(const std::string& file) {
  const StorePtr store(X509_STORE_new());
  X509_STORE_load_file(store.get(), file.c_str());
  auto* all = X509_STORE_get1_all_certs(store.get());
  Certificates certificates;
  while (sk_X509_num(all) > 0) certificates.emplace_back(sk_X509_pop(all));
  sk_X509_free(all);
  return certificates;
}

void add_file(X509_STORE* store, const std::string& file) {
  if (file != X509_get_default_cert_file()) {
    X509_STORE_load_file(store, file.c_str());
    return;
  }
  // Read once a process: a system's bundle takes OpenSSL 3.0 up to 100 ms.
  static const Certificates certificates = read_certificates(file);
  for (const auto& certificate : certificates) X509_STORE_add_cert(store, certificate.get());
}

// A look-up method for X509_STORE that reads the files of roots only when a certificate's issuer is
// found nowhere else: most origins of tests are signed by the extra authority.
using Files = std::vector<std::string>;

void add_files(X509_LOOKUP* lookup) {
  auto& files = *static_cast<Files*>(X509_LOOKUP_get_method_data(lookup));
  for (const auto& file : files) add_file(X509_LOOKUP_get_store(lookup), file);
  ERR_clear_error();  // a system need not have them
  files.clear();
}

// X509_LOOKUP_get_by_subject_fn: 1 when it is found. The caller takes a reference of its own, so `found`
// gets none.
int find_in_files(X509_LOOKUP* lookup, X509_LOOKUP_TYPE type, const X509_NAME* subject, X509_OBJECT* found) {
  const auto* files = static_cast<const Files*>(X509_LOOKUP_get_method_data(lookup));
  if (type != X509_LU_X509 || files->empty()) return 0;
  add_files(lookup);
  X509_STORE* store = X509_LOOKUP_get_store(lookup);
  X509_STORE_lock(store);
  auto* known = X509_OBJECT_retrieve_by_subject(X509_STORE_get0_objects(store), type, subject);
  X509* certificate = known ? X509_OBJECT_get0_X509(known) : nullptr;
  X509_STORE_unlock(store);
  if (!certificate) return 0;
  X509_OBJECT_set1_X509(found, certificate);
  X509_free(certificate);  // the reference that `found` got; the store holds its own
  return 1;
}

X509_LOOKUP_METHOD* files_when_needed() {
  static X509_LOOKUP_METHOD* const method = [] {
    auto* made = X509_LOOKUP_meth_new("certificate files, when needed");
    X509_LOOKUP_meth_set_get_by_subject(made, &find_in_files);
    X509_LOOKUP_meth_set_free(
        made, [](X509_LOOKUP* lookup) { delete static_cast<Files*>(X509_LOOKUP_get_method_data(lookup)); });
    return made;
  }();
  return method;
}

void add_roots(X509_STORE* store, SystemRoots roots) {
  X509_STORE_load_path(store, roots.directories.c_str());
  auto* lookup = X509_STORE_add_lookup(store, files_when_needed());
  if (lookup) X509_LOOKUP_set_method_data(lookup, new Files(std::move(roots.files)));
  ERR_clear_error();
}

std::string variable_or(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value ? value : otherwise;
}

}  // namespace

SystemRoots SystemRoots::of_process() {
  SystemRoots roots;
  roots.directories = variable_or(X509_get_default_cert_dir_env(), X509_get_default_cert_dir());
  const std::string by_default = X509_get_default_cert_file();
  const auto file = variable_or(X509_get_default_cert_file_env(), X509_get_default_cert_file());
  if (file != by_default) roots.files.push_back(file);
  roots.files.push_back(by_default);
  return roots;
}

OriginTls::OriginTls(const OriginTrust& trust, SystemRoots roots)
    : skips_verification_(trust.skips_verification),
      certificate_(trust.certificate),
      limits_(trust.limits),
      roots_(std::move(roots)) {
  check_certificate(certificate_);
  if (trust.extra_ca_file.empty()) return;
  extra_.reset(X509_STORE_new());
  load_extra(extra_.get(), trust.extra_ca_file);
}

SSL_CTX* OriginTls::context() {
  if (context_) return context_.get();
  ERR_clear_error();
  SslContextPtr made(SSL_CTX_new(TLS_client_method()));
  if (!made) throw std::runtime_error("no TLS context for origins: " + take_openssl_error());
  limit_tls(made.get(), limits_);
  SSL_CTX_set_session_cache_mode(made.get(), SSL_SESS_CACHE_OFF);
  static constexpr unsigned char protocols[] = "\x08http/1.1";
  SSL_CTX_set_alpn_protos(made.get(), protocols, sizeof protocols - 1);
  if (!skips_verification_) {
    if (extra_) SSL_CTX_set_cert_store(made.get(), extra_.release());
    X509_STORE* store = SSL_CTX_get_cert_store(made.get());
    // What the user names is trusted, also where it is an intermediate authority or a single server.
    X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
    add_roots(store, roots_);
    SSL_CTX_set_verify(made.get(), SSL_VERIFY_PEER, nullptr);
  }
  use_certificate(made.get(), certificate_);
  log_keys(made.get());
  context_ = std::move(made);
  return context_.get();
}

}  // namespace wiretape::io
