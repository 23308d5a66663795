// SPDX-License-Identifier: MIT
#include "cassette/shown.hpp"

#include <gtest/gtest.h>

namespace wiretape::cassette {
namespace {

// The key that bytes are shown under; they are read back as they were.
std::string key_of(const std::string& bytes, bool is_text_allowed = true) {
  auto node = Node::mapping();
  add_shown(node, bytes, is_text_allowed);
  const auto key = node.children.at(0).key;
  Mapping mapping(node, "it", {"json", "json_style", "text", "base64"});
  EXPECT_EQ(shown_of(mapping, node, "it"), bytes);
  return key;
}

TEST(Shown, IsJsonElseTextElseBase64) {
  EXPECT_EQ(key_of(R"({"a": [1, 2.0]})"), "json");
  EXPECT_EQ(key_of(R"({"a":  1})"), "text");  // spelled as nobody's writer does
  EXPECT_EQ(key_of(R"({"a":1,"a":2})"), "text");
  EXPECT_EQ(key_of("plain"), "text");
  EXPECT_EQ(key_of(""), "text");
  EXPECT_EQ(key_of("\xff"), "base64");
  EXPECT_EQ(key_of("plain", false), "base64");
}

TEST(Shown, IsOneOfThem) {
  auto node = Node::mapping();
  node.add("text", Node::string("a"));
  node.add("base64", Node::string("YQ=="));
  Mapping mapping(node, "it", {"text", "base64"});
  try {
    static_cast<void>(shown_of(mapping, node, "a message"));
    FAIL() << "took both";
  } catch (const Unreadable& unreadable) {
    EXPECT_EQ(unreadable.error.message, "a message has one of json, text and base64");
  }
}

TEST(Shown, IsNothingWhereThereIsNone) {
  auto node = Node::mapping();
  Mapping mapping(node, "it", {"text"});
  EXPECT_EQ(shown_of(mapping, node, "it"), "");
}

}  // namespace
}  // namespace wiretape::cassette
