// SPDX-License-Identifier: MIT
#include "fuzz/fuzz.hpp"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "base/text.hpp"
#include "support/events_text.hpp"

namespace wiretape::fuzz {

namespace {

[[noreturn]] void fail(std::string_view property, const std::string& details) {
  std::fprintf(stderr, "property broken: %.*s\n%s", static_cast<int>(property.size()), property.data(),
               details.c_str());
  std::abort();
}

}  // namespace

std::size_t Input::choose(std::size_t count) {
  if (rest_.empty()) return 0;
  const auto byte = static_cast<unsigned char>(rest_.back());
  rest_.remove_suffix(1);
  return byte % count;
}

std::vector<std::size_t> Input::choose_cuts() {
  std::vector<std::size_t> cuts(3);
  for (auto& cut : cuts) cut = 1 + choose(64);
  return cuts;
}

std::string Input::take_until(char end) {
  const auto stop = rest_.find(end);
  std::string taken(rest_.substr(0, stop));
  rest_.remove_prefix(stop == std::string_view::npos ? rest_.size() : stop + 1);
  return taken;
}

std::string Input::line() { return take_until('\n'); }
std::string Input::part() { return take_until('\xff'); }

void require(bool holds, std::string_view property) {
  if (!holds) fail(property, "");
}

void require_equal(std::string_view got, std::string_view expected, std::string_view property) {
  if (got == expected) return;
  const auto shown = [](std::string_view text) {
    std::string out;
    for (const auto line : split(text, '\n')) out += "  " + test::escape(line) + '\n';
    return out;
  };
  fail(property, "expected\n" + shown(expected) + "got\n" + shown(got));
}

void require_message(std::string_view text) {
  require_equal(escape_control(text), text, "a message is one line, with control bytes escaped");
}

}  // namespace wiretape::fuzz
