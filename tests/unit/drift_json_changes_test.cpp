// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "drift/drifting.hpp"
#include "support/drifted.hpp"
#include "support/shape_of.hpp"

namespace wiretape::drift {
namespace {

using test::shape_of;

std::string changes(std::string_view recorded, std::string_view now, std::vector<Ignored> ignored = {}) {
  return test::in_lines(json_changes("body", shape_of(recorded), shape_of(now), Places{std::move(ignored)}));
}

TEST(JsonChanges, AreNoneWhereNothingChanged) {
  EXPECT_EQ(changes(R"({"a":1,"b":[1,2],"c":null})", R"({"c":null,"b":[2,1],"a":1})"), "");
}

TEST(JsonChanges, BreakWhereAMemberIsGoneOrNotAlwaysThere) {
  EXPECT_EQ(changes(R"({"a":1,"b":{"c":2}})", R"({"b":{}})"),
            "breaking gone body /a: 1 -> \nbreaking gone body /b/c: 2 -> \n");
  EXPECT_EQ(changes(R"([{"a":1},{"a":1}])", R"([{"a":1},{}])"),
            "breaking optional body /*/a: in all of 2 -> in 1 of 2\n");
  EXPECT_EQ(changes(R"([{"a":1},{}])", "[{},{}]"), "benign gone body /*/a: 1 -> \n") << "it was optional";
}

TEST(JsonChanges, BreakWhereAKindIsNew) {
  EXPECT_EQ(changes(R"({"a":1})", R"({"a":"1"})"), "breaking type body /a: integer -> string\n");
  EXPECT_EQ(changes(R"({"a":{}})", R"({"a":[]})"), "breaking type body /a: object -> list\n");
  EXPECT_EQ(changes(R"({"a":"x"})", R"({"a":null})"), "breaking nullable body /a: string -> null\n");
  EXPECT_EQ(changes(R"({"a":null})", R"({"a":"x"})"), "benign type body /a: null -> string\n")
      << "null says nothing of what else it may be";
  EXPECT_EQ(changes("{}", "[]"), "breaking type body: object -> list\n");
}

TEST(JsonChanges, BreakWhereManyIntegersAreJoinedByAFraction) {
  EXPECT_EQ(changes("[1,2,3]", "[1,2.5,3]"),
            "breaking type body /*: integer -> number\nbenign value body /*: 2 -> 2.5\n");
  EXPECT_EQ(changes(R"({"a":1})", R"({"a":1.5})"),
            "benign type body /a: integer -> number\nbenign value body /a: 1 -> 1.5\n");
}

TEST(JsonChanges, BreakWhereATextHasAnotherFormat) {
  EXPECT_EQ(changes(R"({"at":"2026-11-30"})", R"({"at":"30.11.2026"})"),
            "breaking format body /at: date -> text\n");
  EXPECT_EQ(changes(R"({"at":"2026-11-30"})", R"({"at":"2026-12-01"})"),
            "benign value body /at: \"2026-11-30\" -> \"2026-12-01\"\n");
}

TEST(JsonChanges, AreBenignWhereThereIsMore) {
  EXPECT_EQ(changes(R"({"a":[1]})", R"({"a":[1,1],"b":true})"),
            "benign list body /a: 1 element -> 2 elements\nbenign added body /b:  -> true\n");
}

TEST(JsonChanges, LeaveOutWhatIsIgnored) {
  EXPECT_EQ(changes(R"({"a":1,"b":[{"c":1}]})", R"({"b":[{"c":"x"}]})",
                    {ignore::json("/a"), ignore::json("/b/*/c")}),
            "");
  EXPECT_EQ(changes(R"({"id":"a"})", R"({"id":"b"})", {ignore_value::json("/id")}), "");
  EXPECT_EQ(changes(R"({"id":"a"})", R"({"id":7})", {ignore_value::json("/id")}),
            "breaking type body /id: string -> integer\n")
      << "its kind counts";
}

TEST(JsonChanges, TellAFewOfManyNewValues) {
  const auto found = changes(R"(["a"])", R"(["b","c","d","e","f","g","h","i","j","k"])");
  EXPECT_EQ(std::count(found.begin(), found.end(), '\n'), 1 + 8);
}

}  // namespace
}  // namespace wiretape::drift
