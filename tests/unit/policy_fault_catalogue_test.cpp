// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <set>

#include <wiretape/fault.hpp>

namespace wiretape {
namespace {

TEST(FaultCatalogue, HasEveryKindOnceInOrder) {
  int kind = 0;
  for (const auto& entry : fault_catalogue()) EXPECT_EQ(static_cast<int>(entry.example.kind), kind++);
  EXPECT_EQ(kind, static_cast<int>(FaultKind::no_pong) + 1);
}

TEST(FaultCatalogue, SaysWhatEachDoes) {
  std::set<std::string_view> said, names, groups;
  for (const auto& entry : fault_catalogue()) {
    said.insert(entry.does);
    names.insert(to_string(entry.example.kind));
    groups.insert(entry.group);
    EXPECT_FALSE(entry.client_sees.empty());
  }
  EXPECT_EQ(said.size(), fault_catalogue().size());
  EXPECT_EQ(names.size(), fault_catalogue().size());
  EXPECT_THAT(groups, testing::UnorderedElementsAre("of the connection", "while the request arrives",
                                                    "instead of an answer", "in the head", "in the body",
                                                    "in a WebSocket"));
}

}  // namespace
}  // namespace wiretape
