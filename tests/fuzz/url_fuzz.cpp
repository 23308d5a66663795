// SPDX-License-Identifier: MIT
// URLs, authorities and request targets: a text, and a digit for the method (0 GET, 1 CONNECT, 2 OPTIONS).
#include <stdexcept>

#include "fuzz/fuzz.hpp"
#include "http/target.hpp"
#include "http/url.hpp"

using namespace wiretape;
using fuzz::require;
using fuzz::require_equal;

namespace {

template <class Value>
bool is_read(const Result<Value>& result, std::string_view text) {
  if (result) return true;
  fuzz::require_message(result.error().message);
  require(result.error().offset <= text.size(), "an error lies in the text");
  return false;
}

bool throws(std::string_view text) {
  try {
    (void)Url::parse(text);
    return false;
  } catch (const std::invalid_argument& error) {
    fuzz::require_message(error.what());
    return true;
  }
}

void check_url(std::string_view text) {
  const auto url = http::parse_url(text);
  require(throws(text) == !url, "Url::parse throws where parse_url has an error");
  if (!is_read(url, text)) return;
  require(!url->host.empty() && url->port != 0 && url->target.starts_with('/'), "a URL has all its parts");
  const auto again = http::parse_url(url->str());
  require(again && *again == *url, "a URL that is written reads as the same");
  require(url->path().size() + url->query().size() <= url->target.size(), "path and query are the target's");
}

void check_authority(std::string_view text) {
  const auto authority = http::parse_authority(text);
  if (!is_read(authority, text)) return;
  const Url url{"http", authority->host, authority->port.value_or(80), "/"};
  const auto again = http::parse_authority(url.authority());
  require(again && again->host == authority->host && again->port.value_or(80) == url.port,
          "an authority that is written reads as the same");
}

void check_target(std::string_view method, std::string_view text) {
  auto target = http::parse_target(method, text);
  if (!is_read(target, text)) return;
  const auto form = target->form;
  require((form == http::TargetForm::authority) == (method == "CONNECT"), "CONNECT names an authority");
  require((form == http::TargetForm::authority) == target->url.target.empty(), "others have a target");
  const Headers headers{{"Host", std::string(text)}};
  const auto fault = http::find_host_fault("HTTP/1.1", *target, headers);
  if (fault) fuzz::require_message(fault->message);
  http::complete_from_host(*target, headers);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::string_view methods[]{"GET", "CONNECT", "OPTIONS", "get"};
  fuzz::Input input(data, size);
  const auto method = methods[input.choose(4)];
  check_url(input.rest());
  check_authority(input.rest());
  check_target(method, input.rest());
  return 0;
}
