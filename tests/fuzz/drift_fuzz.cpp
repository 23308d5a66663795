// SPDX-License-Identifier: MIT
// Drift: lines with a path, a header's value then and now, a Content-Type; then, separated by an empty line,
// two bodies. Two recordings of it are compared and learned from, and old times in it are moved.
#include <nlohmann/json.hpp>

#include "base/moved_time.hpp"
#include "drift/cassettes.hpp"
#include "drift/learned.hpp"
#include "fuzz/fuzz.hpp"
#include "policy/bindings.hpp"
#include "policy/redating.hpp"

using namespace wiretape;
using fuzz::require;

namespace {

Interaction interaction_of(const std::string& path, const std::string& value, const std::string& type,
                           const std::string& body) {
  Interaction made;
  made.request.url.host = "a.test";
  made.request.url.target = "/" + path;
  made.request.body.bytes = body;
  made.request.headers = {{"Content-Type", type}};
  Response response;
  response.headers = {{"Content-Type", type}, {"X-Value", value}, {"Set-Cookie", value}, {"Date", value}};
  response.body.bytes = body;
  made.outcome = std::move(response);
  return made;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto path = input.line(), then = input.line(), now = input.line(), type = input.line();
  const std::string bodies(input.rest());
  const auto between = std::min(bodies.find("\n\n"), bodies.size());
  const auto one = bodies.substr(0, between), other = bodies.substr(std::min(between + 2, bodies.size()));
  const Cassette first{{}, {interaction_of(path, then, type, one), interaction_of(path, now, type, other)}};
  const Cassette second{{}, {interaction_of(path, now, type, other), interaction_of(now, then, type, one)}};

  const auto same = drift::compare_cassettes({"a", first}, {"a", first}, {});
  require(same.changes.empty() && same.not_asked.empty(), "a cassette is like itself");
  require(drift::learn(first, first).empty(), "and there is nothing to learn from it");
  const auto report = drift::compare_cassettes({"a", first}, {"b", second}, {});
  require(nlohmann::json::accept(report.json()), "the report is JSON");
  require(report.html().find("<script") == std::string::npos, "nothing becomes markup");
  static_cast<void>(report.table());
  static_cast<void>(report.junit());
  const auto learned = drift::learn(first, second);
  static_cast<void>(drift::in_words(learned));

  policy::Bindings bindings;
  bindings.learn(std::get<Response>(first.interactions[0].outcome),
                 std::get<Response>(second.interactions[0].outcome), {});
  static_cast<void>(bindings.replaced(first.interactions[0].request));

  constexpr std::int64_t day = 24 * 60 * 60;
  for (const auto& text : {then, now}) {
    const auto date = moved_http_date(text, day);
    require(!date || moved_http_date(*date, -day).has_value(), "a moved date is one");
    const auto time = moved_timestamp(text, day);
    require(!time || moved_timestamp(*time, -day).has_value(), "a moved time is one");
  }
  auto redated = first.interactions[0];
  policy::redate(redated, day,
                 {.headers = true, .tokens = true, .token_key = "k", .places = {ignore::json("/*/a")}});
  return 0;
}
