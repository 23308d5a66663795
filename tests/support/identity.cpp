// SPDX-License-Identifier: MIT
#include "support/identity.hpp"

#include <openssl/pem.h>
#include <sys/socket.h>

#include <csignal>
#include <stdexcept>

namespace wiretape::io {

namespace {

constexpr long seconds_a_day = 24 * 60 * 60;

void add_extension(X509* to, X509* issuer, int nid, const char* text) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
  const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, nid, text));
  if (!extension) throw std::runtime_error(std::string("no extension ") + text);
  X509_add_ext(to, extension.get(), -1);
}

std::string read_all(BIO* bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

}  // namespace

Identity make_identity(const IdentityOptions& options, const Identity* issuer) {
  static long serial = 1;
  Identity made{CertificatePtr(X509_new()), KeyPtr(EVP_EC_gen("P-256"))};
  X509* certificate = made.certificate.get();
  X509* signer = issuer ? issuer->certificate.get() : certificate;
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -10 * seconds_a_day);
  X509_gmtime_adj(X509_getm_notAfter(certificate), options.ends_in_days * seconds_a_day);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(options.name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate, X509_get_subject_name(signer));
  X509_set_pubkey(certificate, made.key.get());
  add_extension(certificate, signer, NID_basic_constraints,
                options.is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  add_extension(certificate, signer, NID_subject_key_identifier, "hash");
  if (!options.alternative_names.empty()) {
    add_extension(certificate, signer, NID_subject_alt_name, options.alternative_names.c_str());
  }
  X509_sign(certificate, issuer ? issuer->key.get() : made.key.get(), EVP_sha256());
  return made;
}

Identity make_authority(const std::string& name) {
  IdentityOptions options;
  options.name = name;
  options.is_authority = true;
  return make_identity(options);
}

std::string pem_of_key(const Identity& identity) {
  const BioPtr out(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(out.get(), identity.key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

std::string pem_of(const Identity& identity) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), identity.certificate.get());
  return read_all(bio.get());
}

TlsServer::TlsServer(const Identity& identity, const Identity* between)
    : context_(SSL_CTX_new(TLS_server_method())) {
  SSL_CTX_use_certificate(context_.get(), identity.certificate.get());
  SSL_CTX_use_PrivateKey(context_.get(), identity.key.get());
  if (between) SSL_CTX_add1_chain_cert(context_.get(), between->certificate.get());
  SSL_CTX_set_client_hello_cb(context_.get(), &TlsServer::on_hello, this);
  thread_ = std::thread([this] { serve(); });
}

TlsServer::~TlsServer() {
  listening_.stop();
  thread_.join();
}

std::string TlsServer::asked_for() const {
  const std::lock_guard lock(mutex_);
  return asked_for_;
}

std::string TlsServer::offered() const {
  const std::lock_guard lock(mutex_);
  return offered_;
}

void TlsServer::serve() {
  sigset_t broken_pipe;  // a client that leaves in the middle is what some tests are about
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
  while (true) {
    const support::Descriptor client(::accept4(listening_.fd(), nullptr, nullptr, SOCK_CLOEXEC));
    if (client.get() < 0) return;
    greet(client.get());
  }
}

void TlsServer::greet(int fd) {
  const SslPtr ssl(SSL_new(context_.get()));
  SSL_set_fd(ssl.get(), fd);
  if (SSL_accept(ssl.get()) == 1) {
    SSL_write(ssl.get(), "hello", 5);
    SSL_shutdown(ssl.get());
  }
  ERR_clear_error();
}

int TlsServer::on_hello(SSL* ssl, int*, void* self) {
  auto& server = *static_cast<TlsServer*>(self);
  const auto extension = [ssl](unsigned type, std::size_t skipped) {
    const unsigned char* bytes = nullptr;
    std::size_t size = 0;
    const bool is_there = SSL_client_hello_get0_ext(ssl, type, &bytes, &size) == 1 && size >= skipped;
    return is_there ? std::string(reinterpret_cast<const char*>(bytes) + skipped, size - skipped) : "";
  };
  const std::lock_guard lock(server.mutex_);
  server.asked_for_ = extension(TLSEXT_TYPE_server_name, 5);  // behind list length, type and length
  server.offered_ = extension(TLSEXT_TYPE_application_layer_protocol_negotiation, 2);
  return SSL_CLIENT_HELLO_SUCCESS;
}

}  // namespace wiretape::io
