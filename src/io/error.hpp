// SPDX-License-Identifier: MIT
// What ends a connection. The system's own errors are in Asio's category: asio::error::connection_reset …
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

#include <wiretape/interaction.hpp>

namespace wiretape::io {

// The connection ended without TLS's close_notify: what came may not be all (RFC 8446 §6.1).
[[nodiscard]] std::error_code tls_truncated();
// A failure inside of TLS, by OpenSSL's reason number (SSL_R_…). Reasons from 1000 on are alerts.
[[nodiscard]] std::error_code tls_failure(int reason);

// The alert that the peer sent (RFC 8446 §6), where that is what ended the connection.
[[nodiscard]] std::optional<std::uint8_t> peer_alert(const std::error_code& error);
[[nodiscard]] std::string_view alert_name(std::uint8_t alert);  // "unknown_ca"; "unknown" for others
// The peer said by an alert that it does not accept our certificate. After a TLS 1.3 handshake that may
// come with a later read.
[[nodiscard]] bool is_untrusted_alert(const std::error_code& error);

// The kind of an interaction's outcome that `error` makes, from a connect or an operation of a stream.
[[nodiscard]] TransportErrorKind transport_error_kind_of(const std::error_code& error);

}  // namespace wiretape::io
