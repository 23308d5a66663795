// SPDX-License-Identifier: MIT
// Rules as people write them in files: one that is read bends a small answer without harm.
#include <stdexcept>

#include "cassette/mapping.hpp"
#include "cassette/yaml.hpp"
#include "fuzz/fuzz.hpp"
#include "policy/latency_text.hpp"
#include "policy/rule_reader.hpp"
#include "policy/rules.hpp"

using namespace wiretape;
using fuzz::require;

namespace {

Request a_request() {
  Request request;
  request.method = "GET";
  request.url = Url::parse("https://api.weather.test/today?city=Oslo");
  request.headers = {{"Host", "api.weather.test"}, {"X-Tenant", "north"}};
  request.body.bytes = R"({"celsius":-3})";
  return request;
}

void apply(policy::ReadRules read) {
  policy::Rules rules;
  for (auto& rule : read) rules.add(std::move(rule));
  const auto request = a_request();
  for (int n = 0; n < 3; ++n) {
    static_cast<void>(rules.apply_early(policy::Stage::connection, request));
    static_cast<void>(rules.apply_early(policy::Stage::request, request));
    const auto verdict = rules.apply(request);
    for (const auto& step : verdict.bend.steps) {
      const auto* change = std::get_if<ChangeAction>(&step.action);
      if (change == nullptr) continue;
      Response response;
      response.body.bytes = R"({"celsius":-3,"sky":"snow"})";
      change->change(response);
    }
    auto asked = request;
    for (const auto& change : verdict.request_changes) change(asked);
  }
  static_cast<void>(rules.unmet());
}

void check_rules(std::string_view text) {
  auto root = cassette::read_yaml({text});
  if (!root) return fuzz::require_message(root.error().message);
  try {
    apply(policy::read_rules(*root));
  } catch (const cassette::Unreadable& unreadable) {
    fuzz::require_message(unreadable.error.message);
  }
}

void check_fault(std::string_view text) {
  try {
    const auto fault = parse_fault(text);
    require(parse_fault(fault.str()).kind == fault.kind, "a fault that is written reads as the same");
  } catch (const std::invalid_argument& error) {
    fuzz::require_message(error.what());
  }
}

void check_latency(std::string_view text) {
  try {
    require(policy::parse_latency(text).a() >= 0, "time does not run back");
  } catch (const std::invalid_argument& error) {
    fuzz::require_message(error.what());
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  check_rules(input.rest());
  check_fault(input.rest());
  check_latency(input.rest());
  return 0;
}
