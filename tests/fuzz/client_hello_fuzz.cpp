// SPDX-License-Identifier: MIT
// What a TLS client sends first: its bytes, and how they are cut.
#include <algorithm>

#include "fuzz/fuzz.hpp"
#include "http/client_hello.hpp"
#include "http/grammar.hpp"

using namespace wiretape;
using fuzz::require;

namespace {

std::string numbers(const std::vector<std::uint16_t>& list) {
  std::string text;
  for (const auto number : list) text += ' ' + std::to_string(number);
  return text;
}

std::string to_text(const Result<std::optional<http::ClientHello>>& result) {
  if (!result) return "error at " + std::to_string(result.error().offset) + ": " + result.error().message;
  if (!*result) return "more";
  const auto& hello = **result;
  auto text = "server name " + hello.server_name + "\nversions" + numbers(hello.versions) + "\ngroups" +
              numbers(hello.groups);
  for (const auto& protocol : hello.alpn) text += "\nalpn " + protocol;
  return text;
}

bool has_grease(const std::vector<std::uint16_t>& list) {
  return std::any_of(list.begin(), list.end(), [](unsigned value) {
    return (value & 0x0F0F) == 0x0A0A && value >> 8 == (value & 0xFF);
  });
}

void check(const http::ClientHello& hello) {
  require(http::find_control(hello.server_name) == std::string::npos, "a name has no control bytes");
  require(!hello.versions.empty() || !has_grease(hello.versions), "GREASE is left out");
  require(!has_grease(hello.groups), "GREASE is left out");
  require(std::none_of(hello.alpn.begin(), hello.alpn.end(), [](const auto& name) { return name.empty(); }),
          "no protocol is nameless");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto first = input.choose(64);
  const auto bytes = input.rest();
  const auto whole = http::parse_client_hello(bytes);
  const auto text = to_text(whole);
  if (!whole) fuzz::require_message(whole.error().message);
  if (!whole) require(whole.error().offset <= bytes.size(), "an error lies in the bytes");
  if (whole && *whole) check(**whole);
  for (auto count = first; count < bytes.size(); count += 1 + bytes.size() / 16) {
    const auto begun = to_text(http::parse_client_hello(bytes.substr(0, count)));
    if (begun != "more") fuzz::require_equal(begun, text, "what the first bytes tell, all of them tell");
  }
  return 0;
}
