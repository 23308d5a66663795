// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "drift/drifting.hpp"

namespace wiretape::drift {
namespace {

using Where = Ignored::Where;

TEST(Places, AreLeftOutAsAWholeOrTheirValues) {
  const Places places{{ignore::json("/now"), ignore_value::json("/items/*/id"), ignore::header("X-Build")}};
  EXPECT_TRUE(places.is_ignored(Where::json, "/now"));
  EXPECT_TRUE(places.is_value_ignored(Where::json, "/now"));
  EXPECT_FALSE(places.is_ignored(Where::json, "/items/*/id"));
  EXPECT_TRUE(places.is_value_ignored(Where::json, "/items/*/id"));
  EXPECT_FALSE(places.is_value_ignored(Where::json, "/items/*"));
  EXPECT_FALSE(places.is_value_ignored(Where::json, "/items/*/id/x"));
  EXPECT_TRUE(places.is_ignored(Where::header, "x-build"));
  EXPECT_FALSE(places.is_ignored(Where::json, "X-Build"));
}

TEST(Places, OfOneElementAreThoseOfAll) {
  const Places places{{ignore::json("/items/0/id")}};
  EXPECT_TRUE(places.is_ignored(Where::json, "/items/*/id")) << "elements are one place";
}

}  // namespace
}  // namespace wiretape::drift
