// SPDX-License-Identifier: MIT
// Whole cassettes: what they look like, and that nothing is lost in them.
#include "cassette/format.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "base/text.hpp"
#include "cassette/model.hpp"
#include "cassette/tape.hpp"
#include "cassette/yaml.hpp"
#include "support/interactions.hpp"

namespace wiretape::cassette {
namespace {

using support::HostileValues;
using testing::HasSubstr;
using testing::ThrowsMessage;

CassetteHeader a_header() {
  return {cassette_format, "wiretape 0.1.0", "2026-11-24T04:13:45Z", {"method", "path", "header(X-Tenant)"}};
}

Cassette read(const std::string& text, CassetteFormat format = CassetteFormat::yaml) {
  return parse_cassette(text, format, "a.yaml");
}

TEST(Format, IsWhatAPersonWouldLikeToRead) {
  const auto text = format_cassette({a_header(), {support::weather()}}, CassetteFormat::yaml);
  const std::string expected = R"(---
wiretape: 1
recorded_by: wiretape 0.1.0
recorded_at: 2026-11-24T04:13:45Z
match_on: [method, path, header(X-Tenant)]
...
---
request:
  method: GET
  url: https://api.weather.test/today?city=Oslo
  headers:
    - Host: api.weather.test
    - Accept: "*/*"
response:
  status: 200
  reason: OK
  headers:
    - Content-Type: application/json
    - Content-Length: "44"
  body:
    json:
      city: Oslo
      celsius: -3
      wind:
        - 1.50
        - 2
timing: {to_head_ms: 3, total_ms: 4}
recorded_at: 2026-11-24T04:13:45Z
...
)";
  EXPECT_EQ(text.substr(text.find("---")), expected);
}

TEST(Format, IsTheSameModelInJson) {
  const auto text = format_cassette({a_header(), {support::weather()}}, CassetteFormat::json);
  const std::string expected = R"json({
  "wiretape": 1,
  "recorded_by": "wiretape 0.1.0",
  "recorded_at": "2026-11-24T04:13:45Z",
  "match_on": ["method", "path", "header(X-Tenant)"],
  "interactions": [
    {
      "request": {
        "method": "GET",
        "url": "https://api.weather.test/today?city=Oslo",
        "headers": [
          {
            "Host": "api.weather.test"
          },
          {
            "Accept": "*/*"
          }
        ]
      },
      "response": {
        "status": 200,
        "reason": "OK",
        "headers": [
          {
            "Content-Type": "application/json"
          },
          {
            "Content-Length": "44"
          }
        ],
        "body": {
          "json": {
            "city": "Oslo",
            "celsius": -3,
            "wind": [
              1.50,
              2
            ]
          }
        }
      },
      "timing": {"to_head_ms": 3, "total_ms": 4},
      "recorded_at": "2026-11-24T04:13:45Z"
    }
  ]
}
)json";
  EXPECT_EQ(text, expected);
}

TEST(Format, KeepsWhatARecorderAppendsPieceByPiece) {
  const Cassette cassette{a_header(), {support::weather(), support::weather()}};
  EXPECT_EQ(yaml_beginning(cassette.header) + yaml_document(cassette.interactions[0]) +
                yaml_document(cassette.interactions[1]),
            format_cassette(cassette, CassetteFormat::yaml));
}

TEST(Format, LosesNothingOfAnyInteraction) {
  HostileValues values(20261124);
  for (int i = 0; i < 300; ++i) {
    Cassette cassette{a_header(), {values.interaction(), values.interaction()}};
    cassette.header.recorded_by = values.bytes();
    cassette.header.match_on.push_back(values.bytes());
    const auto yaml = format_cassette(cassette, CassetteFormat::yaml);
    ASSERT_EQ(read(yaml), cassette) << i << '\n' << yaml;
    const auto json = format_cassette(cassette, CassetteFormat::json);
    ASSERT_EQ(read(json, CassetteFormat::json), cassette) << i << '\n' << json;
    ASSERT_EQ(format_cassette(read(json, CassetteFormat::json), CassetteFormat::yaml), yaml);
    ASSERT_TRUE(is_valid_utf8(yaml)) << i;
  }
}

// yaml-cpp is a reader that nobody here wrote: what it reads is what was written, and our own reader,
// which takes every document of ours, agrees with it down to the lines.
TEST(Format, IsReadAlikeByYamlCpp) {
  HostileValues values(42);
  for (int i = 0; i < 300; ++i) {
    const auto interaction = values.interaction();
    const auto text = yaml_document(interaction);
    const Document document{std::string_view(text).substr(0, text.size() - 4), 1};
    const auto own = read_own_yaml(document);
    ASSERT_TRUE(own) << i << '\n' << text;
    const auto any = read_any_yaml(document);
    ASSERT_TRUE(any) << any.error().message << " in line " << any.error().offset << '\n' << text;
    ASSERT_EQ(*own, *any) << i << '\n' << text;
    ASSERT_EQ(interaction_of(*any), interaction) << i << '\n' << text;
  }
}

}  // namespace
}  // namespace wiretape::cassette
