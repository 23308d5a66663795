// SPDX-License-Identifier: MIT
#include "cli/help.hpp"

#include <gmock/gmock.h>

#include "base/text.hpp"
#include "cli/command_line.hpp"
#include "cli/terminal.hpp"

namespace wiretape::cli {
namespace {

using testing::HasSubstr;

constexpr std::array<const char*, 8> commands{"record",  "play", "proxy",  "show",
                                              "convert", "lint", "redact", "ca"};

TEST(Help, NamesTheCassetteWhereItMustBeNamed) {
  EXPECT_EQ(usage("record"), "wiretape record -c FILE [OPTIONS] [-- COMMAND...]");
  EXPECT_EQ(usage("proxy"), "wiretape proxy [-c FILE] [OPTIONS] [-- COMMAND...]");
  EXPECT_EQ(usage(""), "wiretape COMMAND [OPTIONS]");
}

TEST(Help, SaysWhatEachCommandDoes) {
  for (const auto* command : commands) {
    EXPECT_THAT(help::about(command), testing::EndsWith("."));
    EXPECT_NE(help::about(command), help::about(""));
    EXPECT_THAT(help::footer(command), testing::Not(testing::IsEmpty()));
  }
}

TEST(Help, TellsTheExitCodes) {
  for (const auto* code : {"0 after a signal", "1 when", "2 for", "3 when", "126 or 127", "128+N"}) {
    EXPECT_THAT(help::footer("record"), HasSubstr(code));
  }
}

TEST(Help, FitsATerminalOf100Columns) {
  for (const auto* command : commands) {
    const auto say = std::get<Say>(parse_command_line({command, "--help"}));
    for (const auto line : split(say.text, '\n')) EXPECT_LE(columns(line), 100U) << line;
  }
}

}  // namespace
}  // namespace wiretape::cli
