// SPDX-License-Identifier: MIT
#include <ostream>
#include <stdexcept>
#include <wiretape/matchers.hpp>

#include "policy/explain.hpp"

namespace wiretape {

TextMatcher::TextMatcher(std::function<bool(const std::string&)> matches,
                         std::function<void(std::ostream*, bool)> describe)
    : matches_(std::move(matches)), describe_(std::move(describe)) {
  if (!matches_ || !describe_)
    throw std::invalid_argument("a TextMatcher needs two functions that can be called");
}

TextMatcher TextMatcher::equal_to(std::string text) {
  TextMatcher out([text](const std::string& got) { return got == text; },
                  [text](std::ostream* os, bool is_negated) {
                    *os << (is_negated ? "isn't equal to " : "is equal to ") << policy::in_quotes(text);
                  });
  out.expected_ = std::move(text);
  return out;
}

}  // namespace wiretape
