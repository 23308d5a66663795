// SPDX-License-Identifier: MIT
// What faults of the connection are made of.
#pragma once

#include <optional>
#include <string>

#include <wiretape/fault.hpp>

#include "io/certificate_authority.hpp"
#include "io/stream.hpp"

namespace wiretape::proxy {

// What is wrong with the certificate, where that is the fault.
[[nodiscard]] std::optional<io::CertificateFlaw> flaw_of(const Fault& fault);

// A record of TLS that ends a handshake (RFC 8446 §6.2).
[[nodiscard]] std::string fatal_alert(int description);

// Takes what the client says, and says nothing, until it has left or the deck stops.
io::Task<void> drain_until_left(io::Stream& client);

}  // namespace wiretape::proxy
