// SPDX-License-Identifier: MIT
#include "sweep/broken_pipe.hpp"

#include <gtest/gtest.h>

namespace wiretape::sweep {
namespace {

class BrokenPipeTest : public testing::Test {
protected:
  ~BrokenPipeTest() override { std::signal(SIGPIPE, SIG_DFL); }
  static auto handler() {
    struct sigaction now {};
    ::sigaction(SIGPIPE, nullptr, &now);
    return now.sa_handler;
  }
};

TEST_F(BrokenPipeTest, IsNotedWhereItWouldEndTheProgram) {
  std::signal(SIGPIPE, SIG_DFL);
  {
    const BrokenPipe pipe;
    EXPECT_FALSE(pipe.was_raised());
    std::raise(SIGPIPE);
    EXPECT_TRUE(pipe.was_raised());
  }
  EXPECT_EQ(handler(), SIG_DFL);
  EXPECT_FALSE(BrokenPipe().was_raised()) << "the next begins anew";
}

TEST_F(BrokenPipeTest, IsTheProgramsOwnWhereItHasSaidSo) {
  std::signal(SIGPIPE, SIG_IGN);
  {
    const BrokenPipe pipe;
    EXPECT_EQ(handler(), SIG_IGN);
    std::raise(SIGPIPE);
    EXPECT_FALSE(pipe.was_raised());
  }
  EXPECT_EQ(handler(), SIG_IGN);
}

}  // namespace
}  // namespace wiretape::sweep
