// SPDX-License-Identifier: MIT
// Compressed bodies: bytes, and a digit that says of which coding.
#include "fuzz/fuzz.hpp"
#include "http/content_coding.hpp"

using namespace wiretape;

namespace {

constexpr http::DecodeLimits limits{.bytes = 256 * 1024, .ratio = 100};

// The codings of a header in the order they were applied.
struct Example {
  std::string header;
  std::vector<std::string> codings;
};
const std::vector<Example> examples{
    {"gzip", {"gzip"}},           {"deflate", {"deflate"}}, {"br", {"br"}},
    {"zstd", {"zstd"}},           {"x-gzip", {"x-gzip"}},   {"identity, GZIP", {"gzip"}},
    {"br, gzip", {"br", "gzip"}}, {"unknown", {}}};

std::string encoded(std::string bytes, const Example& example) {
  for (const auto& coding : example.codings) {
    auto next = http::encode_content(bytes, coding);
    fuzz::require(next.has_value(), "everything can be encoded");
    bytes = *std::move(next);
  }
  return bytes;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto& example = examples[input.choose(8)];
  const Headers headers{{"Content-Encoding", example.header}};
  const auto decoded = http::decode_content(input.rest(), headers, limits);
  if (!decoded) {
    fuzz::require_message(decoded.error().message);
    return 0;
  }
  fuzz::require(decoded->size() <= limits.bytes, "no more is decoded than the limit allows");
  const auto again = http::decode_content(encoded(*decoded, example), headers);
  fuzz::require(again.has_value(), "what was encoded can be decoded");
  fuzz::require_equal(*again, *decoded, "what was decoded and encoded again decodes to the same");
  return 0;
}
