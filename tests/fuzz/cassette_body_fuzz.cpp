// SPDX-License-Identifier: MIT
// A body as a cassette shows it: a line with its Content-Encoding, its bytes, and a digit: 1 not decoded,
// 2 truncated.
#include "cassette/body.hpp"
#include "cassette/json.hpp"
#include "cassette/yaml.hpp"
#include "fuzz/fuzz.hpp"
#include "http/content_coding.hpp"

using namespace wiretape;
using fuzz::require;

namespace {

constexpr http::DecodeLimits limits{.bytes = 64 * 1024};

void check_node(cassette::Node node, const Body& body, const Headers& headers) {
  require(cassette::body_of(node, headers, {}) == body, "what was recorded comes back byte for byte");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto choice = input.choose(4);
  Headers headers;
  if (const auto coding = input.line(); !coding.empty()) headers.add("Content-Encoding", coding);
  Body body{.bytes = std::string(input.rest()), .is_truncated = (choice & 2) != 0};
  auto decoded = http::decode_content(body.bytes, headers, limits);
  if (http::has_content_coding(headers) && decoded && (choice & 1) == 0) body.decoded = *std::move(decoded);

  const auto node = cassette::to_node(body, headers);
  if (node.children.empty()) return 0;
  const auto yaml = "---\n" + cassette::write_yaml(node);
  auto own = cassette::read_own_yaml({.text = yaml});
  auto any = cassette::read_any_yaml({.text = yaml});
  auto json = cassette::read_json(cassette::write_json(node, {}));
  require(own.has_value(), "the small reader reads what is written");
  require(any.has_value(), "yaml-cpp reads what is written");
  require(json.has_value(), "JSON that is written can be read");
  require(*own == *any, "yaml-cpp reads the same as the small reader");
  check_node(*std::move(own), body, headers);
  check_node(*std::move(json), body, headers);
  return 0;
}
