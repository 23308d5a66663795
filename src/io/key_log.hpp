// SPDX-License-Identifier: MIT
// The secrets of TLS connections in the file that SSLKEYLOGFILE names, for Wireshark and the like.
#pragma once

#include <optional>
#include <string>

struct ssl_ctx_st;

namespace wiretape::io {

// Opens the file for appending when this process first asks; the environment must not change at the same
// time. Why it cannot be written, "path: cause"; nothing where it can, or where the variable is not set.
[[nodiscard]] std::optional<std::string> open_key_log();

// From now on each handshake of `context` adds its lines (NSS key log format), each at once, so that other
// writers of the file do no harm. Does nothing without such a file.
void log_keys(ssl_ctx_st* context);

}  // namespace wiretape::io
