// SPDX-License-Identifier: MIT
// TLS over any stream (OpenSSL on memory BIOs).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

#include <wiretape/interaction.hpp>
#include <wiretape/options.hpp>

#include "io/certificate_authority.hpp"
#include "io/stream.hpp"

struct ssl_ctx_st;

namespace wiretape::io {

// What is asked of clients, on top of what the authority's context does.
struct ClientTls {
  TlsLimits limits = {};
  bool asks_certificate = false;  // any is accepted, and none too
  Shown shown = {};
};

// What a client and a deck can fail at that the test author can mend.
enum class HandshakeFault : std::uint8_t {
  none,
  // The client said that it does not trust our certificate, or that is the likely cause. Some clients say
  // so only with the first read (io/error.hpp, is_untrusted_alert), others just close in order then.
  untrusted,
  no_common_protocol,  // ALPN: the client offers others than HTTP/1.1
  no_common_tls,       // no version, cipher or curve that fits
  other,
};

// What a handshake gave: a stream, or why not.
struct Handshake {
  std::unique_ptr<Stream> stream;               // null when it failed
  std::string error;                            // "the client sent the TLS alert unknown_ca", in one line
  std::error_code code;                         // why; see io/error.hpp
  HandshakeFault fault = HandshakeFault::none;  // of accept_tls()
  std::string peer = {};  // of accept_tls(): the subject of the client's certificate, "CN=mona"; empty: none
  TlsSession session = {};  // of connect_tls(), when it succeeded
};

// The deck's side. `prefetched` was already read from `inner` (the ClientHello). The leaf is for the
// client's SNI, else for asked.shown.fallback_host. Selects ALPN "http/1.1" where offered, else "http/1.0"; a
// client that offers only other protocols is refused. Reads of the stream: a close_notify is an end, an end
// without it is tls_truncated(). Where the handshake fails, an alert is sent and `inner` closed.
Task<Handshake> accept_tls(std::unique_ptr<Stream> inner, std::string prefetched,
                           CertificateAuthority& authority, ClientTls asked);

// The origin's client: SNI for names, and what `context` verifies is verified for `host`, a name or an
// IP address.
Task<Handshake> connect_tls(std::unique_ptr<Stream> inner, std::string host, ssl_ctx_st* context);

}  // namespace wiretape::io
