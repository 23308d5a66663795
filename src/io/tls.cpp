// SPDX-License-Identifier: MIT
#include "io/tls.hpp"

#include <arpa/inet.h>

#include <array>
#include <asio/this_coro.hpp>

#include "io/certificate_authority.hpp"
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

Task<void> end(TlsStream& stream) {
  co_await stream.shutdown_send();
  stream.close();
}

}  // namespace

Task<Handshake> accept_tls(std::unique_ptr<Stream> inner, std::string prefetched, std::string fallback_host,
                           CertificateAuthority& authority, const ClientTls& asked) {
  SslPtr ssl(SSL_new(authority.server_context()));
  bool has_shown_certificate = false;
  SSL_set_accept_state(ssl.get());
  set_fallback_host(ssl.get(), fallback_host);
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
    result.stream = std::move(stream);
  }
  co_return result;
}

}  // namespace wiretape::io
