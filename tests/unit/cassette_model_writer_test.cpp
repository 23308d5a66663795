// SPDX-License-Identifier: MIT
// What is shown of an interaction, and what is left out because it says nothing.
#include <gmock/gmock.h>

#include "base/text.hpp"
#include "cassette/model.hpp"
#include "cassette/yaml.hpp"

namespace wiretape::cassette {
namespace {

using std::chrono::milliseconds;

Interaction get() {
  Interaction interaction;
  interaction.request.url = {"http", "a", 80, "/"};
  Response response;
  response.headers = {{"Content-Length", "2"}};
  response.body.bytes = "ok";
  response.framing = Framing::content_length;
  interaction.outcome = response;
  return interaction;
}

Response& response_of(Interaction& interaction) { return std::get<Response>(interaction.outcome); }

// As YAML; it is read back as it was.
std::string written(const Interaction& interaction) {
  auto node = to_node(interaction);
  auto yaml = write_yaml(node);
  EXPECT_EQ(interaction_of(std::move(node)), interaction) << yaml;
  return yaml;
}

TEST(ModelWriter, LeavesOutWhatSaysNothing) {
  EXPECT_EQ(written(get()), R"(request:
  method: GET
  url: http://a/
response:
  status: 200
  reason: OK
  headers:
    - Content-Length: "2"
  body:
    text: ok
)");
}

TEST(ModelWriter, ShowsEverythingThatIsThere) {
  auto interaction = get();
  auto& request = interaction.request;
  request.method = "POST";
  request.version = "HTTP/1.0";
  request.raw_request_line = "POST  / HTTP/1.0\r\n";
  request.raw_head_end = "\n";
  request.headers = {{"A", "b", "A:b\r\n"}, {"C", "d"}};
  auto& response = response_of(interaction);
  response.raw_status_line = "HTTP/1.1  200 OK\n";
  response.headers = {{"Transfer-Encoding", "chunked"}};
  response.framing = Framing::chunked;
  response.body.bytes = "hello";
  response.chunks = {{2, ";a=\"b\"", milliseconds(3)}, {3}};
  response.trailers = {{"Digest", "x"}};
  response.interim = {{103, "Early Hints", {{"Link", "</a>"}}}};
  interaction.timing = {milliseconds(1), milliseconds(2)};
  interaction.recorded_at = "2026-11-24T04:13:45Z";
  EXPECT_EQ(written(interaction), R"(request:
  method: POST
  url: http://a/
  version: HTTP/1.0
  raw_request_line: "POST  / HTTP/1.0\r\n"
  headers:
    - name: A
      value: b
      raw: "A:b\r\n"
    - C: d
  raw_head_end: "\n"
response:
  status: 200
  reason: OK
  raw_status_line: "HTTP/1.1  200 OK\n"
  headers:
    - Transfer-Encoding: chunked
  body:
    text: hello
  chunks:
    - {size: 2, at_ms: 3, extension: ";a=\"b\""}
    - 3
  trailers:
    - Digest: x
  interim:
    - status: 103
      reason: Early Hints
      headers:
        - Link: </a>
timing: {to_head_ms: 1, total_ms: 2}
recorded_at: 2026-11-24T04:13:45Z
)");
}

TEST(ModelWriter, ShowsATransportFailureAndWhatHadCome) {
  Interaction interaction;
  interaction.request.url = {"http", "a", 80, "/"};
  interaction.outcome = TransportError{TransportErrorKind::refused, "connect to 127.0.0.1:80: refused"};
  EXPECT_EQ(written(interaction), R"(request:
  method: GET
  url: http://a/
error:
  kind: refused
  message: "connect to 127.0.0.1:80: refused"
)");
  Response partial;
  partial.headers = {{"Content-Length", "100"}};
  partial.framing = Framing::content_length;
  partial.body.bytes = "hal";
  interaction.outcome = TransportError{TransportErrorKind::reset, "after 3 bytes", partial};
  EXPECT_THAT(written(interaction), testing::HasSubstr(R"(error:
  kind: reset
  message: after 3 bytes
  partial:
    status: 200
    reason: OK
    headers:
      - Content-Length: "100"
    body:
      text: hal
)"));
}

TEST(ModelWriter, ShowsAFramingWhereTheFieldsSuggestAnother) {
  const auto framing = [](auto change) {
    auto interaction = get();
    change(interaction);
    const auto yaml = written(interaction);
    const auto at = yaml.find("framing: ");
    return at == std::string::npos ? "" : yaml.substr(at + 9, yaml.find('\n', at) - at - 9);
  };
  EXPECT_EQ(framing([](Interaction& it) { response_of(it).framing = Framing::none; }), "none");
  EXPECT_EQ(framing([](Interaction& it) {
              response_of(it).headers = {}, response_of(it).framing = Framing::until_close;
            }),
            "");
  EXPECT_EQ(
      framing([](Interaction& it) { response_of(it).headers = {}, response_of(it).framing = Framing::none; }),
      "none");
  EXPECT_EQ(
      framing([](Interaction& it) { it.request.method = "HEAD", response_of(it).framing = Framing::none; }),
      "");
  EXPECT_EQ(framing([](Interaction& it) { it.request.framing = Framing::chunked; }), "chunked");
  // A length that does not fit would be mended, were it not for this.
  EXPECT_EQ(framing([](Interaction& it) { response_of(it).body.bytes = "longer"; }), "content_length");
}

std::string url_line(Url url) {
  auto interaction = get();
  interaction.request.url = std::move(url);
  const auto yaml = written(interaction);
  const auto at = yaml.find("  url:") + 6;
  return yaml.substr(at, yaml.find("response:") - at);
}

TEST(ModelWriter, ShowsAUrlAsOneWhereItCanBeReadBack) {
  EXPECT_EQ(url_line({"https", "api.test", 443, "/a?b=c"}), " https://api.test/a?b=c\n");
  EXPECT_EQ(url_line({"http", "api.test", 8080, "/"}), " http://api.test:8080/\n");
  EXPECT_EQ(url_line({"https", "::1", 8443, "/x"}), " https://[::1]:8443/x\n");
  EXPECT_EQ(url_line({"http", "a", 80, "*"}), " http://a *\n");
  EXPECT_EQ(url_line({"http", "API.Test", 80, "/%7Ea//b/../c?&&="}), " http://API.Test/%7Ea//b/../c?&&=\n");
  EXPECT_EQ(url_line({"http", "a", 80, "/\xC3\xA9"}), " http://a/\xC3\xA9\n");
}

TEST(ModelWriter, ShowsAnyOtherUrlByItsParts) {
  EXPECT_EQ(url_line({"https", "a", 443, ""}), R"(
    scheme: https
    host: a
    port: 443
    target: ""
)");
  for (const auto& url : std::vector<Url>{{"http", "a", 80, "no-slash"},
                                          {"http", "a", 80, "/a#b"},
                                          {"http", "a", 80, "/a b"},
                                          {"http", "a", 80, "/a *"},
                                          {"http", "a", 80, "http://b/"},
                                          {"http", "", 80, "/"},
                                          {"ftp", "a", 21, "/"},
                                          {"HTTP", "a", 80, "/"},
                                          {"http", "a/b", 80, "/"},
                                          {"http", "a@b", 80, "/"},
                                          {"http", "[::1]", 80, "/"},
                                          {"http", "a", 0, "/"},
                                          {"http", "\xFF", 80, "/"},
                                          {"http", "a", 80, "/\xFF"},
                                          {"", "", 0, ""},
                                          {"http", "a", 80, "/\r\n"},
                                          {"http", "a", 80, std::string("/\0", 2)}}) {
    EXPECT_TRUE(url_line(url).starts_with("\n    scheme:") || url.port == 0) << escape_control(url.str());
  }
}

TEST(ModelWriter, KeepsFieldsOfEveryShape) {
  auto interaction = get();
  const auto raw = [](std::string name, std::string value) {
    return HeaderField{name, value, "x" + name + value};
  };
  interaction.request.headers = {{"a", "1"},
                                 {"A", "2"},
                                 {"", ""},
                                 {"name", "x"},
                                 {"base64", "x"},
                                 {"null", "null"},
                                 {"a: b", "c: d"},
                                 {"\xFF", "x"},
                                 {"x", "\xFF"},
                                 {std::string(longest_key + 1, 'n'), "x"},
                                 {"long", std::string(100'000, 'v')},
                                 {"tab", "a\tb"},
                                 {"\x01", "\x7f"},
                                 raw("a\rb", std::string("\0\n", 2)),
                                 raw("", "no colon")};
  interaction.request.trailers = interaction.request.headers;
  written(interaction);
}

TEST(ModelWriter, WritesTheHeaderOfTheNewestFormat) {
  EXPECT_EQ(write_yaml(to_node(CassetteHeader{})), "wiretape: 1\n");
  EXPECT_EQ(write_yaml(to_node(CassetteHeader{1, "me", "now", {"method", "custom(a, b)", "\xFF"}})),
            R"(wiretape: 1
recorded_by: me
recorded_at: now
match_on:
  - method
  - custom(a, b)
  - base64: /w==
)");
}

}  // namespace
}  // namespace wiretape::cassette
