// SPDX-License-Identifier: MIT
#include "policy/bindings.hpp"

#include <gmock/gmock.h>

#include "support/matching.hpp"

namespace wiretape::policy {
namespace {

Response answer(std::string body, Headers headers = {}) {
  Response response;
  response.headers = std::move(headers);
  response.body.bytes = std::move(body);
  return response;
}

TEST(Bindings, PutRecordedValuesInThePlaceOfThoseThatStandForThem) {
  Bindings bindings;
  bindings.bind("23", "17");
  bindings.bind("tok-b", "tok-a");
  auto live =
      test::post("http://a.test/orders/23?t=tok-b&page=230", "application/json", R"({"id":23,"of":"x23"})");
  live.headers.add("X-Order", "23");
  const auto as = bindings.replaced(live);
  EXPECT_EQ(as.url.target, "/orders/17?t=tok-a&page=230");
  EXPECT_EQ(as.body.text(), R"({"id":17,"of":"x23"})") << "within a word it is another value";
  EXPECT_EQ(as.headers.find("X-Order"), "17");
  EXPECT_EQ(as.method, "POST");
}

TEST(Bindings, TakeTheLongestThatFits) {
  Bindings bindings;
  bindings.bind("a", "x");
  bindings.bind("a/b", "y");
  EXPECT_EQ(bindings.replaced(test::get("http://h.test/a/b")).url.target, "/y");
}

TEST(Bindings, AreLearnedFromTwoAnswers) {
  Bindings bindings;
  bindings.learn(answer(R"({"id":23,"at":"x","ok":false})"), answer(R"({"id":17,"at":"x","ok":true})"), {});
  bindings.learn(answer("", {{"Location", "/orders/two"}}), answer("", {{"Location", "/orders/one?a"}}), {});
  EXPECT_EQ(bindings.replaced(test::get("http://h.test/23/two/false")).url.target, "/17/one/false");
}

TEST(Bindings, AreLearnedFromTheChosenPlacesOnly) {
  Bindings bindings;
  bindings.learn(answer(R"({"items":[{"id":"a2"}],"n":"n2"})", {{"X-Next", "p2"}}),
                 answer(R"({"items":[{"id":"a1"}],"n":"n1"})", {{"X-Next", "p1"}}),
                 {ignore::json("/items/*/id"), ignore::header("X-Next")});
  EXPECT_EQ(bindings.replaced(test::get("http://h.test/a2/n2/p2")).url.target, "/a1/n2/p1");
}

TEST(Bindings, AreNoneOfWhatIsNoJsonOrNotHeld) {
  Bindings bindings;
  bindings.learn(answer("17"), answer("23"), {ignore::json("/id")});
  bindings.learn(answer("<17>"), answer("<23>"), {});
  auto cut = answer(R"({"id":23})");
  cut.body.is_truncated = true;
  bindings.learn(answer(R"({"id":17})"), cut, {});
  bindings.bind("", "a");
  bindings.bind("a", "");
  bindings.bind("same", "same");
  EXPECT_TRUE(bindings.empty());
}

}  // namespace
}  // namespace wiretape::policy
