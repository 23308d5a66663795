// SPDX-License-Identifier: MIT
#include "cli/terminal.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <map>

namespace wiretape::cli {
namespace {

deck::Lookup environment(const std::map<std::string, std::string>& variables) {
  return [variables](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

// Stdout is a terminal of 90 columns while it lives.
class PretendTerminal {
public:
  PretendTerminal() : before_(::dup(STDOUT_FILENO)), leader_(::posix_openpt(O_RDWR | O_NOCTTY)) {
    ::grantpt(leader_);
    ::unlockpt(leader_);
    winsize size{};
    size.ws_col = 90;
    ::ioctl(leader_, TIOCSWINSZ, &size);
    const int terminal = ::open(::ptsname(leader_), O_RDWR | O_NOCTTY);
    ::fflush(stdout);
    ::dup2(terminal, STDOUT_FILENO);
    ::close(terminal);
  }
  ~PretendTerminal() {
    ::dup2(before_, STDOUT_FILENO);
    ::close(before_);
    ::close(leader_);
  }

private:
  int before_, leader_;
};

TEST(TerminalOfStdout, HasAWidthAndColours) {
  const PretendTerminal pretended;
  const auto terminal = terminal_of_stdout(environment({}));
  EXPECT_EQ(terminal.width, 90U);
  EXPECT_TRUE(terminal.has_colours);
}

TEST(TerminalOfStdout, HeedsTheEnvironment) {
  const PretendTerminal pretended;
  EXPECT_EQ(terminal_of_stdout(environment({{"COLUMNS", "60"}})).width, 60U);
  EXPECT_EQ(terminal_of_stdout(environment({{"COLUMNS", "wide"}})).width, 90U);
  EXPECT_FALSE(terminal_of_stdout(environment({{"NO_COLOR", "1"}})).has_colours);
  EXPECT_TRUE(terminal_of_stdout(environment({{"NO_COLOR", ""}})).has_colours);
  EXPECT_FALSE(terminal_of_stdout(environment({{"TERM", "dumb"}})).has_colours);
}

TEST(TerminalOfStdout, IsNoneWhereStdoutIsAFile) {
  const int before = ::dup(STDOUT_FILENO);
  const int file = ::open("/dev/null", O_WRONLY);
  ::fflush(stdout);
  ::dup2(file, STDOUT_FILENO);
  const auto terminal = terminal_of_stdout(environment({{"COLUMNS", "60"}}));
  ::dup2(before, STDOUT_FILENO);
  ::close(before);
  ::close(file);
  EXPECT_EQ(terminal.width, std::nullopt);
  EXPECT_FALSE(terminal.has_colours);
}

TEST(CutTo, CountsCodePointsAndNeverSplitsOne) {
  EXPECT_EQ(columns("größe"), 5U);
  EXPECT_EQ(cut_to("größe", 5), "größe");
  EXPECT_EQ(cut_to("größe", 4), "grö…");
  EXPECT_EQ(cut_to("größe", 1), "…");
  EXPECT_EQ(cut_to("größe", 0), "");
  EXPECT_EQ(cut_to("", 0), "");
}

}  // namespace
}  // namespace wiretape::cli
