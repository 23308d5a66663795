// SPDX-License-Identifier: MIT
// The compressed formats behind content codings, one at a time. Each takes a whole body: truncated
// data and bytes behind its end are errors.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/content_coding.hpp"

namespace wiretape::http {

// Decoded output under DecodeLimits: a small body must not fill the memory.
class BoundedOutput {
public:
  // `wire_bytes` is what the body has on the wire, before any coding was removed.
  BoundedOutput(const DecodeLimits& limits, std::size_t wire_bytes)
      : limits_(limits), wire_bytes_(wire_bytes) {}

  // False when a limit is passed.
  [[nodiscard]] bool append(const char* bytes, std::size_t count);
  [[nodiscard]] Error over_limit() const;
  [[nodiscard]] std::string take() { return std::move(out_); }

private:
  DecodeLimits limits_;
  std::size_t wire_bytes_;
  std::string out_;
};

// Members may follow one another (RFC 1952 §2.2).
Result<std::string> decode_gzip(std::string_view bytes, BoundedOutput out);
// zlib (RFC 1950), or the raw deflate (RFC 1951) that some servers send under that name.
Result<std::string> decode_deflate(std::string_view bytes, BoundedOutput out);
Result<std::string> decode_brotli(std::string_view bytes, BoundedOutput out);
// Frames may follow one another (RFC 8878 §3.1); windows up to 8 MiB (RFC 9659 §3).
Result<std::string> decode_zstd(std::string_view bytes, BoundedOutput out);

Result<std::string> encode_gzip(std::string_view bytes);
Result<std::string> encode_deflate(std::string_view bytes);
Result<std::string> encode_brotli(std::string_view bytes);
Result<std::string> encode_zstd(std::string_view bytes);

}  // namespace wiretape::http
