// SPDX-License-Identifier: MIT
#include "secrets/json_scan.hpp"

#include <gmock/gmock.h>

#include "base/json_pointer.hpp"

namespace wiretape::secrets {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "/path=value"; what is no string in brackets; behind it the key, where there is no path.
std::vector<std::string> scanned(std::string_view text) {
  std::vector<std::string> out;
  scan_json(text, [&](const JsonValue& value, const std::vector<JsonFrame>& around) {
    const auto path = path_of(around);
    auto line = around.empty() ? std::string(value.key) : to_pointer(path, path.size());
    const auto raw = std::string(text.substr(value.at, value.size));
    out.push_back(line + '=' + (value.is_string ? raw : '[' + raw + ']'));
  });
  return out;
}

TEST(JsonScan, TellsEachStringAndNumberWithItsPath) {
  EXPECT_THAT(scanned(R"({"a": "x", "b": [1, "y", {"c/d": -2.5e3}], "e": {"f": null, "g": true}, "h": "z"})"),
              ElementsAre("/a=x", "/b/0=[1]", "/b/1=y", "/b/2/c~1d=[-2.5e3]", "/h=z"));
  EXPECT_THAT(scanned(R"(["a", ["b"], "c"])"), ElementsAre("/0=a", "/1/0=b", "/2=c"));
}

TEST(JsonScan, KnowsEscapes) {
  EXPECT_THAT(scanned(R"({"a\"b": "x\\", "c": "\"y\""})"), ElementsAre("/a\"b=x\\\\", R"(/c=\"y\")"));
  EXPECT_EQ(unescape_json(R"(a\"\\\/\n\u00e9\ud83d\ude00\x\u12)"),
            "a\"\\/\n\xC3\xA9\xF0\x9F\x98\x80\\x\\u12");
}

TEST(JsonScan, GoesThroughWhatOnlyLooksLikeJson) {
  EXPECT_THAT(scanned("data: {\"token\": \"a\"}\n\ndata: {\"token\":\ndata: \"b\"}\n"),
              ElementsAre("/token=a", "/token=b"))
      << "server-sent events";
  EXPECT_THAT(scanned("{\"a\":1}\n{\"b\":2}\n"), ElementsAre("/a=[1]", "/b=[2]")) << "a line each";
  EXPECT_THAT(scanned(R"("secret": "y", "more": "z)"), ElementsAre("secret=y")) << "cut off";
  EXPECT_THAT(scanned("say \"hello\n{\"a\": 1}"), ElementsAre("/a=[1]")) << "no string has a line end";
  EXPECT_THAT(scanned("no quotes: 1, [2]"), IsEmpty());
  EXPECT_THAT(scanned("\""), IsEmpty());
  EXPECT_THAT(scanned("]}\"a\":\"b\"[[{"), ElementsAre("a=b"));
}

TEST(JsonScan, GoesThroughAnyDepth) {
  const std::string deep = std::string(100'000, '[') + "\"a\"" + std::string(100'000, ']');
  EXPECT_EQ(scanned(deep).size(), 1U);
}

}  // namespace
}  // namespace wiretape::secrets
