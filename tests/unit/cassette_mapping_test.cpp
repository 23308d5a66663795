// SPDX-License-Identifier: MIT
#include "cassette/mapping.hpp"

#include <gmock/gmock.h>

#include <functional>

#include "cassette/yaml.hpp"

namespace wiretape::cassette {
namespace {

using std::chrono::milliseconds;

Node node_of(std::string_view yaml) {
  auto node = read_any_yaml({yaml, 1});
  if (!node) throw Unreadable{node.error()};
  return *std::move(node);
}

// "2: what is wrong", of what `read` throws; it is given the children of the document.
std::string fault(std::string_view yaml, const std::function<void(Node&)>& read) {
  auto node = node_of(yaml);
  try {
    read(node);
  } catch (const Unreadable& unreadable) {
    return std::to_string(unreadable.error.offset) + ": " + unreadable.error.message;
  }
  return "no fault";
}

std::string fault_of_keys(std::string_view yaml) {
  return fault(yaml, [](Node& node) { Mapping(node, "response", {"status", "reason", "headers", "body"}); });
}

TEST(Mapping, RefusesUnknownKeysAndSaysWhichMayBeMeant) {
  EXPECT_EQ(fault_of_keys("status: 200\nheader: []\n"),
            "2: unknown key 'header' in response, did you mean 'headers'?");
  EXPECT_EQ(fault_of_keys("Status: 200\n"), "1: unknown key 'Status' in response, did you mean 'status'?");
  EXPECT_EQ(fault_of_keys("whatever: 1\n"),
            "1: unknown key 'whatever' in response; it may have status, reason, headers, body");
  EXPECT_EQ(fault_of_keys("\"a\\tb\": 1\n"),
            "1: unknown key 'a\\tb' in response; it may have status, reason, headers, body");
  EXPECT_EQ(fault_of_keys("status: 200\nbody: {}\n"), "no fault");
}

TEST(Mapping, RefusesKeysThatStandTwice) {
  EXPECT_EQ(fault_of_keys("status: 200\nreason: a\nstatus: 201\n"), "3: 'status' stands twice in response");
}

TEST(Mapping, RefusesWhatIsNoMapping) {
  EXPECT_EQ(fault_of_keys("hello\n"), "1: response must be a mapping, \"key: value\"");
  EXPECT_EQ(fault_of_keys("- status: 1\n"), "1: response must be a mapping, \"key: value\"");
}

TEST(Mapping, HandsOutWhatIsThereAndDefaultsForTheRest) {
  auto node = node_of("a: text\nb: 7\nc: true\nd: 12\n");
  Mapping mapping(node, "it", {"a", "b", "c", "d", "e"});
  EXPECT_EQ(mapping.text("a"), "text");
  EXPECT_EQ(mapping.number("b", 0, 10), 7U);
  EXPECT_TRUE(mapping.flag("c"));
  EXPECT_EQ(mapping.milliseconds("d"), milliseconds(12));
  EXPECT_EQ(mapping.text("e", "none"), "none");
  EXPECT_EQ(mapping.number("e", 3, 10), 3U);
  EXPECT_FALSE(mapping.flag("e"));
  EXPECT_EQ(mapping.milliseconds("e"), milliseconds(0));
  EXPECT_EQ(mapping.find("e"), nullptr);
}

// What reading "k" of a mapping with one key says.
std::string fault_of(std::string_view yaml, const std::function<void(Mapping&)>& read) {
  return fault(yaml, [&](Node& node) {
    Mapping mapping(node, "it", {"k"});
    read(mapping);
  });
}

TEST(Mapping, SaysWhatIsMissing) {
  EXPECT_EQ(fault_of("{}\n", [](Mapping& it) { static_cast<void>(it.need("k")); }), "1: it has no 'k'");
}

TEST(Mapping, SaysWhatANumberMayBe) {
  const auto read = [](Mapping& it) { static_cast<void>(it.number("k", 0, 999)); };
  for (const auto* text : {"1000", "-1", "1.0", "1e2", "0x10", "' 1'", "99999999999999999999", "''"}) {
    EXPECT_THAT(fault_of("k: " + std::string(text), read),
                testing::StartsWith("1: 'k' must be a whole number from 0 to 999, not '"))
        << text;
  }
  EXPECT_EQ(fault_of("k: [1]", read), "1: 'k' must be a whole number from 0 to 999");
  EXPECT_EQ(fault_of("k: \"999\"", read), "no fault");
}

TEST(Mapping, SaysWhatAFlagMayBe) {
  const auto read = [](Mapping& it) { static_cast<void>(it.flag("k")); };
  EXPECT_EQ(fault_of("k: yes", read), "1: 'k' must be true or false, not 'yes'");
  EXPECT_EQ(fault_of("k: {a: 1}", read), "1: 'k' must be true or false");
  EXPECT_EQ(fault_of("k: false", read), "no fault");
}

TEST(Mapping, TakesTextAlsoAsBase64) {
  auto node = node_of("k: {base64: AP8=}");
  Mapping mapping(node, "it", {"k"});
  EXPECT_EQ(mapping.text("k"), std::string("\0\xFF", 2));
}

TEST(Mapping, SaysWhatTextMayBe) {
  const auto read = [](Mapping& it) { static_cast<void>(it.text("k")); };
  EXPECT_EQ(fault_of("k:", read), "1: 'k' has no value; an empty text is \"\"");
  EXPECT_EQ(fault_of("k: [a]", read), "1: 'k' must be text, or {base64: ...}");
  EXPECT_EQ(fault_of("k: {base65: AP8=}", read), "1: 'k' must be text, or {base64: ...}");
  EXPECT_EQ(fault_of("k: {base64: 'A*=='}", read),
            "1: 'base64' is no base64: not a base64 digit, at character 2");
  EXPECT_EQ(fault_of("k: {base64: A}", read),
            "1: 'base64' is no base64: base64 of the wrong length, at character 2");
  EXPECT_EQ(fault_of("k: {base64: [a]}", read), "1: 'base64' must be base64 text");
  EXPECT_EQ(fault_of("k: {base64: }", read), "1: 'base64' must be base64 text, not 'null'");
}

TEST(Mapping, GivesBackEveryText) {
  for (const std::string& text :
       {std::string(), std::string("a\nb"), std::string("\0", 1), std::string("\xFF\xFE")}) {
    auto node = text_node(text);
    EXPECT_EQ(text_of(node), text);
  }
}

TEST(Mapping, SaysWhatIsNoList) {
  EXPECT_EQ(fault_of("k: a", [](Mapping& it) { static_cast<void>(elements_of(*it.find("k"))); }),
            "1: 'k' must be a list, not 'a'");
  EXPECT_EQ(fault("k:\n- a\n- [b]\n",
                  [](Node& node) { static_cast<void>(text_of(elements_of(node.children[0])[1])); }),
            "3: an element must be text, or {base64: ...}");
}

TEST(Mapping, RefusesWhatWouldForgeALineOfTheHead) {
  const Node node{.line = 4};
  for (const std::string& text : {std::string("a\r"), std::string("a\nb"), std::string("\0", 1)}) {
    EXPECT_THROW(refuse_line_ends(node, text, "it"), Unreadable);
  }
  EXPECT_NO_THROW(refuse_line_ends(node, "a\tb\x01\xFF", "it"));
}

}  // namespace
}  // namespace wiretape::cassette
