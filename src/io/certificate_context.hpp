// SPDX-License-Identifier: MIT
// The context of a deck's own TLS connections, which show the leaf that the client asks for.
#pragma once

#include <memory>

#include "io/leaf_store.hpp"
#include "io/openssl.hpp"

namespace wiretape::io {

// The context, and every connection made of it, keeps `leaves` alive. See
// CertificateAuthority::server_context(). Throws std::runtime_error.
[[nodiscard]] SslContextPtr make_server_context(std::shared_ptr<LeafStore> leaves);

}  // namespace wiretape::io
