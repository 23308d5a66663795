// SPDX-License-Identifier: MIT
// The certificate that the deck shows to origins that ask for one (RFC 8446 §4.3.2).
#pragma once

#include <string>

struct ssl_ctx_st;

namespace wiretape::io {

struct ClientCertificate {
  std::string file = {};      // PEM: the certificate, then its chain; empty: none
  std::string key_file = {};  // PEM; empty: the key is in `file` too
};

// Puts it into the context. Throws std::runtime_error, "path: cause".
void use_client_certificate(ssl_ctx_st* context, const ClientCertificate& certificate);
// Whether that would do: the same, into no context.
void check_client_certificate(const ClientCertificate& certificate);

}  // namespace wiretape::io
