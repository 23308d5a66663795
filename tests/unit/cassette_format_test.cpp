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
#include "http/content_coding.hpp"
#include "http/http1_reader.hpp"
#include "http/http1_writer.hpp"
#include "support/interactions.hpp"
#include "support/seed.hpp"

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

// YAML, JSON, and from one to the other and back: each gives the same value, and the same text again.
TEST(Format, LosesNothingOfAnyInteraction) {
  HostileValues values(support::seed(20261124));
  for (int i = 0; i < 1500; ++i) {
    Cassette cassette{a_header(), {values.interaction()}};
    cassette.header.recorded_by = values.bytes();
    cassette.header.match_on.push_back(values.bytes());
    const auto yaml = format_cassette(cassette, CassetteFormat::yaml);
    const auto json = format_cassette(cassette, CassetteFormat::json);
    const auto of_yaml = read(yaml), of_json = read(json, CassetteFormat::json);
    ASSERT_EQ(of_yaml, cassette) << i << '\n' << yaml;
    ASSERT_EQ(of_json, cassette) << i << '\n' << json;
    ASSERT_EQ(format_cassette(of_json, CassetteFormat::yaml), yaml) << i;
    ASSERT_EQ(format_cassette(of_yaml, CassetteFormat::json), json) << i;
    ASSERT_TRUE(is_valid_utf8(yaml) && is_valid_utf8(json)) << i;
  }
}

