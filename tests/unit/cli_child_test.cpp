// SPDX-License-Identifier: MIT
#include "cli/child.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "cli/failure.hpp"
#include "cli/signals.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::cli {
namespace {

using testing::Contains;

int failure_code(const std::string& name, const std::string& path) {
  try {
    return static_cast<void>(find_program(name, path)), 0;
  } catch (const Failure& failure) {
    EXPECT_THAT(failure.what(), testing::HasSubstr("\n  next: "));
    return failure.exit_code();
  }
}

// Runs `command` to its end; `meanwhile` hears of it first.
template <class F>
int run(const std::vector<std::string>& command, F meanwhile,
        const std::vector<std::pair<std::string, std::string>>& variables = {}) {
  const Signals signals(false);
  const auto child = Child::start(find_program(command[0], "/usr/bin:/bin"), command,
                                  environment_with(variables), signals.before());
  meanwhile(child);
  while (true) {
    if (signals.wait().number != SIGCHLD) continue;
    if (const auto code = child.exit_code()) return *code;
  }
}
int run(const std::vector<std::string>& command,
        const std::vector<std::pair<std::string, std::string>>& variables = {}) {
  return run(
      command, [](const Child&) {}, variables);
}

TEST(FindProgram, LooksThroughPath) {
  const support::TempDirectory dir;
  dir.write("first/tool", "not executable");
  dir.write("second/tool", "#!/bin/sh\n");
  ASSERT_EQ(::chmod(dir.path("second/tool").c_str(), 0755), 0);
  EXPECT_EQ(find_program("tool", dir.path("none") + ":" + dir.path("first") + ":" + dir.path("second")),
            dir.path("second/tool"));
  EXPECT_EQ(find_program(dir.path("second/tool"), ""), dir.path("second/tool"));
}

TEST(FindProgram, FailsWithAShellsCodes) {
  const support::TempDirectory dir;
  dir.write("tool", "not executable");
  ASSERT_EQ(::chmod(dir.path("tool").c_str(), 0644), 0);
  EXPECT_EQ(failure_code("no-such-tool", dir.path()), 127);
  EXPECT_EQ(failure_code(dir.path("no-such-tool"), ""), 127);
  EXPECT_EQ(failure_code(dir.path(), ""), 127);  // a directory
  EXPECT_EQ(failure_code("tool", dir.path()), 126);
  EXPECT_EQ(failure_code(dir.path("tool"), ""), 126);
}

TEST(EnvironmentWith, ReplacesAndAdds) {
  ::setenv("WIRETAPE_TEST_OLD", "old", 1);
  const auto variables = environment_with({{"WIRETAPE_TEST_OLD", "new"}, {"WIRETAPE_TEST_ADDED", ""}});
  ::unsetenv("WIRETAPE_TEST_OLD");
  EXPECT_THAT(variables, Contains("WIRETAPE_TEST_OLD=new").Times(1));
  EXPECT_THAT(variables, Contains("WIRETAPE_TEST_ADDED="));
  EXPECT_THAT(variables, testing::Not(Contains("WIRETAPE_TEST_OLD=old")));
}

TEST(Child, GivesItsExitCode) {
  EXPECT_EQ(run({"true"}), 0);
  EXPECT_EQ(run({"sh", "-c", "exit 42"}), 42);
  EXPECT_EQ(run({"sh", "-c", "test \"$GREETING\" = 'hello, you'"}, {{"GREETING", "hello, you"}}), 0);
}

TEST(Child, GivesTheSignalThatKilledIt) { EXPECT_EQ(run({"sh", "-c", "kill -KILL $$"}), 128 + SIGKILL); }

TEST(Child, GetsSignalsThatItsParentBlocks) {
  EXPECT_EQ(run({"tail", "-f", "/dev/null"}, [](const Child& child) { child.send(SIGTERM); }), 128 + SIGTERM);
}

TEST(Child, MayBeAScriptWithoutAFirstLine) {
  const support::TempDirectory dir;
  dir.write("script", "test \"$1\" = argument && exit 7\n");
  ASSERT_EQ(::chmod(dir.path("script").c_str(), 0755), 0);
  EXPECT_EQ(run({dir.path("script"), "argument"}), 7);
}

TEST(Child, FailsWithAShellsCodeWhereTheSystemRefuses) {
  const support::TempDirectory dir;
  dir.write("script", "#!/nowhere/interpreter\n");
  ASSERT_EQ(::chmod(dir.path("script").c_str(), 0755), 0);
  try {
    run({dir.path("script")});
    FAIL() << "no exception";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.exit_code(), 126);
  }
}

}  // namespace
}  // namespace wiretape::cli
