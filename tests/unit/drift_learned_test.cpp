// SPDX-License-Identifier: MIT
#include "drift/learned.hpp"

#include <gmock/gmock.h>

#include "support/drifted.hpp"
#include "support/golden.hpp"

namespace wiretape::drift {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Interaction asked(const std::string& path, std::string body, std::string answer) {
  auto made = test::json_answer("https://a.test" + path, std::move(answer));
  if (!body.empty()) {
    made.request.method = "POST";
    made.request.headers.add("Content-Type", "application/json");
    made.request.body.bytes = std::move(body);
  }
  return made;
}

// An order is made, then looked at by the number that it was given.
Cassette ordering(const std::string& key, const std::string& number, const std::string& at) {
  Cassette made;
  made.interactions.push_back(asked("/orders?nonce=" + key,
                                    R"({"key":")" + key + R"(","items":[{"ref":")" + key + "\"}]}",
                                    R"({"order":)" + number + R"(,"at":")" + at + "\"}"));
  made.interactions.push_back(asked("/orders/" + number, "", R"({"state":"open"})"));
  made.interactions.push_back(asked("/pay", R"({"order":)" + number + "}", "{}"));
  return made;
}

TEST(Learning, TellsWhatIsMadeByChanceFromWhatIsHandedOut) {
  const auto learned = learn(ordering("k-one", "17", "2026-11-29"), ordering("k-two", "23", "2026-11-30"));
  EXPECT_EQ(learned.compared, 3U);
  EXPECT_THAT(learned.ignore, ElementsAre(ignore_value::query("nonce"), ignore_value::json("/items/*/ref"),
                                          ignore_value::json("/key")));
  EXPECT_THAT(learned.captures, ElementsAre(ignore::json("/order")));
  EXPECT_THAT(learned.volatile_places, ElementsAre("json:/at", "json:/order"));
  EXPECT_THAT(learned.unexplained, IsEmpty());
  EXPECT_TRUE(test::is_golden("learned", in_words(learned)));
}

TEST(Learning, FindsNothingInTwoThatAreAlike) {
  const auto one = ordering("k-one", "17", "2026-11-29");
  const auto learned = learn(one, one);
  EXPECT_TRUE(learned.empty());
  EXPECT_EQ(in_words(learned),
            "3 interactions in both recordings\nthey are alike: nothing is another each time\n");
}

TEST(Learning, SaysWhatNoPlaceLeavesOut) {
  const Cassette first{{}, {asked("/jobs/a1", "", "{}"), asked("/x", "{\"a\":1}", R"({"b":1})")}};
  Cassette second{{},
                  {asked("/jobs/b2", "", "{}"), asked("/x", "<a/>", R"({"b":"1"})"), asked("/y", "", "{}")}};
  const auto learned = learn(first, second);
  ASSERT_EQ(learned.unexplained.size(), 3U);
  EXPECT_THAT(learned.unexplained[0], HasSubstr("\"a1\" was \"b2\" the other time"));
  EXPECT_THAT(learned.unexplained[1], HasSubstr("the body is another"));
  EXPECT_THAT(learned.unexplained[2], HasSubstr("body /b, type: integer -> string"));
  EXPECT_THAT(learned.only_in_second, ElementsAre("GET https://a.test/y, interaction 3"));
}

TEST(Learning, LeavesOutWhatIsMissingAsAWhole) {
  const Cassette first{{}, {asked("/x?once=1", "", "{}")}};
  const Cassette second{{}, {asked("/x", "", "{}")}};
  EXPECT_THAT(learn(first, second).ignore, ElementsAre(ignore::query("once")));
}

TEST(Learning, KnowsValuesThatHeadersHandOut) {
  const auto with = [](const std::string& cursor) {
    Cassette made;
    made.interactions.push_back(asked("/list", "", "{}"));
    std::get<Response>(made.interactions[0].outcome).headers.add("X-Next", cursor);
    made.interactions.push_back(asked("/list?cursor=" + cursor, "", "{}"));
    return made;
  };
  const auto learned = learn(with("abc"), with("xyz"));
  EXPECT_THAT(learned.ignore, IsEmpty());
  EXPECT_THAT(learned.captures, ElementsAre(ignore::header("X-Next")));
  EXPECT_THAT(learned.volatile_places, ElementsAre("header:x-next"));
}

}  // namespace
}  // namespace wiretape::drift
