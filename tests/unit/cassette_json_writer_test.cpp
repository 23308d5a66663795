// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "cassette/json.hpp"

namespace wiretape::cassette {
namespace {

// Hand-edited YAML may hold plain scalars that are no JSON.
TEST(JsonWriter, MakesJsonOfPlainScalars) {
  const auto written = [](std::string text) { return write_json(Node::plain(std::move(text)), {}); };
  for (const auto* word : {"true", "True", "TRUE"}) EXPECT_EQ(written(word), "true");
  for (const auto* word : {"null", "Null", "NULL"}) EXPECT_EQ(written(word), "null");
  EXPECT_EQ(written("False"), "false");
  EXPECT_EQ(written("-1.50e3"), "-1.50e3");
  for (const auto* text :
       {"tRue", "yes", "0x1F", ".5", "1_000", "+1", "007", "2026-11-24", "hello", ".inf"}) {
    EXPECT_EQ(written(text), '"' + std::string(text) + '"');
  }
}

TEST(JsonWriter, EscapesWhatMustNotStandBare) {
  const auto written = [](std::string text, const char* style) {
    return write_json(Node::string(std::move(text)), *json_style(style));
  };
  EXPECT_EQ(written(std::string("\0\x01\x1f\b\f\n\r\t\"\\/", 11), "compact"),
            R"("\u0000\u0001\u001f\b\f\n\r\t\"\\/")");
  EXPECT_EQ(written("\x7f\xC3\xA9\xF0\x9F\x98\x80", "compact, ascii"), R"("\u007f\u00e9\ud83d\ude00")");
  EXPECT_EQ(written("<&>\xE2\x80\xA8\xE2\x80\xA9", "compact, html"), R"("\u003c\u0026\u003e\u2028\u2029")");
}

TEST(JsonWriter, PutsShortListsOfOursOnOneLine) {
  auto node = Node::mapping();
  auto list = Node::sequence(Node::Layout::flow);
  list.add(Node::number(1));
  list.add(Node::number(2));
  node.add("chunks", std::move(list));
  EXPECT_EQ(write_json(node, {.layout = JsonStyle::Layout::lines}), "{\n  \"chunks\": [1, 2]\n}");
}

}  // namespace
}  // namespace wiretape::cassette
