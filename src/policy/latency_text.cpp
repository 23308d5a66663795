// SPDX-License-Identifier: MIT
#include "policy/latency_text.hpp"

#include <charconv>
#include <stdexcept>
#include <vector>

#include "base/text.hpp"

namespace wiretape::policy {

namespace {

[[noreturn]] void refuse(std::string_view text, const std::string& wanted) {
  throw std::invalid_argument("'" + escape_control(text, 60) + "' is no " + wanted);
}

double parse_number(std::string_view text) {
  text = trim(text);
  double number = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) refuse(text, "number");
  return number;
}

}  // namespace

std::chrono::milliseconds parse_time(std::string_view text) {
  constexpr auto wanted = "time; it is like \"200 ms\", \"2 s\" or \"1 min\"";
  const auto whole = trim(text);
  const auto digits = whole.substr(0, whole.find_first_not_of("0123456789"));
  const auto unit = trim(whole.substr(digits.size()));
  const auto count = parse_decimal(digits);
  constexpr std::uint64_t most = 1'000'000'000;
  if (!count || *count > most) refuse(text, wanted);
  const auto n = static_cast<std::int64_t>(*count);
  if (unit == "ms") return std::chrono::milliseconds(n);
  if (unit == "s") return std::chrono::seconds(n);
  if (unit == "min") return std::chrono::minutes(n);
  refuse(text, wanted);
}

Latency parse_latency(std::string_view text) {
  const auto whole = trim(text);
  const auto open = whole.find('(');
  if (open == std::string_view::npos) return parse_time(whole);
  constexpr auto wanted =
      "latency; it is like \"200 ms\", uniform(10 ms, 50 ms), normal(100 ms, 20 ms), lognormal(100 ms, 0.5), "
      "lognormal_p99(100 ms, 900 ms) or recorded(2)";
  if (!whole.ends_with(')')) refuse(text, wanted);
  const auto name = trim(whole.substr(0, open));
  const auto parts = split(whole.substr(open + 1, whole.size() - open - 2), ',');
  if (name == "recorded" && parts.size() == 1) return Latency::recorded(parse_number(parts[0]));
  if (parts.size() != 2) refuse(text, wanted);
  if (name == "uniform") return Latency::uniform(parse_time(parts[0]), parse_time(parts[1]));
  if (name == "normal") return Latency::normal(parse_time(parts[0]), parse_time(parts[1]));
  if (name == "lognormal") return Latency::lognormal(parse_time(parts[0]), parse_number(parts[1]));
  if (name == "lognormal_p99") return Latency::lognormal_p99(parse_time(parts[0]), parse_time(parts[1]));
  refuse(text, wanted);
}

}  // namespace wiretape::policy
