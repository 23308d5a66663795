// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <thread>

#include "io/stream.hpp"

namespace wiretape::io {
namespace {

TEST(Scratch, IsOneBufferAThread) {
  const auto mine = scratch();
  EXPECT_EQ(mine.size(), 64u * 1024);
  EXPECT_EQ(mine.data(), scratch().data());
  const char* theirs = nullptr;
  std::thread([&] { theirs = scratch().data(); }).join();
  EXPECT_NE(theirs, mine.data());
}

}  // namespace
}  // namespace wiretape::io
