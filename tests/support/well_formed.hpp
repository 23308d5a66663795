// SPDX-License-Identifier: MIT
// What Python's parsers see in a page.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "support/process.hpp"

namespace wiretape::support {

// Whether every element is closed in its turn.
inline testing::AssertionResult is_well_formed(const std::string& page) {
  static const std::string check = R"(
import sys, html.parser
class P(html.parser.HTMLParser):
    def __init__(self): super().__init__(); self.open = []
    def handle_starttag(self, tag, attrs):
        if tag not in ("meta",): self.open.append(tag)
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, (tag, self.getpos())
p = P(); p.feed(sys.stdin.read()); p.close(); assert not p.open, p.open
)";
  ProgramOptions options;
  options.input = page;
  const auto checked = run({"python3", "-c", check}, options);
  if (checked.exit_code == 0) return testing::AssertionSuccess();
  return testing::AssertionFailure() << checked.err;
}

}  // namespace wiretape::support
