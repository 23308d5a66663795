// SPDX-License-Identifier: MIT
// Content codings: gzip, deflate (zlib and raw), br, zstd, identity (RFC 9110 §8.4, RFC 8878).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <wiretape/http.hpp>

#include "base/result.hpp"

namespace wiretape::http {

struct DecodeLimits {
  std::size_t bytes = 64 * 1024 * 1024;  // of decoded output
  std::size_t ratio = 1'000;             // output to input, checked beyond 1 MiB of output
  std::size_t codings = 5;
};

// Removes the codings that Content-Encoding names, last first. Errors: unknown coding, corrupt or
// truncated data, a limit passed.
Result<std::string> decode_content(std::string_view bytes, const Headers& headers,
                                   const DecodeLimits& limits = {});
// Those that Content-Encoding names, but identity, in the order in which they were applied.
[[nodiscard]] std::vector<std::string> content_codings(const Headers& headers);
[[nodiscard]] bool has_content_coding(const Headers& headers);

// For tests and for re-encoding what a person or a rule changed: "gzip", "deflate", "br", "zstd".
Result<std::string> encode_content(std::string_view bytes, std::string_view coding);
// By every coding that Content-Encoding names, in order.
Result<std::string> encode_content(std::string bytes, const Headers& headers);

}  // namespace wiretape::http
