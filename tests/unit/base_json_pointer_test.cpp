// SPDX-License-Identifier: MIT
#include "base/json_pointer.hpp"

#include <gmock/gmock.h>

namespace wiretape {
namespace {

using testing::ElementsAre;

TEST(JsonPointer, ReadsTokensWithTheirEscapes) {
  EXPECT_THAT(*parse_pointer("/items/0/a~1b~0c"), ElementsAre("items", "0", "a/b~c"));
  EXPECT_THAT(*parse_pointer(""), ElementsAre());
  EXPECT_THAT(*parse_pointer("/"), ElementsAre(""));
  EXPECT_FALSE(parse_pointer("items/0"));
  EXPECT_FALSE(parse_pointer("/a~2"));
  EXPECT_FALSE(parse_pointer("/a~"));
  EXPECT_EQ(to_pointer({"a/b", "~", "c"}, 2), "/a~1b/~0");
}

}  // namespace
}  // namespace wiretape
