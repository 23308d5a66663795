// SPDX-License-Identifier: MIT
#include "io/tls.hpp"

#include <arpa/inet.h>

#include <array>
#include <asio/this_coro.hpp>

#include "io/certificate_name.hpp"
#include "io/error.hpp"
#include "io/openssl.hpp"
#include "io/tls_limits.hpp"
#include "io/tls_stream.hpp"

namespace wiretape::io {

namespace {

bool is_ip_address(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> ignored;
  return ::inet_pton(AF_INET, host.c_str(), ignored.data()) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), ignored.data()) == 1;
}

// Notes in `*is_shown` that our certificate went out.
void watch_for_certificate(SSL* ssl, bool* is_shown) {
  SSL_set_msg_callback(ssl, [](int is_written, int, int type, const void* bytes, std::size_t size, SSL*,
                               void* shown) {
    const auto* message = static_cast<const unsigned char*>(bytes);
    const bool is_certificate = type == SSL3_RT_HANDSHAKE && size > 0 && message[0] == SSL3_MT_CERTIFICATE;
    if (is_written && is_certificate) *static_cast<bool*>(shown) = true;
  });
  SSL_set_msg_callback_arg(ssl, is_shown);
}

bool has_left(const std::error_code& error) {
  return error == tls_truncated() || transport_error_kind_of(error) == TransportErrorKind::reset;
}

// Why a client did not get through, for a person.
std::string explain(const std::error_code& error, bool has_shown_certificate) {
  if (peer_alert(error))
    return "the client sent the TLS alert " + std::string(alert_name(*peer_alert(error)));
  if (!has_left(error)) return error.message();
  return has_shown_certificate ? "the client left when it saw the certificate, without a word"
                               : "the client left in the middle of the handshake";
}

HandshakeFault fault_of(const std::error_code& error, bool has_shown_certificate) {
  if (is_untrusted_alert(error)) return HandshakeFault::untrusted;
  if (has_left(error) && has_shown_certificate) return HandshakeFault::untrusted;
  if (error == tls_failure(SSL_R_NO_APPLICATION_PROTOCOL)) return HandshakeFault::no_common_protocol;
  for (const int reason : {SSL_R_NO_SHARED_CIPHER, SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_NO_SUITABLE_KEY_SHARE,
                           SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM, SSL_R_NO_SHARED_SIGNATURE_ALGORITHMS}) {
    if (error == tls_failure(reason)) return HandshakeFault::no_common_tls;
  }
  return HandshakeFault::other;
}

// What a failed handshake with an origin means, the verification's own words first.
std::string explain(const std::error_code& error, const SSL* ssl) {
  const long verified = SSL_get_verify_result(ssl);
  if (error == tls_failure(SSL_R_CERTIFICATE_VERIFY_FAILED) && verified != X509_V_OK) {
    return std::string("certificate verify failed: ") + X509_verify_cert_error_string(verified);
  }
  if (error == tls_truncated()) return "the origin closed the connection in the middle of the handshake";
  return error.message();
}

// SNI, and the name or address that the certificate must be for (RFC 9110 §4.3.4).
void expect_host(SSL* ssl, std::string host) {
  X509_VERIFY_PARAM* param = SSL_get0_param(ssl);
  if (is_ip_address(host)) {
    X509_VERIFY_PARAM_set1_ip_asc(param, host.c_str());
    return;
  }
  if (host.ends_with('.')) host.pop_back();  // neither SNI nor certificates have it (RFC 6066 §3)
  SSL_set_tlsext_host_name(ssl, host.c_str());
  X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  X509_VERIFY_PARAM_set1_host(param, host.c_str(), host.size());
}

// A test asks for a certificate to look at it, and has no authority to hold against it.
int accept_any(int, X509_STORE_CTX*) { return 1; }

// As RFC 2253 writes it: "CN=mona,O=Weather".
std::string subject_of_peer(const SSL* ssl) {
  const auto* certificate = SSL_get0_peer_certificate(ssl);
  if (certificate == nullptr) return {};
  const BioPtr out(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(out.get(), X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

std::string text_of(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::string text_of_address(const ASN1_STRING* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = ASN1_STRING_length(address) == 4 ? AF_INET : AF_INET6;
  const bool has_size = family == AF_INET || ASN1_STRING_length(address) == 16;
  if (!has_size || !::inet_ntop(family, ASN1_STRING_get0_data(address), text.data(), text.size())) return {};
  return text.data();
}

// DNS names and IP addresses (RFC 5280 §4.2.1.6), without those of which we cannot make sense.
std::vector<std::string> names_of(const X509* certificate) {
  std::vector<std::string> names;
  auto* all =
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0; i < sk_GENERAL_NAME_num(all); ++i) {
    const auto* name = sk_GENERAL_NAME_value(all, i);
    std::string text;
    if (name->type == GEN_DNS) text = text_of(name->d.dNSName);
    if (name->type == GEN_IPADD) text = text_of_address(name->d.iPAddress);
    if (alternative_name(text)) names.push_back(std::move(text));
  }
  GENERAL_NAMES_free(all);
  return names;
}

TlsSession session_of(SSL* ssl) {
  TlsSession session{SSL_get_version(ssl), SSL_get_cipher_name(ssl)};
  const unsigned char* protocol = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl, &protocol, &size);
  if (protocol != nullptr) session.protocol.assign(reinterpret_cast<const char*>(protocol), size);
  const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
  if (name != nullptr) session.server_name = name;
  if (const auto* certificate = SSL_get0_peer_certificate(ssl)) {
    session.certificate_names = names_of(certificate);
  }
  return session;
}

Task<void> end(TlsStream& stream) {
  co_await stream.shutdown_send();
  stream.close();
}

}  // namespace

Task<Handshake> accept_tls(std::unique_ptr<Stream> inner, std::string prefetched,
                           CertificateAuthority& authority, ClientTls asked) {
  SslPtr ssl(SSL_new(authority.server_context()));
  bool has_shown_certificate = false;
  SSL_set_accept_state(ssl.get());
  set_shown(ssl.get(), std::move(asked.shown));
  limit_tls(ssl.get(), asked.limits);
  if (asked.asks_certificate) SSL_set_verify(ssl.get(), SSL_VERIFY_PEER, accept_any);
  watch_for_certificate(ssl.get(), &has_shown_certificate);
  const auto executor = co_await asio::this_coro::executor;
  auto stream = std::make_unique<TlsStream>(executor, std::move(inner), std::move(ssl));
  stream->feed(prefetched);
  Handshake result;
  result.code = co_await stream->handshake();
  SSL_set_msg_callback(stream->ssl(), nullptr);
  if (result.code) {
    result.error = explain(result.code, has_shown_certificate);
    result.fault = fault_of(result.code, has_shown_certificate);
    co_await end(*stream);
  } else {
    result.peer = subject_of_peer(stream->ssl());
    result.stream = std::move(stream);
  }
  co_return result;
}

Task<Handshake> connect_tls(std::unique_ptr<Stream> inner, std::string host, ssl_ctx_st* context) {
  SslPtr ssl(SSL_new(context));
  SSL_set_connect_state(ssl.get());
  expect_host(ssl.get(), std::move(host));
  const auto executor = co_await asio::this_coro::executor;
  auto stream = std::make_unique<TlsStream>(executor, std::move(inner), std::move(ssl));
  Handshake result;
  result.code = co_await stream->handshake();
  if (result.code) {
    result.error = explain(result.code, stream->ssl());
    co_await end(*stream);
  } else {
    result.session = session_of(stream->ssl());
    result.stream = std::move(stream);
  }
  co_return result;
}

}  // namespace wiretape::io
