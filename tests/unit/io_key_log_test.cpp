// SPDX-License-Identifier: MIT
// The variable is read once a process, so each case is one of its own.
#include "io/key_log.hpp"

#include <gmock/gmock.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "io/openssl.hpp"

namespace wiretape::io {
namespace {

// What a process says that has SSLKEYLOGFILE so, on its standard error.
[[noreturn]] void report(const std::string& path) {
  ::setenv("SSLKEYLOGFILE", path.c_str(), 1);
  const SslContextPtr context(SSL_CTX_new(TLS_client_method()));
  const auto fault = open_key_log();
  log_keys(context.get());
  const auto write = SSL_CTX_get_keylog_callback(context.get());
  if (write != nullptr) write(nullptr, "CLIENT_RANDOM 01 02");
  std::fprintf(stderr, "fault: %s; logs: %s\n", fault.value_or("none").c_str(),
               write != nullptr ? "yes" : "no");
  std::exit(0);
}

TEST(KeyLogDeathTest, AddsLinesToTheFile) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  // The process that reports runs this test from its beginning, so the file has a name that it knows.
  const std::string path = "key-log-test.keys";
  std::ofstream(path) << "before\n";
  EXPECT_EXIT(report(path), testing::ExitedWithCode(0), "fault: none; logs: yes");
  std::ifstream in(path);
  const std::string written{std::istreambuf_iterator<char>(in), {}};
  std::remove(path.c_str());
  EXPECT_EQ(written, "before\nCLIENT_RANDOM 01 02\n");
}

TEST(KeyLogDeathTest, SaysWhyItCannot) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  EXPECT_EXIT(report("/nowhere/keys"), testing::ExitedWithCode(0),
              "fault: /nowhere/keys: No such file or directory; logs: no");
  EXPECT_EXIT(report(""), testing::ExitedWithCode(0), "fault: none; logs: no");
}

}  // namespace
}  // namespace wiretape::io
