// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "base/text.hpp"
#include "cassette/format.hpp"
#include "cassette/model.hpp"
#include "cassette/yaml.hpp"
#include "support/interactions.hpp"

namespace wiretape::cassette {
namespace {

using testing::HasSubstr;

Result<Node> read(std::string_view text, std::size_t line = 1) { return read_any_yaml({text, line}); }

// Where it was read from does not count.
std::string shape(const Node& node) {
  if (node.kind == Node::Kind::scalar) return (node.is_plain ? "=" : "'") + node.text;
  std::string out = node.kind == Node::Kind::mapping ? "{" : "[";
  for (const auto& child : node.children) {
    if (node.kind == Node::Kind::mapping) out += child.key + ": ";
    out += shape(child) + ", ";
  }
  return out + (node.kind == Node::Kind::mapping ? "}" : "]");
}

std::string shape_of(std::string_view text) {
  const auto node = read(text);
  return node ? shape(*node) : "error: " + node.error().message;
}

TEST(AnyYaml, ReadsTheStylesThatPeopleWrite) {
  EXPECT_EQ(shape_of("a: 1\nb: 'it''s'\nc: \"x\\ty\"\n"), "{a: =1, b: 'it's, c: 'x\ty, }");
  EXPECT_EQ(shape_of("--- {a: 1, 'b': [x, \"y\"], c: {}}"), "{a: =1, b: [=x, 'y, ], c: {}, }");
  EXPECT_EQ(shape_of("a:\n- 1\n-   2\nb:\n      c: 3\n"), "{a: [=1, =2, ], b: {c: =3, }, }");
  EXPECT_EQ(shape_of("# on top\na: 1 # behind\n\n# between\nb: x#y\n"), "{a: =1, b: =x#y, }");
  EXPECT_EQ(shape_of("a: >\n  one\n  two\n\n  three\n"), "{a: 'one two\nthree\n, }");
  EXPECT_EQ(shape_of("a: >-\n  one\n  two\n"), "{a: 'one two, }");
  EXPECT_EQ(shape_of("a: |+\n  one\n\nb: |2\n   two\n"), "{a: 'one\n\n, b: ' two\n, }");
  EXPECT_EQ(shape_of("a: one\n  two\nb: \"one\n  two\"\n"), "{a: =one two, b: 'one two, }");
  EXPECT_EQ(shape_of("? a\n: b\n"), "{a: =b, }");
  EXPECT_EQ(shape_of("a:\nb: ~\nc: null\nd: \"null\"\n"), "{a: =null, b: =null, c: =null, d: 'null, }");
}

TEST(AnyYaml, ReadsALastLineWithoutItsEnd) {
  EXPECT_EQ(shape_of("a: 1\nb: |\n  x"), "{a: =1, b: 'x\n, }");
  EXPECT_EQ(shape_of("---\na: 'x'"), "{a: 'x, }");
}

TEST(AnyYaml, KnowsTheLineOfEachNode) {
  const auto node = read("---\n# one\na:   1\nb:\n   - c: x\n\n     d: y\n   - [1,\n      2]\n", 10);
  ASSERT_TRUE(node);
  EXPECT_EQ(node->children[0].line, 12U);
  EXPECT_EQ(node->children[1].line, 13U);
  const auto& list = node->children[1].children;
  EXPECT_EQ(list[0].children[0].line, 14U);
  EXPECT_EQ(list[0].children[1].line, 16U);
  EXPECT_EQ(list[1].children[1].line, 18U);
}

// The same interaction as people and their tools would lay it out.
TEST(AnyYaml, GivesTheSameInteractionInEveryStyle) {
  const auto interaction = support::weather();
  for (const auto* text : {
           R"({request: {method: GET, url: 'https://api.weather.test/today?city=Oslo',
  headers: [Host: api.weather.test, Accept: "*/*"]},
 response: {status: 200, reason: OK, headers: [{Content-Type: application/json}, {Content-Length: 44}],
  body: {json: {city: Oslo, celsius: -3, wind: [1.50, 2]}}},
 timing: {to_head_ms: 3, total_ms: 4}, recorded_at: 2026-11-24T04:13:45Z})",
           R"(---   # JSON is YAML
{
    "recorded_at": "2026-11-24T04:13:45Z",
    "response": {
        "body": { "text": "{\"city\":\"Oslo\",\"celsius\":-3,\"wind\":[1.50,2]}" },
        "headers": [ { "Content-Type": "application/json" }, { "Content-Length": "44" } ],
        "reason": "OK",
        "status": 200
    },
    "timing": { "total_ms": 4, "to_head_ms": 3 },
    "request": {
        "headers": [ { "Host": "api.weather.test" }, { "Accept": "*/*" } ],
        "url": "https://api.weather.test/today?city=Oslo",
        "method": "GET"
    }
})",
           R"(---
# What the weather is.
response:
    status:   "200"
    headers:
    - Content-Type:
        application/json
    - Content-Length: '44'
    body:
        # Below zero.
        json:
            city: 'Oslo'
            celsius: -3   # brr
            wind: [ 1.50,
                    2 ]
request:
    url: >-
        https://api.weather.test/today?city=Oslo
    method: 'GET'
    headers:
    - {name: Host, value: api.weather.test}
    - "Accept": '*/*'
recorded_at: "2026-11-24T04:13:45Z"
timing:
    to_head_ms: 3
    total_ms: 4
)"}) {
    const auto node = read(text);
    ASSERT_TRUE(node) << node.error().message << " in line " << node.error().offset << '\n' << text;
    EXPECT_EQ(interaction_of(*node), interaction) << text;
  }
}

struct Refused {
  const char* text;
  std::size_t line;
  const char* why;
};

