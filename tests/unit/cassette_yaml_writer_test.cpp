// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "base/text.hpp"
#include "cassette/yaml.hpp"
#include "support/interactions.hpp"
#include "support/seed.hpp"

namespace wiretape::cassette {
namespace {

// "k: " and what a string becomes; both readers read it back.
std::string written(const std::string& text) {
  auto root = Node::mapping();
  root.add("k", Node::string(text));
  const auto yaml = write_yaml(root);
  const auto whole = "---\n" + yaml;
  const auto own = read_own_yaml({whole, 1});
  EXPECT_TRUE(own && own->children[0].text == text) << yaml;
  const auto any = read_any_yaml({whole, 1});
  EXPECT_TRUE(any && own && *any == *own) << yaml;
  return yaml;
}

TEST(YamlWriter, LeavesQuotesAwayWhereNoReaderCouldErr) {
  for (const std::string text :
       {"hello", "GET", "https://api.weather.test/today?city=Oslo", "a b", "a#b", "a:b", "it's",
        "127.0.0.1:80", "text/html; charset=utf-8", "2026-11-24T04:13:45Z", "wiretape 0.1.0", "a, b",
        "a [b] {c}", "\xC3\xA9\xF0\x9F\x98\x80", "abc", "x1", "W/\"1\"", "<b>", "null-ish"}) {
    EXPECT_EQ(written(text), "k: " + text + '\n');
  }
}

// YAML 1.1 and 1.2 readers differ in what is a number, a date or a word; a string is none to all of them.
TEST(YamlWriter, QuotesWhatSomeReaderTakesForSomethingElse) {
  for (const std::string text :
       {"",           "~",   "null", "Null", "NULL",  "true", "True", "FALSE", "yes",   "No",       "on",
        "OFF",        "y",   "N",    "=",    "<<",    ".inf", ".NaN", "+.inf", "-.INF", "1",        "-1",
        "+1",         "1.5", ".5",   "1e5",  "1E-5",  "0x1F", "0o17", "0b1",   "1_000", "12:30:45", "190:20",
        "2026-11-24", "1,5", "- a",  "-",    "? a",   "?",    ": a",  ":",     "a: b",  "a:",       "a #b",
        "#a",         " a",  "a ",   "'a'",  "\"a\"", "[a]",  "{a}",  "&a",    "*a",    "!a",       "|",
        ">",          "%a",  "@a",   "`a",   ",a",    "]",    "}",    "...",   "---",   "a\tb"}) {
    const auto yaml = written(text);
    EXPECT_TRUE(yaml.starts_with("k: \"") && yaml.ends_with("\"\n")) << yaml;
  }
}

TEST(YamlWriter, EscapesWhatNoOneSees) {
  EXPECT_EQ(written(std::string("\0\x07\x1b\x7f", 4)), "k: \"\\x00\\x07\\x1b\\x7f\"\n");
  EXPECT_EQ(written("\xC2\x85\xE2\x80\xA8\xE2\x80\xA9\xEF\xBB\xBF"), "k: \"\\x85\\u2028\\u2029\\ufeff\"\n");
  EXPECT_EQ(written("a\r\n"), "k: \"a\\r\\n\"\n");
  EXPECT_EQ(written("\"\\"), "k: \"\\\"\\\\\"\n");
}

TEST(YamlWriter, ShowsLinesAsLines) {
  EXPECT_EQ(written("a\nb\n"), "k: |\n  a\n  b\n");
  EXPECT_EQ(written("a\n\n  b"), "k: |-\n  a\n\n    b\n");
  EXPECT_EQ(written("---\n...\n"), "k: |\n  ---\n  ...\n");
  EXPECT_EQ(written("data: 1\n\ndata: 2\n\n"), "k: |+\n  data: 1\n\n  data: 2\n\n");
  EXPECT_EQ(written("a\nb\n\n\n"), "k: |+\n  a\n  b\n\n\n");
  EXPECT_EQ(written("a\n\n"), "k: |+\n  a\n\n");
  EXPECT_EQ(written("# a\n- b: c\n"), "k: |\n  # a\n  - b: c\n");
}

TEST(YamlWriter, QuotesLinesThatALiteralWouldLose) {
  EXPECT_EQ(written("a\n"), "k: \"a\\n\"\n");
  EXPECT_EQ(written("a\r\nb\r\n"), "k: \"a\\r\\n\\\n  b\\r\\n\"\n");
  EXPECT_EQ(written(" a\nb"), "k: \" a\\n\\\n  b\"\n");
  EXPECT_EQ(written("a\n b \n"), "k: \"a\\n\\\n  \\ b \\n\"\n");
  for (const std::string text : {"\na\nb", "\ta\nb", "a \nb", "a\t\nb", "a\nb ", "a\n \nb",
                                 "a\xE2\x80\xA8\nb", "\n", "\n\n", " \n", "a\x1b\nb"}) {
    EXPECT_TRUE(written(text).starts_with("k: \"")) << escape_control(text);
  }
}

TEST(YamlWriter, LaysOutCollections) {
  auto root = Node::mapping();
  auto list = Node::sequence();
  auto first = Node::mapping();
  first.add("a", Node::number(1));
  first.add("b", Node::string("1"));
  list.add(std::move(first));
  auto inner = Node::sequence();
  inner.add(Node::string("x"));
  list.add(std::move(inner));
  list.add(Node::sequence());
  root.add("list", std::move(list));
  root.add("none", Node::mapping());
  auto flow = Node::mapping(Node::Layout::flow);
  flow.add("a, b", Node::string("c"));
  flow.add("d", Node::string("e, f"));
  root.add("flow", std::move(flow));
  root.add("odd: key", Node::plain("null"));
  EXPECT_EQ(write_yaml(root), R"(list:
  - a: 1
    b: "1"
  -
    - x
  - []
none: {}
flow: {"a, b": c, d: "e, f"}
"odd: key": null
)");
}

TEST(YamlWriter, BreaksLongBase64) {
  auto root = Node::mapping();
  auto node = Node::string(std::string(200, 'A'));
  node.layout = Node::Layout::folded;
  root.add("base64", std::move(node));
  EXPECT_EQ(write_yaml(root),
            "base64: |-\n  " + std::string(96, 'A') + "\n  " + std::string(96, 'A') + "\n  AAAAAAAA\n");
}

TEST(YamlWriter, LosesNoStringAsAValueAKeyOrAnElement) {
  support::HostileValues values(support::seed(6));
  for (int i = 0; i < 3000; ++i) {
    const auto text = values.bytes();
    if (!is_valid_utf8(text)) continue;
    auto root = Node::mapping();
    root.add("value", Node::string(text));
    auto deep = Node::mapping();
    if (text.size() <= longest_key) deep.add(text, Node::string(text));
    root.add("deep", std::move(deep));
    for (const auto layout : {Node::Layout::block, Node::Layout::flow}) {
      auto list = Node::sequence(layout);
      list.add(Node::string(text));
      list.add(Node::string("last"));
      root.add(layout == Node::Layout::flow ? "flow" : "list", std::move(list));
    }
    const auto yaml = "---\n" + write_yaml(root);
    const auto own = read_own_yaml({yaml, 1});
    ASSERT_TRUE(own) << yaml;
    const auto any = read_any_yaml({yaml, 1});
    ASSERT_TRUE(any) << any.error().message << '\n' << yaml;
    ASSERT_EQ(*own, *any) << yaml;
    ASSERT_EQ(own->children[0].text, text);
    ASSERT_EQ(own->children[2].children[0].text, text);
    ASSERT_EQ(own->children[3].children[0].text, text);
    if (text.size() <= longest_key) {
      ASSERT_EQ(own->children[1].children[0].key, text);
    }
  }
}

TEST(YamlWriter, MayWriteKeysOfTheGreatestLength) {
  auto root = Node::mapping();
  for (const auto* unit : {"x", "\x01", "\"", "\\"}) {
    std::string key;
    while (key.size() < longest_key) key += unit;
    root.add(key, Node::string("v"));
  }
  const auto yaml = "---\n" + write_yaml(root);
  const auto any = read_any_yaml({yaml, 1});
  ASSERT_TRUE(any) << any.error().message;
  EXPECT_EQ(*read_own_yaml({yaml, 1}), *any);
}

}  // namespace
}  // namespace wiretape::cassette
