// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <optional>

#include "base/text.hpp"
#include "cassette/json.hpp"
#include "support/interactions.hpp"
#include "support/mutations.hpp"
#include "support/seed.hpp"

namespace wiretape::cassette {
namespace {

using testing::HasSubstr;

std::string text_of(std::string_view json) {
  const auto node = read_json(json);
  return node ? node->text : "error: " + node.error().message;
}

TEST(JsonReader, KeepsHowNumbersAreSpelled) {
  for (const auto* number :
       {"0", "-0", "1.0", "1.50", "1e5", "1E+05", "-1.5e-7", "12345678901234567890", "1e400"}) {
    const auto node = read_json(number);
    ASSERT_TRUE(node) << number;
    EXPECT_TRUE(node->is_plain);
    EXPECT_EQ(node->text, number);
  }
}

TEST(JsonReader, KnowsWhatIsNoNumber) {
  for (const auto* text : {"", "-", "+1", "01", "-01", "1.", ".5", "1e", "1e+", "0x10", "1_000", "NaN",
                           "Infinity", "1 2", "1.2.3", "--1", "1e5.0", "١"}) {
    EXPECT_FALSE(is_json_number(text)) << text;
    EXPECT_FALSE(read_json(text)) << text;
  }
}

TEST(JsonReader, TellsWordsFromStrings) {
  EXPECT_TRUE(read_json("true")->is_plain);
  EXPECT_TRUE(read_json(" null ")->is_null());
  EXPECT_FALSE(read_json("\"null\"")->is_null());
  for (const auto* text : {"True", "nul", "nulll", "undefined", "'a'", "a"})
    EXPECT_FALSE(read_json(text)) << text;
}

TEST(JsonReader, DecodesStrings) {
  EXPECT_EQ(text_of(R"("\"\\\/\b\f\n\r\t")"), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(text_of(R"("\u0041\u00e9\u20AC\ud83d\uDE00")"), "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
  EXPECT_EQ(text_of(R"("\u0000")"), std::string(1, '\0'));
  EXPECT_EQ(text_of("\"\xC3\xA9\x7f\xE2\x80\xA8\""), "\xC3\xA9\x7f\xE2\x80\xA8");
}

TEST(JsonReader, RefusesStringsThatAreNone) {
  for (const std::string text :
       {R"("\x41")", R"("\u12")", R"("\u12g4")", R"("\ud800")", R"("\ud800\u0041")", R"("\udc00")",
        R"("\ud83d\n")", R"("a)", R"("a\)", R"("\)", "\"a\nb\"", "\"a\tb\""}) {
    EXPECT_FALSE(read_json(text)) << escape_control(text);
  }
  EXPECT_FALSE(read_json(std::string_view("\"a\0b\"", 5)));
  EXPECT_FALSE(read_json(std::string_view("\0", 1)));
}

TEST(JsonReader, KeepsTheOrderOfMembersAndThoseThatRepeat) {
  const auto node = read_json(R"({"b":1,"a":2,"b":3,"":4})");
  ASSERT_TRUE(node);
  std::string keys;
  for (const auto& child : node->children) keys += child.key + "=" + child.text + " ";
  EXPECT_EQ(keys, "b=1 a=2 b=3 =4 ");
}

TEST(JsonReader, SkipsWhiteSpace) {
  const auto node = read_json(" \t\r\n{ \"a\" :\n[ 1 ,\t2 ]\r\n} \n");
  ASSERT_TRUE(node);
  EXPECT_EQ(node->children[0].children[1].text, "2");
  EXPECT_FALSE(read_json("\v1"));
  EXPECT_FALSE(
      read_json("\xC2\xA0"
                "1"));
}

TEST(JsonReader, KnowsTheLineOfEachNode) {
  const auto node = read_json("{\n\"a\": 1,\n\"b\":\n  [\n  2,\n  {\"c\": 3}]}");
  ASSERT_TRUE(node);
  EXPECT_EQ(node->line, 1U);
  EXPECT_EQ(node->children[0].line, 2U);
  EXPECT_EQ(node->children[1].line, 3U);
  EXPECT_EQ(node->children[1].children[0].line, 5U);
  EXPECT_EQ(node->children[1].children[1].line, 6U);
}

struct Refused {
  const char* text;
  std::size_t line;
  const char* why;
};

TEST(JsonReader, SaysWhereAndWhatIsWrong) {
  for (const auto& [text, line, why] :
       std::vector<Refused>{{"", 1, "ends too early"},
                            {"\n\n{\"a\": 1", 3, "ends too early"},
                            {"[1,\n2", 2, "ends too early"},
                            {"[1,\n\"a", 2, "ends too early"},
                            {"[1,\n]", 2, "']' is no JSON value"},
                            {"{\"a\": 1,\n}", 2, "'\"' is missing before the name of a member"},
                            {"{\"a\"\n1}", 2, "':' is missing after the name"},
                            {"[1\n\n2]", 3, "',' is missing between two elements"},
                            {"{\"a\": 1\n\"b\": 2}", 2, "',' is missing between two members"},
                            {"{a: 1}", 1, "'\"' is missing before the name of a member"},
                            {"[1]\n// comment", 2, "text after the end"},
                            {"1 \n 2", 2, "text after the end"},
                            {"[\n\x1b]", 2, "'\\x1b' is no JSON value"},
                            {"[\n\"\xFF\"]", 2, "is not UTF-8"}}) {
    const auto node = read_json(text);
    ASSERT_FALSE(node) << escape_control(text);
    EXPECT_EQ(node.error().offset, line) << escape_control(text);
    EXPECT_THAT(node.error().message, HasSubstr(why)) << escape_control(text);
  }
}

TEST(JsonReader, LimitsTheDepth) {
  EXPECT_TRUE(read_json("[[[1]]]", 3));
  EXPECT_FALSE(read_json("[[[[1]]]]", 3));
  EXPECT_FALSE(read_json(R"({"a":{"a":{"a":{"a":1}}}})", 3));
  EXPECT_THAT(read_json(std::string(1'000'000, '[')).error().message,
              HasSubstr("nested deeper than 100 levels"));
}

// nlohmann/json is a reader that nobody here wrote. It knows no number beyond a double, passes over a byte
// order mark, and ends at NUL: such texts are left out.
TEST(JsonReader, TakesWhatAnotherReaderTakes) {
  const auto seed = support::seed(4);
  support::HostileValues values(seed);
  support::Mutations mutations(seed);
  int taken = 0;
  for (int i = 0; i < 5000; ++i) {
    auto text = values.json();
    for (auto at = text.find("1E400"); at != std::string::npos; at = text.find("1E400"))
      text.erase(at + 4, 1);
    if (i % 4 != 0) text = mutations.of(text);
    if (text.starts_with('\xEF') || text.find('\0') != std::string::npos) continue;
    std::optional<nlohmann::json> other;
    try {
      other = nlohmann::json::parse(text);
    } catch (const nlohmann::json::parse_error&) {
      other.reset();
    } catch (const nlohmann::json::out_of_range&) {
      continue;
    }
    const auto node = read_json(text);
    ASSERT_EQ(node.has_value(), other.has_value()) << i << ": " << escape_control(text);
    if (!node) continue;
    ++taken;
    ASSERT_EQ(nlohmann::json::parse(write_json(*node, {})), *other) << i << ": " << escape_control(text);
  }
  EXPECT_GT(taken, 1000);
}

}  // namespace
}  // namespace wiretape::cassette