TEST(AnyYaml, ReadsNoTagsNoAnchorsAndNoAliases) {
  for (const auto& [text, line, why] :
       std::vector<Refused>{{"a: 1\nb: !!str x\n", 2, "tags (tag:yaml.org,2002:str) are not read"},
                            {"a: !mine {x: 1}\n", 1, "tags (!mine) are not read"},
                            {"a: !<tag:x> [1]\n", 1, "tags (tag:x) are not read"},
                            {"a: !!python/object/apply:os.system [ls]\n", 1, "are not read"},
                            {"a: 1\nb: &x 2\n", 2, "anchors (&name) are not read"},
                            {"a: &x [1]\nb: *x\n", 1, "anchors (&name) are not read"},
                            {"a: &x {b: 1}\n", 1, "anchors (&name) are not read"},
                            {"a: &x\nb: 1\n", 1, "anchors (&name) are not read"},
                            {"&x a: 1\n", 1, "anchors (&name) are not read"},
                            {"a: 1\nb: *x\n", 2, "the referenced anchor is not defined"}}) {
    const auto node = read(text);
    ASSERT_FALSE(node) << text;
    EXPECT_EQ(node.error().offset, line) << text;
    EXPECT_THAT(node.error().message, HasSubstr(why)) << text;
  }
}

TEST(AnyYaml, ReadsMergeKeysAsKeysLikeAnyOther) { EXPECT_EQ(shape_of("<<: {a: 1}\n"), "{<<: {a: =1, }, }"); }

TEST(AnyYaml, SaysWhereItIsNoYaml) {
  for (const auto& [text, line, why] :
       std::vector<Refused>{{"a: 1\nb: c: d\n", 2, "is no valid YAML: illegal map value"},
                            {"a: 1\n\tb: 2\n", 2, "is no valid YAML"},
                            {"a: [1, 2\nb: 3\n", 2, "is no valid YAML"},
                            {"a: \"x\nb: 1\n", 3, "is no valid YAML"},
                            {"a: 1\nb: \"x\n", 3, "is no valid YAML: illegal document indicator in scalar"},
                            {"a: 1\nb: 'x", 3, "is no valid YAML"},
                            {"a: 1\n b: 2\n", 2, "is no valid YAML"},
                            {"a: \"\\q\"\n", 1, "is no valid YAML"},
                            {"a: @x\n", 1, "is no valid YAML"},
                            {"[a, b]: 1\n", 1, "a key must be a single word or text"}}) {
    const auto node = read(text);
    ASSERT_FALSE(node) << text;
    EXPECT_EQ(node.error().offset, line) << text;
    EXPECT_THAT(node.error().message, HasSubstr(why)) << text;
  }
}

TEST(AnyYaml, RefusesTextBehindTheDocument) {
  const auto node = read("--- a\n--- b\n");
  ASSERT_FALSE(node);
  EXPECT_THAT(node.error().message, HasSubstr("text after the end"));
}

std::string times(std::size_t count, std::string_view text) {
  std::string out;
  while (count-- > 0) out += text;
  return out;
}

TEST(AnyYaml, LimitsTheDepth) {
  EXPECT_TRUE(read(times(100, "[") + times(100, "]")));
  for (const auto& text : {times(102, "[") + times(102, "]"), times(102, "{a: ") + "1" + times(102, "}"),
                           times(102, "- ") + "1"}) {
    const auto node = read(text);
    ASSERT_FALSE(node);
    EXPECT_THAT(node.error().message, HasSubstr("nested deeper than 100 levels"));
  }
}

// Each of these has made some YAML reader crash, or take for ever.
TEST(AnyYaml, StandsTextsMadeToBreakIt) {
  constexpr std::size_t many = 50'000;
  for (const auto* text :
       {"[",   "{",       "{a: ", "- ",   "? ",  "-\n",  ": ",       "!",       "! ", "&a ",
        "*a ", "a: &a\n", "\"",   "'",    "|\n", ">\n",  "#",        "%",       "\n", "a:\n ",
        "a: ", "[a, ",    "]",    "}",    ",",   "\\",   "[?",       "{?",      "[{", "a",
        "a ",  "- a: ",   "---",  "!!a ", "!<",  "[[],", "\xC3\xA9", "\xC2\x85"}) {
    const auto node = read(times(many, text));
    if (!node) {
      EXPECT_GE(node.error().offset, 1U) << text;
    }
  }
}

TEST(AnyYaml, LimitsTheSize) {
  std::string text = "a: '";
  text.resize(65U * 1024 * 1024, 'x');
  const auto node = read(text, 7);
  ASSERT_FALSE(node);
  EXPECT_EQ(node.error().offset, 7U);
  EXPECT_THAT(node.error().message, HasSubstr("is too large"));
}

TEST(ReadYaml, TakesTheOwnReaderWhereItCan) {
  const auto text = "---\n" + write_yaml(to_node(support::weather()));
  const auto own = read_own_yaml({text, 1});
  const auto both = read_yaml({text, 1});
  ASSERT_TRUE(own && both);
  EXPECT_EQ(*own, *both);
  EXPECT_TRUE(read_yaml({"{a: 1}", 1}));
}

TEST(ReadYaml, RefusesBytesThatNoTextHolds) {
  const auto bad = read_yaml({"a: 1\nb: \xFF\n", 4});
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error(), (Error{"is not UTF-8", 5}));
  const auto control = read_yaml({"a: 1\nb: \"x\x07\"\n", 4});
  ASSERT_FALSE(control);
  EXPECT_EQ(control.error(),
            (Error{"holds the control byte \\x07; in double quotes it can be written so", 5}));
}

}  // namespace
}  // namespace wiretape::cassette
