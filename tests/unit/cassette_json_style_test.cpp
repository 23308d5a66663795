// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "base/text.hpp"
#include "cassette/json.hpp"
#include "support/interactions.hpp"
#include "support/seed.hpp"

namespace wiretape::cassette {
namespace {

using testing::Optional;

// The name of the style in which `text` can be written again, "" when there is none.
std::string style_name(std::string_view text) {
  const auto node = read_json(text);
  if (!node) return "no JSON: " + node.error().message;
  const auto style = style_of(text, *node);
  if (!style) return "";
  EXPECT_EQ(write_json(*node, *style), text);
  return to_string(*style);
}

TEST(JsonStyle, IsFoundForTheSpellingsOfCommonPrograms) {
  EXPECT_EQ(style_name(R"({"a":1,"b":[2,"x, \"y\": z"]})"), "compact");
  EXPECT_EQ(style_name(R"({"a": 1, "b": [2, 3]})"), "spaced");
  EXPECT_EQ(style_name("{\"a\":1}\n"), "compact, newline");
  EXPECT_EQ(style_name("{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}"), "indent 2");
  EXPECT_EQ(style_name("{\n    \"a\": 1\n}\n"), "indent 4, newline");
  EXPECT_EQ(style_name("{\n\"a\": 1\n}"), "indent 0");
  EXPECT_EQ(style_name("{\n\t\"a\": 1\n}"), "tabs");
  EXPECT_EQ(style_name(R"(["\u00e4\ud83d\ude00"])"), "compact, ascii");
  EXPECT_EQ(style_name(R"(["a\/b"])"), "compact, slashes");
  EXPECT_EQ(style_name(R"(["\u003cb\u003e\u0026"])"), "compact, html");
  EXPECT_EQ(style_name(R"({"a": "\/\u003c"})"), "spaced, slashes, html");
  EXPECT_EQ(style_name(R"(["\u2028<"])"), "compact, ascii");
  EXPECT_EQ(style_name(R"(["\u2028\u003c"])"), "compact, html");
  EXPECT_EQ(style_name(R"(["\u00e4\u2028\u003c"])"), "compact, ascii, html");
  EXPECT_EQ(style_name("[]"), "compact");
  EXPECT_EQ(style_name("{}\n"), "compact, newline");
}

TEST(JsonStyle, IsNoneForAnyOtherSpelling) {
  for (const auto* text :
       {R"({"a" : 1})", R"({ "a": 1 })", R"({"a":1, "b":2})", R"(["\u00E4"])", R"(["\u0041"])",
        R"(["/","\/"])", "{\r\n  \"a\": 1\r\n}", "[1] ", " [1]", "[1]\n\n", "[\n  1, 2\n]", "[\n\n]",
        "{\n \t\"a\": 1\n}", "{\n         \"a\": 1\n}", "{\n  \"a\":1\n}", R"(["\u000a"])",
        R"(["\b\u0008"])"}) {
    EXPECT_EQ(style_name(text), "") << escape_control(text);
  }
}

TEST(JsonStyle, HasANameThatIsReadBack) {
  for (const std::string_view layout : {"compact", "spaced", "tabs", "indent 0", "indent 8"}) {
    for (int flags = 0; flags < 16; ++flags) {
      std::string name(layout);
      if (flags & 1) name += ", ascii";
      if (flags & 2) name += ", slashes";
      if (flags & 4) name += ", html";
      if (flags & 8) name += ", newline";
      const auto style = json_style(name);
      ASSERT_TRUE(style) << name;
      EXPECT_EQ(to_string(*style), name);
    }
  }
  EXPECT_THAT(json_style(" tabs ,newline,  ascii"), Optional(json_style("tabs, ascii, newline")));
  for (const auto* name : {"", "Compact", "indent", "indent 9", "indent -1", "indent two", "newline",
                           "compact, pretty", "compact,", "compact newline"}) {
    EXPECT_FALSE(json_style(name)) << name;
  }
}

TEST(JsonStyle, GivesBackEveryTextThatItWasFoundFor) {
  support::HostileValues values(support::seed(5));
  int found = 0;
  for (int i = 0; i < 2000; ++i) {
    const auto text = values.json();
    const auto node = read_json(text);
    ASSERT_TRUE(node) << i << ": " << escape_control(text);
    for (const auto* name : {"compact", "spaced", "indent 3, ascii, newline", "tabs, slashes, html"}) {
      const auto spelled = write_json(*node, *json_style(name));
      const auto again = read_json(spelled);
      ASSERT_TRUE(again) << i << ": " << escape_control(spelled);
      ASSERT_EQ(write_json(*again, {}), write_json(*node, {})) << i << ": " << escape_control(spelled);
    }
    if (!style_name(text).empty()) ++found;
  }
  EXPECT_GT(found, 1000);
}

}  // namespace
}  // namespace wiretape::cassette
