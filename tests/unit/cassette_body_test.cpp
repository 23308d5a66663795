// SPDX-License-Identifier: MIT
#include "cassette/body.hpp"

#include <gmock/gmock.h>

#include "base/base64.hpp"
#include "base/text.hpp"
#include "cassette/yaml.hpp"
#include "http/content_coding.hpp"

namespace wiretape::cassette {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> keys_of(const Node& node) {
  std::vector<std::string> keys;
  for (const auto& child : node.children) keys.push_back(child.key);
  return keys;
}

// The keys under which a body is shown, joined; it is read back from YAML as it was.
std::string form_of(const std::string& bytes, const Headers& headers = {}) {
  const Body body{.bytes = bytes};
  const auto node = to_node(body, headers);
  if (!node.children.empty()) {
    auto read = read_any_yaml({write_yaml(node), 1});
    EXPECT_TRUE(read) << escape_control(bytes, 100);
    if (read) {
      EXPECT_EQ(body_of(*read, headers, {}), body) << escape_control(bytes, 100);
    }
  }
  std::string out;
  for (const auto& key : keys_of(node)) out += (out.empty() ? "" : " ") + key;
  return out;
}

TEST(Body, IsStructuredWhereThatGivesBackTheBytes) {
  for (const auto* json : {R"({"a":1.0,"b":1e5,"c":-0,"d":12345678901234567890,"e":1E400})",
                           R"({"b":1,"a":{"z":[],"y":{}},"":null})", "{}", "[]",
                           R"(["1","true","null","~","- a","# b",": c","\u0000\u001f","\"\\","é","😀"])",
                           R"({"1":1,"null":2,"a: b":3,"- x":4,"\n":5})", R"([[[[1]]],[[2,[3]]]])"}) {
    EXPECT_EQ(form_of(json), "json") << json;
  }
  for (const auto* json : {"{\"a\": 1}", "{\"a\":1}\n", "[\n  1,\n  2\n]", "[\"\\u00e4\"]", "[\"\\/\"]"}) {
    EXPECT_EQ(form_of(json), "json json_style") << json;
  }
}

TEST(Body, IsTextWhereStructureWouldLoseSomething) {
  for (const auto* json : {R"({"a":1,"a":2})", R"([{"a":{"b":1,"b":1}}])", R"({"a" : 1})", "[1] ", " [1]",
                           "[1]\r\n", R"(["\u0041"])", R"(["\u00e4","ä"])", R"(["\ud800"])", "[01]", "[1,]",
                           "{'a':1}", "[1] [2]", "1", "\"a\"", "null", "{", "[NaN]"}) {
    EXPECT_EQ(form_of(json), "text") << json;
  }
  EXPECT_EQ(form_of("{\"" + std::string(longest_key + 1, 'k') + "\":1}"), "text");
  EXPECT_EQ(form_of("{\"" + std::string(longest_key, 'k') + "\":1}"), "json");
  EXPECT_EQ(form_of(std::string(62, '[') + std::string(62, ']')), "text");
  EXPECT_EQ(form_of(std::string(61, '[') + std::string(61, ']')), "json");
}

TEST(Body, IsTextBeyondWhatAPersonWouldReadMemberByMember) {
  EXPECT_EQ(form_of("[\"" + std::string(1'000'000, 'x') + "\"]"), "json");
  EXPECT_EQ(form_of("[\"" + std::string(1'100'000, 'x') + "\"]"), "text");
}

TEST(Body, IsTextWhereItIsUtf8) {
  for (const std::string& text : {std::string("hello"),
                                  std::string("hello\n"),
                                  std::string("a\nb"),
                                  std::string("a\nb\n"),
                                  std::string("a\nb\n\n"),
                                  std::string("\na\nb"),
                                  std::string(" a\n b\n"),
                                  std::string("\ta\nb\n"),
                                  std::string("a\n\tb\n"),
                                  std::string("a \nb\n"),
                                  std::string("a\n\n\nb"),
                                  std::string("\n"),
                                  std::string(" "),
                                  std::string("\r\n"),
                                  std::string("a\r\nb\r\n"),
                                  std::string("a\0b\n", 4),
                                  std::string("\xEF\xBB\xBF"
                                              "a\nb\n"),
                                  std::string("a\xE2\x80\xA8"
                                              "b\nc"),
                                  std::string("a\xC2\x85"
                                              "b\nc"),
                                  std::string("a\xC2\xA0\nb"),
                                  std::string("---\n...\n--- a\n"),
                                  std::string("...\n---\n"),
                                  std::string("# a\n# b\n"),
                                  std::string("- a\n- b\n"),
                                  std::string("a: 1\nb: 2\n"),
                                  std::string("<<<<<<< HEAD\n=======\n>>>>>>> x\n"),
                                  std::string("a\n  b\n c\nd\n"),
                                  std::string("1"),
                                  std::string("true"),
                                  std::string("null"),
                                  std::string("~"),
                                  std::string("%YAML 1.2\na\n"),
                                  std::string("a\x7f"
                                              "b\nc\x1b[0m\n"),
                                  std::string(100'000, 'x'),
                                  std::string(100'000, ' '),
                                  std::string(100'000, '\n'),
                                  "a\n" + std::string(100'000, 'x') + "\nb\n",
                                  "a" + std::string(100'000, ' ') + "b\nc"}) {
    EXPECT_EQ(form_of(text), "text") << escape_control(text, 40);
  }
}

TEST(Body, IsBase64WhereItIsNotUtf8) {
  for (const std::string& bytes :
       {std::string("\xFF"), std::string("a\xC3"), std::string("\xC0\x80"), std::string("\xED\xA0\x80"),
        std::string("\0\xFF", 2), "a\n" + std::string(10'000, '\xFE')}) {
    EXPECT_EQ(form_of(bytes), "base64") << escape_control(bytes, 40);
  }
}

TEST(Body, IsNothingWhereItIsEmpty) {
  EXPECT_EQ(form_of(""), "");
  Body truncated;
  truncated.is_truncated = true;
  auto node = to_node(truncated, {});
  EXPECT_THAT(keys_of(node), ElementsAre("truncated"));
  EXPECT_EQ(body_of(node, {}, {}), truncated);
}

TEST(Body, IsBase64WhereItsCodingCouldNotBeRemoved) {
  const Headers headers{{"Content-Encoding", "compress"}};
  EXPECT_EQ(form_of("hello", headers), "base64");
  EXPECT_EQ(form_of("[1]", headers), "base64");
}

Body compressed(const std::string& text, const std::string& coding = "gzip") {
  return {.bytes = *http::encode_content(text, coding), .decoded = text};
}

TEST(Body, OfAContentCodingIsShownDecodedBesideItsWireBytes) {
  const Headers headers{{"Content-Encoding", "gzip"}};
  for (const std::string text : {"{\"a\":1}", "hello", "\xFF\xFE", ""}) {
    const auto body = compressed(text);
    auto node = to_node(body, headers);
    EXPECT_EQ(keys_of(node).back(), "wire_of");
    EXPECT_EQ(base64_decode(node.children[1].text).has_value(), true);
    EXPECT_EQ(body_of(node, headers, {}), body) << text;
  }
}

Node mapping_of(std::string_view yaml) {
  auto node = read_any_yaml({yaml, 1});
  if (!node) throw Unreadable{node.error()};
  return *std::move(node);
}

TEST(Body, IsEncodedAnewOnceItsDecodedFormWasEdited) {
  for (const auto* coding : {"gzip", "deflate", "br", "zstd", "gzip, br"}) {
    const Headers headers{{"Content-Encoding", coding}};
    auto node = to_node(compressed("old"), headers);
    node.children[0].text = "new";
    const auto body = body_of(node, headers, {});
    EXPECT_EQ(body.decoded, "new") << coding;
    const auto decoded = http::decode_content(body.bytes, headers);
    ASSERT_TRUE(decoded) << coding;
    EXPECT_EQ(*decoded, "new") << coding;
  }
}

TEST(Body, IsEncodedByTheCodingThatTheHeadersNameNow) {
  const Headers headers{{"Content-Encoding", "br"}};
  auto node = to_node(compressed("text", "gzip"), {{"Content-Encoding", "gzip"}});
  const auto body = body_of(node, headers, {});
  EXPECT_EQ(*http::decode_content(body.bytes, headers), "text");
}

TEST(Body, IsSentPlainOnceItsContentEncodingWasRemoved) {
  auto node = to_node(compressed("text"), {{"Content-Encoding", "gzip"}});
  EXPECT_EQ(body_of(node, {}, {}), (Body{.bytes = "text"}));
}

TEST(Body, WrittenByHandIsEncodedAsItsHeadersSay) {
  const Headers headers{{"content-encoding", "GZIP"}};
  auto node = mapping_of("json: {a: 1}");
  const auto body = body_of(node, headers, {});
  EXPECT_EQ(body.decoded, "{\"a\":1}");
  EXPECT_EQ(*http::decode_content(body.bytes, headers), "{\"a\":1}");
  auto identity = mapping_of("text: hello");
  EXPECT_EQ(body_of(identity, {{"Content-Encoding", "identity"}}, {}), (Body{.bytes = "hello"}));
}

TEST(Body, WrittenByHandTakesAnyJsonThatYamlCanSay) {
  const auto bytes = [](std::string_view yaml) {
    auto node = mapping_of(yaml);
    return body_of(node, {}, {}).bytes;
  };
  EXPECT_EQ(bytes("json: {a: [1, 'x', True, ~], b: {}}"), R"({"a":[1,"x",true,null],"b":{}})");
  EXPECT_EQ(bytes("json:\n  a: 2026-11-24\n  b: 0x1F\n  c: yes\n"),
            R"({"a":"2026-11-24","b":"0x1F","c":"yes"})");
  EXPECT_EQ(bytes("json: 7"), "7");
  EXPECT_EQ(bytes("json: seven"), "\"seven\"");
  EXPECT_EQ(bytes("json:"), "null");
  EXPECT_EQ(bytes("json: [1]\njson_style: 'indent 1, newline'"), "[\n 1\n]\n");
  EXPECT_EQ(bytes("base64: |\n  aGVs\n  bG8=\n"), "hello");
  EXPECT_EQ(bytes("text: {base64: aGVsbG8=}"), "hello");
  EXPECT_EQ(bytes("text: 7"), "7");
  EXPECT_EQ(bytes("{}"), "");
}

std::string fault_of(std::string_view yaml, const Headers& headers = {}) {
  auto node = mapping_of(yaml);
  try {
    static_cast<void>(body_of(node, headers, {}));
  } catch (const Unreadable& unreadable) {
    return std::to_string(unreadable.error.offset) + ": " + unreadable.error.message;
  }
  return "no fault";
}

TEST(Body, SaysWhatCannotBeRead) {
  EXPECT_EQ(fault_of("text: a\njson: 1\n"), "1: a body has one of json, text and base64");
  EXPECT_EQ(fault_of("json: 1\njson_style: pretty\n"),
            "2: 'json_style' must be compact, spaced, tabs or indent 0 to 8, and behind commas any of ascii, "
            "slashes, "
            "html, newline, not 'pretty'");
  EXPECT_EQ(fault_of("json:\n  a: 1\n  b: {c: 1,\n      c: 2}\n"), "4: 'c' stands twice in json");
  EXPECT_EQ(fault_of("txt: a\n"), "1: unknown key 'txt' in body, did you mean 'text'?");
  EXPECT_EQ(fault_of("truncated: maybe\n"), "1: 'truncated' must be true or false, not 'maybe'");
  EXPECT_THAT(fault_of("base64: '***'\n"), HasSubstr("is no base64"));
  EXPECT_THAT(
      fault_of("text: a\n", {{"Content-Encoding", "compress"}}),
      HasSubstr("cannot be encoded anew: the content coding \"compress\" is unknown; remove the field "
                "Content-Encoding"));
}

}  // namespace
}  // namespace wiretape::cassette
