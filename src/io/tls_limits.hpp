// SPDX-License-Identifier: MIT
// Which TLS is spoken on one side, on top of what a context allows.
#pragma once

#include <wiretape/options.hpp>

struct ssl_st;
struct ssl_ctx_st;

namespace wiretape::io {

// Throws std::runtime_error with the cause: versions in the wrong order, a cipher that OpenSSL does not know.
void check_tls_limits(const TlsLimits& limits);
// Of limits that were checked: for one connection, or all of a context.
void limit_tls(ssl_st* ssl, const TlsLimits& limits);
void limit_tls(ssl_ctx_st* context, const TlsLimits& limits);

}  // namespace wiretape::io
