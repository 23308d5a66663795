// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <wiretape/http.hpp>

namespace wiretape {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Headers cookies{{"Set-Cookie", "a"}, {"Date", "today"}, {"set-cookie", "b", "set-cookie:b\r\n"}};

TEST(Headers, FindsByNameInAnyCase) {
  EXPECT_EQ(cookies.find("SET-COOKIE"), "a");
  EXPECT_EQ(cookies.find("Cookie"), std::nullopt);
  EXPECT_TRUE(cookies.has("date"));
  EXPECT_FALSE(cookies.has("dat"));
}

TEST(Headers, KeepsDuplicatesInOrder) {
  EXPECT_THAT(cookies.all("set-Cookie"), ElementsAre("a", "b"));
  EXPECT_THAT(cookies.all("none"), IsEmpty());
  EXPECT_EQ(cookies.size(), 3U);
}

TEST(Headers, SetReplacesTheFirstWhereItStandsAndDropsTheOthers) {
  auto headers = cookies;
  headers.set("SET-cookie", "c");
  EXPECT_EQ(headers, (Headers{{"Set-Cookie", "c"}, {"Date", "today"}}));
}

TEST(Headers, SetForgetsHowTheOldValueWasWritten) {
  Headers headers{{"A", "1", "A:1\r\n"}};
  headers.set("a", "2");
  EXPECT_EQ(headers, (Headers{{"A", "2"}}));
}

TEST(Headers, SetAddsWhatIsNotThere) {
  Headers headers;
  headers.set("A", "1");
  EXPECT_EQ(headers, (Headers{{"A", "1"}}));
}

TEST(Headers, RemoveSaysHowManyItDropped) {
  auto headers = cookies;
  EXPECT_EQ(headers.remove("set-cookie"), 2U);
  EXPECT_EQ(headers.remove("set-cookie"), 0U);
  EXPECT_EQ(headers, (Headers{{"Date", "today"}}));
}

TEST(Body, ShowsTheDecodedTextWhereThereIsOne) {
  EXPECT_EQ((Body{.bytes = "wire"}.text()), "wire");
  EXPECT_EQ((Body{.bytes = "wire", .decoded = ""}.text()), "");
}

}  // namespace
}  // namespace wiretape
