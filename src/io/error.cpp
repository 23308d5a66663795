// SPDX-License-Identifier: MIT
#include "io/error.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <asio/error.hpp>
#include <cerrno>
#include <string>

namespace wiretape::io {

namespace {

constexpr int truncated = 1;  // OpenSSL's reasons start at 100

class TlsCategory final : public std::error_category {
public:
  [[nodiscard]] const char* name() const noexcept override { return "tls"; }
  [[nodiscard]] std::string message(int value) const override {
    if (value == truncated) return "the connection ended without TLS close_notify";
    if (value >= SSL_AD_REASON_OFFSET) {
      const auto alert = static_cast<std::uint8_t>(value - SSL_AD_REASON_OFFSET);
      return "the peer sent the TLS alert " + std::string(alert_name(alert));
    }
    OPENSSL_init_ssl(OPENSSL_INIT_LOAD_SSL_STRINGS, nullptr);
    const char* reason = ERR_reason_error_string(ERR_PACK(ERR_LIB_SSL, 0, value));
    return reason ? "TLS: " + std::string(reason) : "TLS failed (reason " + std::to_string(value) + ")";
  }
};

const std::error_category& tls_category() {
  static const TlsCategory category;
  return category;
}

}  // namespace

std::error_code tls_truncated() { return {truncated, tls_category()}; }

std::error_code tls_failure(int reason) { return {reason, tls_category()}; }

std::optional<std::uint8_t> peer_alert(const std::error_code& error) {
  if (error.category() != tls_category()) return {};
  const int alert = error.value() - SSL_AD_REASON_OFFSET;
  if (alert < 0 || alert > 255) return {};
  return static_cast<std::uint8_t>(alert);
}

std::string_view alert_name(std::uint8_t alert) {
  switch (alert) {
    case SSL_AD_CLOSE_NOTIFY:
      return "close_notify";
    case SSL_AD_UNEXPECTED_MESSAGE:
      return "unexpected_message";
    case SSL_AD_BAD_RECORD_MAC:
      return "bad_record_mac";
    case SSL_AD_RECORD_OVERFLOW:
      return "record_overflow";
    case SSL_AD_HANDSHAKE_FAILURE:
      return "handshake_failure";
    case SSL_AD_NO_CERTIFICATE:
      return "no_certificate";
    case SSL_AD_BAD_CERTIFICATE:
      return "bad_certificate";
    case SSL_AD_UNSUPPORTED_CERTIFICATE:
      return "unsupported_certificate";
    case SSL_AD_CERTIFICATE_REVOKED:
      return "certificate_revoked";
    case SSL_AD_CERTIFICATE_EXPIRED:
      return "certificate_expired";
    case SSL_AD_CERTIFICATE_UNKNOWN:
      return "certificate_unknown";
    case SSL_AD_ILLEGAL_PARAMETER:
      return "illegal_parameter";
    case SSL_AD_UNKNOWN_CA:
      return "unknown_ca";
    case SSL_AD_ACCESS_DENIED:
      return "access_denied";
    case SSL_AD_DECODE_ERROR:
      return "decode_error";
    case SSL_AD_DECRYPT_ERROR:
      return "decrypt_error";
    case SSL_AD_PROTOCOL_VERSION:
      return "protocol_version";
    case SSL_AD_INSUFFICIENT_SECURITY:
      return "insufficient_security";
    case SSL_AD_INTERNAL_ERROR:
      return "internal_error";
    case SSL_AD_INAPPROPRIATE_FALLBACK:
      return "inappropriate_fallback";
    case SSL_AD_USER_CANCELLED:
      return "user_canceled";
    case SSL_AD_NO_RENEGOTIATION:
      return "no_renegotiation";
    case SSL_AD_MISSING_EXTENSION:
      return "missing_extension";
    case SSL_AD_UNSUPPORTED_EXTENSION:
      return "unsupported_extension";
    case SSL_AD_UNRECOGNIZED_NAME:
      return "unrecognized_name";
    case SSL_AD_BAD_CERTIFICATE_STATUS_RESPONSE:
      return "bad_certificate_status_response";
    case SSL_AD_UNKNOWN_PSK_IDENTITY:
      return "unknown_psk_identity";
    case SSL_AD_CERTIFICATE_REQUIRED:
      return "certificate_required";
    case SSL_AD_NO_APPLICATION_PROTOCOL:
      return "no_application_protocol";
    default:
      return "unknown";
  }
}

bool is_untrusted_alert(const std::error_code& error) {
  const auto alert = peer_alert(error);
  if (!alert) return false;
  switch (*alert) {
    case SSL_AD_BAD_CERTIFICATE:
    case SSL_AD_UNSUPPORTED_CERTIFICATE:
    case SSL_AD_CERTIFICATE_REVOKED:
    case SSL_AD_CERTIFICATE_EXPIRED:
    case SSL_AD_CERTIFICATE_UNKNOWN:
    case SSL_AD_UNKNOWN_CA:
      return true;
    default:
      return false;
  }
}

TransportErrorKind transport_error_kind_of(const std::error_code& error) {
  if (error == tls_truncated()) return TransportErrorKind::closed;
  if (error.category() == tls_category()) return TransportErrorKind::tls;
  if (error.category() != asio::error::get_system_category()) return TransportErrorKind::closed;
  switch (error.value()) {
    case asio::error::connection_refused:
      return TransportErrorKind::refused;
    case asio::error::timed_out:
      return TransportErrorKind::timed_out;
    case asio::error::connection_reset:
    case asio::error::connection_aborted:
    case asio::error::broken_pipe:
      return TransportErrorKind::reset;
    case asio::error::host_unreachable:
    case asio::error::network_unreachable:
    case asio::error::network_down:
    case asio::error::address_family_not_supported:
    case asio::error::access_denied:
    case EADDRNOTAVAIL:
      return TransportErrorKind::unreachable;
    default:
      return TransportErrorKind::closed;
  }
}

}  // namespace wiretape::io
