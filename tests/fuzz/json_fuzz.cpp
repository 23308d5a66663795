// SPDX-License-Identifier: MIT
// JSON bodies: as a cassette spells them and as matchers compare them. The text, and a limit.
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "cassette/json.hpp"
#include "fuzz/fuzz.hpp"
#include "policy/json.hpp"

using namespace wiretape;
using fuzz::require;
using fuzz::require_equal;

namespace {

// A number beyond a double, which the reader of the matchers refuses.
bool has_huge_number(const cassette::Node& node) {
  if (node.is_plain && std::isinf(std::strtod(node.text.c_str(), nullptr))) return true;
  return std::any_of(node.children.begin(), node.children.end(), has_huge_number);
}

void check_spelling(std::string_view text, const cassette::Node& node) {
  const auto compact = cassette::write_json(node, {});
  for (const auto* name : {"compact", "spaced, ascii", "indent 2, html, slashes", "tabs, ascii, newline"}) {
    const auto again = cassette::read_json(cassette::write_json(node, *cassette::json_style(name)));
    require(again.has_value(), "JSON that is written can be read");
    require_equal(cassette::write_json(*again, {}), compact, "JSON that is written reads as the same");
  }
  const auto style = cassette::style_of(text, node);
  if (!style) return;
  const auto named = cassette::json_style(cassette::to_string(*style));
  require(named.has_value(), "a style has a name");
  require_equal(cassette::write_json(node, *named), text, "a style gives the text back");
}

void check_value(const policy::Json& value, std::size_t limit) {
  fuzz::require_message(policy::show(value, limit));
  require(value == value && policy::differences(value, value).empty(), "a value equals itself");
}

void check_pointer(std::string_view text, const policy::Json& value) {
  const auto tokens = parse_pointer(text);
  if (!tokens) return;
  require_equal(to_pointer(*tokens, tokens->size()), text, "a pointer that is written is the same");
  require(policy::find(value, *tokens).value != nullptr, "a pointer leads somewhere");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto limit = input.choose(256);
  const auto text = input.rest();
  const auto spelled = cassette::read_json(text);
  const auto value = policy::parse_json(text);
  if (spelled) {
    check_spelling(text, *spelled);
    require(value || has_huge_number(*spelled), "matchers read what cassettes show as JSON");
  } else {
    fuzz::require_message(spelled.error().message);
  }
  if (value) {
    check_value(*value, limit);
    check_pointer(text, *value);
  } else {
    fuzz::require_message(value.error().message);
    require(value.error().offset <= text.size(), "an error lies in the text");
    check_pointer(text, {});
  }
  return 0;
}
