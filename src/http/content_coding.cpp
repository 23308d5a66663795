// SPDX-License-Identifier: MIT
#include "http/content_coding.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "http/codings.hpp"
#include "http/grammar.hpp"

namespace wiretape::http {

namespace {

struct Coding {
  std::string_view name;
  Result<std::string> (*decode)(std::string_view, BoundedOutput);
  Result<std::string> (*encode)(std::string_view);
};

// "x-gzip" is an old name (RFC 9110 §8.4.1.3).
constexpr std::array codings{
    Coding{"gzip", decode_gzip, encode_gzip},          Coding{"x-gzip", decode_gzip, encode_gzip},
    Coding{"deflate", decode_deflate, encode_deflate}, Coding{"br", decode_brotli, encode_brotli},
    Coding{"zstd", decode_zstd, encode_zstd},
};

const Coding* find_coding(std::string_view name) {
  const auto* found = std::find_if(codings.begin(), codings.end(), [=](const Coding& coding) {
    return equals_ignoring_case(coding.name, name);
  });
  return found == codings.end() ? nullptr : found;
}

Error unknown(std::string_view name) { return {"the content coding " + quote(name) + " is unknown", 0}; }

}  // namespace

std::vector<std::string> content_codings(const Headers& headers) {
  std::vector<std::string> names;
  for (const auto& value : headers.all("Content-Encoding")) {
    for (const auto item : split(value, ',')) {
      const auto name = trim(item);
      if (!name.empty() && !equals_ignoring_case(name, "identity")) names.emplace_back(name);
    }
  }
  return names;
}

Result<std::string> decode_content(std::string_view bytes, const Headers& headers,
                                   const DecodeLimits& limits) {
  const auto names = content_codings(headers);
  if (names.size() > limits.codings) {
    return Error{"more than " + std::to_string(limits.codings) + " content codings", 0, true};
  }
  std::string decoded(bytes);
  if (bytes.empty()) return decoded;  // of a HEAD or a 304, or of a server with nothing to compress
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    const auto* coding = find_coding(*name);
    if (coding == nullptr) return unknown(*name);
    auto next = coding->decode(decoded, BoundedOutput(limits, bytes.size()));
    if (!next) {
      const auto& error = next.error();
      return Error{std::string(coding->name) + ": " + error.message, error.offset, error.is_limit};
    }
    decoded = *std::move(next);
  }
  return decoded;
}

bool has_content_coding(const Headers& headers) { return !content_codings(headers).empty(); }

Result<std::string> encode_content(std::string_view bytes, std::string_view coding) {
  const auto* found = find_coding(coding);
  if (found == nullptr) return unknown(coding);
  return found->encode(bytes);
}

Result<std::string> encode_content(std::string bytes, const Headers& headers) {
  for (const auto& value : headers.all("Content-Encoding")) {
    for (const auto coding : split(value, ',')) {
      const auto name = to_lower(trim(coding));
      if (name.empty() || name == "identity") continue;
      auto encoded = encode_content(bytes, name);
      if (!encoded) return encoded;
      bytes = *std::move(encoded);
    }
  }
  return bytes;
}

}  // namespace wiretape::http
