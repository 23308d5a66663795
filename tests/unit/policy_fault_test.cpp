// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <wiretape/fault.hpp>

#include <set>
#include <stdexcept>

namespace wiretape {
namespace {

TEST(FaultCatalogue, HasEveryKindOnceInOrder) {
  int kind = 0;
  for (const auto& entry : fault_catalogue()) EXPECT_EQ(static_cast<int>(entry.example.kind), kind++);
  EXPECT_EQ(kind, static_cast<int>(FaultKind::slow_close) + 1);
}

TEST(FaultCatalogue, SaysWhatEachDoes) {
  std::set<std::string_view> said, names;
  for (const auto& entry : fault_catalogue()) {
    said.insert(entry.does);
    names.insert(to_string(entry.example.kind));
    EXPECT_FALSE(entry.client_sees.empty());
    EXPECT_THAT(entry.group, testing::AnyOf("instead of an answer", "in the head", "in the body"));
  }
  EXPECT_EQ(said.size(), fault_catalogue().size());
  EXPECT_EQ(names.size(), fault_catalogue().size());
}

TEST(Fault, IsSaidAsItIsWritten) {
  EXPECT_EQ(fault::reset_after(512).str(), "reset_after(512)");
  EXPECT_EQ(fault::empty_reply().str(), "empty_reply()");
  EXPECT_EQ(fault::garbage("\x01").str(), "garbage(\"\\x01\")");
  EXPECT_EQ(fault::slow_close(std::chrono::milliseconds(5)).str(), "slow_close(5 ms)");
}

TEST(Fault, RefusesWhatCannotBeMeant) {
  EXPECT_THROW(static_cast<void>(fault::garbage("")), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(fault::slow_close(std::chrono::milliseconds(-1))), std::invalid_argument);
}

}  // namespace
}  // namespace wiretape