// yaml-cpp is a reader that nobody here wrote: what it reads is what was written, and our own reader,
// which takes every document of ours, agrees with it down to the lines.
TEST(Format, IsReadAlikeByYamlCpp) {
  HostileValues values(support::seed(42));
  for (int i = 0; i < 1500; ++i) {
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

// A response as the proxy records it, read from bytes of the wire; nothing where they are none.
std::optional<Interaction> recorded(const std::string& method, const std::string& wire) {
  Interaction interaction;
  interaction.request.method = method;
  interaction.request.url = {"http", "a", 80, "/"};
  http::Http1Reader reader(http::Http1Reader::Side::responses, http::Strictness::lenient);
  reader.expect_response_to(method);
  reader.feed(wire);
  reader.feed_end();
  Response response;
  while (true) {
    auto next = reader.next();
    auto* event = std::get_if<http::Event>(&next);
    if (event == nullptr) return std::nullopt;
    if (auto* interim = std::get_if<http::InterimHead>(event)) response.interim.push_back(interim->interim);
    if (auto* head = std::get_if<http::ResponseHead>(event)) {
      std::swap(head->response.interim, response.interim);
      response = std::move(head->response);
    }
    if (auto* chunk = std::get_if<http::ChunkStart>(event))
      response.chunks.push_back({chunk->size, chunk->extension});
    if (auto* data = std::get_if<http::Data>(event)) response.body.bytes += data->bytes;
    if (auto* trailers = std::get_if<http::Trailers>(event)) response.trailers = std::move(trailers->fields);
    if (std::holds_alternative<http::End>(*event)) break;
  }
  if (auto decoded = http::decode_content(response.body.bytes, response.headers);
      decoded && http::has_content_coding(response.headers)) {
    response.body.decoded = *std::move(decoded);
  }
  interaction.outcome = std::move(response);
  return interaction;
}

class HostileResponses : public HostileValues {
public:
  using HostileValues::HostileValues;

  std::string wire() {
    std::string out;
    if (one_in(6)) out += "HTTP/1.1 103" + text() + end() + fields() + end();
    out += one_in(4) ? "http/1.0  200  " + text() + end() : "HTTP/1.1 " + status() + " OK" + end();
    out += fields();
    const auto body = bytes();
    switch (below(4)) {
      case 0:
        return out + "Content-Length: " + std::to_string(body.size()) + end() + end() + body;
      case 1:
        return out + "content-length:0" + std::to_string(body.size()) + end() + end() + body;
      case 2:
        return out + "Transfer-Encoding: chunked" + end() + end() + chunk("hello") +
               chunk(one_in(2) ? "x" : "yz") + "0" + end() + fields() + end();
      default:
        return out + end() + body;
    }
  }

private:
  std::string status() { return one_in(4) ? "204" : one_in(4) ? "304" : std::to_string(200 + below(400)); }
  std::string end() { return one_in(4) ? "\n" : "\r\n"; }
  // Whatever stands in one line, with NUL and bare CR.
  std::string text() {
    auto out = bytes();
    std::erase(out, '\n');
    return out.substr(0, 300);
  }
  std::string fields() {
    std::string out;
    for (auto n = below(4); n-- > 0;) {
      out += one_in(3) ? "X" + text() : "Name" + std::to_string(n) + (one_in(2) ? ": " : " :\t") + text();
      out += one_in(8) ? "\r\n folded" + end() : end();
    }
    return out;
  }
  std::string chunk(const std::string& bytes) {
    auto extension = one_in(2) ? "" : ";" + text();
    return std::to_string(bytes.size()) + extension + end() + bytes + "\r\n";
  }
};

// What a lenient reader lets through: NUL and CR in heads, folds, odd spacing, odd lengths.
TEST(Format, KeepsEveryResponseThatCanBeRecordedByteForByte) {
  HostileResponses values(support::seed(7));
  int kept = 0;
  for (int i = 0; i < 1500; ++i) {
    const auto wire = values.wire();
    const auto interaction = recorded(values.one_in(8) ? "HEAD" : "GET", wire);
    if (!interaction) continue;
    ++kept;
    const Cassette cassette{{}, {*interaction}};
    const auto yaml = format_cassette(cassette, CassetteFormat::yaml);
    ASSERT_EQ(read(yaml), cassette) << i << '\n' << yaml;
    ASSERT_EQ(yaml.find("\n  framing:"), std::string::npos)
        << i << ": what the reader found was not implied\n"
        << yaml;
    const auto json = format_cassette(cassette, CassetteFormat::json);
    ASSERT_EQ(read(json, CassetteFormat::json), cassette) << i << '\n' << json;
    if (std::get<Response>(interaction->outcome).interim.empty()) {
      const auto head = http::write_response_head(std::get<Response>(read(yaml).interactions[0].outcome));
      ASSERT_EQ(head, wire.substr(0, head.size())) << i << ": " << escape_control(wire);
    }
  }
  EXPECT_GT(kept, 500);
}

std::string kept_file(const std::string& name) {
  std::ifstream in(WIRETAPE_SOURCE_DIR "/fixtures/cassettes/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Files of each format version are kept: what was recorded once is read for ever.
TEST(Format, StillReadsTheKeptFileOfEachVersion) {
  for (int version = 1; version <= cassette_format; ++version) {
    const auto name = "format_" + std::to_string(version);
    const auto yaml = read(kept_file(name + ".yaml"));
    EXPECT_EQ(yaml.interactions.size(), 6U);
    EXPECT_EQ(yaml, read(kept_file(name + ".json"), CassetteFormat::json));
  }
}

TEST(Format, WritesTheKeptFileOfTheNewestVersionAgain) {
  const auto name = "format_" + std::to_string(cassette_format);
  const auto cassette = read(kept_file(name + ".yaml"));
  EXPECT_EQ(format_cassette(cassette, CassetteFormat::yaml), kept_file(name + ".yaml"));
  EXPECT_EQ(format_cassette(cassette, CassetteFormat::json), kept_file(name + ".json"));
}

TEST(WithoutInteractions, LeavesTheOthersByteForByte) {
  const std::string head = "# a note\n---\nwiretape: 1\n...\n";
  const auto one = [](const std::string& path) {
    return "---\nrequest: {method: GET, url: \"http://h/" + path +
           "\"}  # odd\nresponse: {status: 200}\n...\n";
  };
  const auto text = head + one("a") + one("b") + "# behind b\n" + one("c");
  const auto without = [&](std::vector<std::size_t> left_out) {
    return without_interactions(text, CassetteFormat::yaml, "a.yaml", left_out);
  };
  EXPECT_EQ(without({}), text);
  EXPECT_EQ(without({1}), head + one("a") + "# behind b\n" + one("c"));
  EXPECT_EQ(without({0, 2}), head + one("b") + "# behind b\n");
  EXPECT_EQ(without({0, 1, 2}), head + "# behind b\n");
  const auto json = format_cassette(parse_cassette(text, CassetteFormat::yaml, "a"), CassetteFormat::json);
  const auto left = parse_cassette(without_interactions(json, CassetteFormat::json, "a.json", {0, 2}),
                                   CassetteFormat::json, "a");
  ASSERT_EQ(left.interactions.size(), 1U);
  EXPECT_EQ(left.interactions[0].request.url.target, "/b");
  EXPECT_THROW(static_cast<void>(without_interactions("---\n", CassetteFormat::yaml, "a", {0})),
               std::exception);
}

}  // namespace
}  // namespace wiretape::cassette
