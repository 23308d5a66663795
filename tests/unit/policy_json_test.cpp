// SPDX-License-Identifier: MIT
#include "policy/json.hpp"

#include <gmock/gmock.h>

namespace wiretape::policy {
namespace {

using testing::ElementsAre;

Json read(std::string_view text) {
  auto value = parse_json(text);
  EXPECT_TRUE(value) << text;
  return value ? std::move(*value) : Json{};
}

TEST(Json, ComparesNumbersByValue) {
  EXPECT_EQ(read("1"), read("1.0"));
  EXPECT_EQ(read("100"), read("1e2"));
  EXPECT_EQ(read("-0"), read("0"));
  EXPECT_EQ(read("0.10"), read("1E-1"));
  EXPECT_EQ(read("3.14"), read("3.1400000000000001"));  // as printf writes it with %.17g
  EXPECT_FALSE(read("1") == read("2"));
  EXPECT_FALSE(read("1") == read("-1"));
  EXPECT_FALSE(read("1") == read("1.5"));
  EXPECT_FALSE(read("1") == read("\"1\""));
}

TEST(Json, ComparesBigIntegersExactly) {
  EXPECT_FALSE(read("9007199254740993") == read("9007199254740992"));  // equal as doubles
  EXPECT_FALSE(read("123456789012345678901") == read("123456789012345678902"));
  EXPECT_EQ(read("123456789012345678900"), read("1234567890123456789e2"));
  EXPECT_EQ(read("18446744073709551615").text, "18446744073709551615");
}

TEST(Json, IgnoresTheOrderOfKeysAndNotThatOfItems) {
  EXPECT_EQ(read(R"({"a": 1, "b": [true, null]})"), read(R"({"b":[true,null],"a":1})"));
  EXPECT_FALSE(read("[1,2]") == read("[2,1]"));
  EXPECT_FALSE(read("{}") == read("[]"));
  EXPECT_FALSE(read(R"({"a":1})") == read(R"({"a":1,"b":1})"));
}

TEST(Json, SaysAtWhichByteItEnds) {
  EXPECT_EQ(parse_json("{\"a\": x}").error().offset, 6U);
  EXPECT_EQ(parse_json("nothing").error().offset, 1U);
  EXPECT_EQ(parse_json("[1] 2").error().offset, 4U);
  EXPECT_FALSE(parse_json(""));
  EXPECT_FALSE(parse_json("\"\xff\""));
}

TEST(Json, RefusesNestingThatWouldUseUpTheStack) {
  EXPECT_TRUE(parse_json(std::string(512, '[') + std::string(512, ']')));
  const auto deep = parse_json(std::string(100'000, '['));
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().message, "this is JSON nested too deeply to compare");
}

TEST(Json, ShowsOneLineWithControlBytesEscapedAndALongOneCut) {
  EXPECT_EQ(show(read("{\"b\" : [1.50, \"x\\n\\u0007\"], \"a\": null}")),
            R"({"a":null,"b":[1.50,"x\n\u0007"]})");
  EXPECT_EQ(show(read("\"aaaaaaaaaa\""), 5), "\"aaaa…");
}

TEST(JsonPointer, LeadsAsFarAsThereIsSomething) {
  const auto root = read(R"({"items": [{"id": 7}], "": 1})");
  EXPECT_EQ(find(root, {"items", "0", "id"}).value->text, "7");
  EXPECT_EQ(find(root, {""}).value->text, "1");
  EXPECT_EQ(find(root, {"items", "1", "id"}).depth, 1U);
  EXPECT_EQ(find(root, {"items", "00"}).depth, 1U);  // RFC 6901 §4: no leading zeros
  EXPECT_EQ(find(root, {"items", "-"}).depth, 1U);
  EXPECT_EQ(find(root, {"items", "0", "id", "x"}).depth, 3U);
}

TEST(JsonDifferences, NamesTheDeepestPlaces) {
  const auto a = read(R"({"city": "Oslo", "days": [1, 2, 3], "old": 1, "same": {"x": 1.0}})");
  const auto b = read(R"({"city": "Bergen", "days": [1, 5], "new": {}, "same": {"x": 1}})");
  std::vector<std::string> seen;
  for (const auto& d : differences(a, b)) {
    seen.push_back(d.pointer + ' ' + (d.a ? show(*d.a) : "-") + ' ' + (d.b ? show(*d.b) : "-"));
  }
  EXPECT_THAT(
      seen, ElementsAre("/city \"Oslo\" \"Bergen\"", "/days/1 2 5", "/days/2 3 -", "/old 1 -", "/new - {}"));
}

TEST(JsonDifferences, OfEqualValuesThereAreNone) {
  EXPECT_TRUE(differences(read("[1]"), read("[1.0]")).empty());
}

}  // namespace
}  // namespace wiretape::policy
