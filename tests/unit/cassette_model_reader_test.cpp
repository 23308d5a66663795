// SPDX-License-Identifier: MIT
// What a person writes or edits, and what becomes of it.
#include <gmock/gmock.h>

#include "cassette/model.hpp"
#include "cassette/yaml.hpp"
#include "http/content_coding.hpp"

namespace wiretape::cassette {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;

Node node_of(std::string_view yaml) {
  auto node = read_any_yaml({yaml, 1});
  if (!node) throw Unreadable{node.error()};
  return *std::move(node);
}

Interaction read(std::string_view yaml) { return interaction_of(node_of(yaml)); }

Response response_of(std::string_view response, std::string_view method = "GET") {
  const auto interaction = read("request: {method: " + std::string(method) +
                                ", url: http://a/}\nresponse:\n" + std::string(response));
  return std::get<Response>(interaction.outcome);
}

template <class Read>
std::string fault_of(std::string_view yaml, Read take_apart) {
  try {
    static_cast<void>(take_apart(node_of(yaml)));
  } catch (const Unreadable& unreadable) {
    return std::to_string(unreadable.error.offset) + ": " + unreadable.error.message;
  }
  return "no fault";
}
std::string fault(std::string_view yaml) {
  return fault_of(yaml, [](Node node) { return interaction_of(std::move(node)); });
}
std::string header_fault(std::string_view yaml) { return fault_of(yaml, header_of); }

TEST(ModelReader, NeedsLittleOfWhoWritesByHand) {
  const auto interaction = read("{request: {method: GET, url: 'https://a/b'}, response: {status: 404}}");
  EXPECT_EQ(interaction.request.url, (Url{"https", "a", 443, "/b"}));
  EXPECT_EQ(interaction.request.version, "HTTP/1.1");
  EXPECT_EQ(interaction.request.framing, Framing::none);
  const auto& response = std::get<Response>(interaction.outcome);
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.reason, "Not Found");
  EXPECT_EQ(response.version, "HTTP/1.1");
  EXPECT_EQ(response.framing, Framing::until_close);  // a client would wait for ever behind Framing::none
}

TEST(ModelReader, TakesNumbersAndWordsForHeaderValues) {
  const auto response =
      response_of("  status: 200\n  headers: [A: 1, B: true, C: 2026-11-24, D: '', E: a, E: b]\n");
  EXPECT_EQ(response.headers,
            (Headers{{"A", "1"}, {"B", "true"}, {"C", "2026-11-24"}, {"D", ""}, {"E", "a"}, {"E", "b"}}));
}

TEST(ModelReader, TakesTheUrlWholeOrInParts) {
  const auto url = [](std::string text) {
    return read("request: {method: GET, url: " + text + "}\nresponse: {status: 200}").request.url;
  };
  EXPECT_EQ(url("'HTTP://Host:80'"), (Url{"http", "Host", 80, "/"}));
  EXPECT_EQ(url("'http://[::1]:8080/a?b'"), (Url{"http", "::1", 8080, "/a?b"}));
  EXPECT_EQ(url("'http://a *'"), (Url{"http", "a", 80, "*"}));
  EXPECT_EQ(url("{host: a}"), (Url{"http", "a", 80, "/"}));
  EXPECT_EQ(url("{scheme: https, host: a, target: ''}"), (Url{"https", "a", 443, ""}));
  EXPECT_EQ(url("{scheme: https, host: a, port: 1, target: x}"), (Url{"https", "a", 1, "x"}));
}

TEST(ModelReader, LetsLengthsFollowAnEditedBody) {
  const auto counted = response_of(R"(
  status: 200
  headers:
    - content-length: "2"
    - X: y
  body: {text: much longer})");
  EXPECT_EQ(counted.framing, Framing::content_length);
  EXPECT_EQ(counted.headers, (Headers{{"content-length", "11"}, {"X", "y"}}));

  const auto chunked = response_of(R"(
  status: 200
  headers: [Transfer-Encoding: chunked]
  body: {json: {a: 1}}
  chunks: [{size: 2, at_ms: 5}, 3]
  trailers: [A: b])");
  EXPECT_EQ(chunked.framing, Framing::chunked);
  EXPECT_THAT(chunked.chunks, ElementsAre(Chunk{7, "", milliseconds(5)}));
  EXPECT_EQ(chunked.trailers, (Headers{{"A", "b"}}));

  const auto open = response_of("  status: 200\n  body: {text: hello}\n");
  EXPECT_EQ(open.framing, Framing::until_close);
  EXPECT_EQ(response_of("  status: 200\n  headers: [Content-Length: 5]\n").headers.find("Content-Length"),
            "0");
}

TEST(ModelReader, LetsTheLengthOfARequestFollowItsBody) {
  const auto request = read(R"(
request: {method: POST, url: 'http://a/', headers: [Content-Length: 1], body: {text: hello}}
response: {status: 200})")
                           .request;
  EXPECT_EQ(request.framing, Framing::content_length);
  EXPECT_EQ(request.headers.find("Content-Length"), "5");
}

TEST(ModelReader, LetsTheLengthFollowABodyThatWasEncodedAnew) {
  const auto response = response_of(R"(
  status: 200
  headers: [Content-Encoding: gzip, Content-Length: 1]
  body: {text: edited, wire: AAAA, wire_of: '0000000000000000'})");
  EXPECT_EQ(response.body.decoded, "edited");
  EXPECT_EQ(http::decode_content(response.body.bytes, response.headers).has_value(), true);
  EXPECT_EQ(response.headers.find("Content-Length"), std::to_string(response.body.bytes.size()));
}

TEST(ModelReader, LeavesTheLengthOfABodyThatIsNotSent) {
  EXPECT_EQ(
      response_of("  status: 200\n  headers: [Content-Length: 5]\n", "HEAD").headers.find("Content-Length"),
      "5");
  EXPECT_EQ(response_of("  status: 304\n  headers: [Content-Length: 5]\n").headers.find("Content-Length"),
            "5");
}

TEST(ModelReader, LeavesLengthsBesideAFramingThatIsSpelledOut) {
  const auto response = response_of(
      "  status: 200\n  framing: content_length\n  headers: [Content-Length: 100]\n  body: {text: cut "
      "short}\n");
  EXPECT_EQ(response.headers.find("Content-Length"), "100");
  EXPECT_EQ(response_of("  status: 200\n  framing: none\n").framing, Framing::none);
}

TEST(ModelReader, LeavesTheLengthOfWhatWasCutOff) {
  const auto interaction = read(R"(
request: {method: GET, url: 'http://a/'}
error:
  kind: reset
  message: after 3 bytes
  partial: {status: 200, headers: [Content-Length: 100], body: {text: abc}})");
  const auto& error = std::get<TransportError>(interaction.outcome);
  EXPECT_EQ(error.kind, TransportErrorKind::reset);
  EXPECT_EQ(error.partial->framing, Framing::content_length);
  EXPECT_EQ(error.partial->headers.find("Content-Length"), "100");
}

TEST(ModelReader, SaysWhichKeyIsUnknownWhereverItStands) {
  EXPECT_EQ(fault("request: {method: GET, url: 'http://a/'}\nrespone: {}\n"),
            "2: unknown key 'respone' in interaction, did you mean 'response'?");
  EXPECT_EQ(fault("request:\n  method: GET\n  uri: http://a/\nresponse: {status: 200}\n"),
            "3: unknown key 'uri' in request, did you mean 'url'?");
  EXPECT_EQ(fault("request: {method: GET, url: {host: a, path: /}}\nresponse: {status: 200}\n"),
            "1: unknown key 'path' in url; it may have scheme, host, port, target");
  const auto in_response = [](const std::string& line) {
    return fault("request: {method: GET, url: 'http://a/'}\nresponse:\n  status: 200\n  " + line);
  };
  EXPECT_EQ(in_response("header: []"), "4: unknown key 'header' in response, did you mean 'headers'?");
  EXPECT_EQ(in_response("headers: [{name: a, valu: b}]"),
            "4: unknown key 'valu' in header, did you mean 'value'?");
  EXPECT_EQ(in_response("chunks: [{size: 1, at: 2}]"),
            "4: unknown key 'at' in chunk; it may have size, at_ms, extension");
  EXPECT_EQ(in_response("interim: [{status: 100, body: {}}]"),
            "4: unknown key 'body' in interim; it may have status, reason, version, headers");
  EXPECT_EQ(in_response("\ntiming: {total: 3}"),
            "5: unknown key 'total' in timing, did you mean 'total_ms'?");
  EXPECT_EQ(fault("request: {method: GET, url: 'http://a/'}\nerror: {kind: dns, reason: x}"),
            "2: unknown key 'reason' in error; it may have kind, message, partial");
}

TEST(ModelReader, SaysWhatMayStandWhereAWordIsUnknown) {
  EXPECT_EQ(fault("request: {method: GET, url: 'http://a/'}\nerror:\n  kind: rfused\n"),
            "3: 'kind' must be refused, unreachable, dns, tls, reset, closed, timed_out or malformed, not "
            "'rfused'");
  EXPECT_EQ(fault("request: {method: GET, url: 'http://a/'}\nresponse:\n  status: 200\n  framing: chunky\n"),
            "4: 'framing' must be none, content_length, chunked or until_close, not 'chunky'");
  EXPECT_EQ(fault("request: {method: GET, url: 'http://a/'}\nresponse:\n  status: OK\n"),
            "3: 'status' must be a whole number from 0 to 999, not 'OK'");
  EXPECT_EQ(fault("request: {method: GET, url: {host: a, port: 65536}}\nresponse: {status: 200}"),
            "1: 'port' must be a whole number from 0 to 65535, not '65536'");
  EXPECT_EQ(
      fault("request: {method: GET, url: 'http://a/'}\nresponse: {status: 200}\ntiming: {total_ms: -1}"),
      "3: 'total_ms' must be a whole number from 0 to 9223372036854775807, not '-1'");
}

TEST(ModelReader, SaysWhatIsMissingOrTooMuch) {
  EXPECT_EQ(fault("response: {status: 200}"), "1: interaction has no 'request'");
  EXPECT_EQ(fault("request: {url: 'http://a/'}\nresponse: {status: 200}"), "1: request has no 'method'");
  EXPECT_EQ(fault("request: {method: GET}\nresponse: {status: 200}"), "1: request has no 'url'");
  EXPECT_EQ(fault("request: {method: GET, url: {port: 1}}\nresponse: {status: 200}"), "1: url has no 'host'");
  EXPECT_EQ(fault("request: {method: GET, url: 'http://a/'}\nresponse: {reason: OK}"),
            "2: response has no 'status'");
  EXPECT_EQ(fault("request: {method: GET, url: 'http://a/'}\nresponse: {status: 1, chunks: [{at_ms: 1}]}"),
            "2: chunk has no 'size'");
  EXPECT_EQ(fault("request: {method: GET, url: 'http://a/'}\n"),
            "1: an interaction has a response, or an error, and not both");
  EXPECT_EQ(fault("request: {method: GET, url: 'http://a/'}\nresponse: {status: 1}\nerror: {kind: dns}\n"),
            "1: an interaction has a response, or an error, and not both");
}

TEST(ModelReader, SaysWhereAUrlIsNone) {
  EXPECT_THAT(fault("request:\n  method: GET\n  url: api.test/a\nresponse: {status: 200}"),
              HasSubstr("3: 'url' is no URL: no scheme"));
  EXPECT_THAT(fault("request: {method: GET, url: 'http://a/b c'}\nresponse: {status: 200}"),
              HasSubstr("at character 11"));
}

TEST(ModelReader, SaysHowAHeaderIsWritten) {
  const auto headers = [](const std::string& text) {
    return fault("request: {method: GET, url: 'http://a/'}\nresponse:\n  status: 200\n  headers: " + text);
  };
  EXPECT_EQ(headers("{A: b}"), "4: 'headers' must be a list");
  EXPECT_EQ(headers("['A: b']"), "4: a header must be \"- Name: value\"");
  EXPECT_EQ(headers("[{}]"), "4: a header must be \"- Name: value\"");
  EXPECT_EQ(headers("[A: ]"), "4: 'A' has no value; an empty text is \"\"");
  EXPECT_EQ(headers("[A: \"b\\r\\nC: d\"]"), "4: the header 'A' holds a line end or NUL: 'b\\r\\nC: d'");
  EXPECT_EQ(headers("[\"A\\n\": b]"), "4: a header's name holds a line end or NUL: 'A\\n'");
  EXPECT_EQ(headers("[{name: A, value: \"b\\n\"}]"), "4: value holds a line end or NUL: 'b\\n'");
  EXPECT_EQ(headers("[{name: A, value: \"b\\n\", raw: \"A: b\\n\\n\"}]"), "no fault");
}

TEST(ModelReader, RefusesLineEndsWhereTheyWouldForgeAHead) {
  EXPECT_EQ(fault("request: {method: \"GET\\n\", url: 'http://a/'}\nresponse: {status: 200}"),
            "1: method holds a line end or NUL: 'GET\\n'");
  EXPECT_EQ(fault("request: {method: GET, url: 'http://a/'}\nresponse: {status: 200, reason: \"O\\rK\"}"),
            "2: reason holds a line end or NUL: 'O\\rK'");
  EXPECT_EQ(fault("request: {method: GET, url: 'http://a/'}\nresponse: {status: 200, version: \"HTTP\\0\"}"),
            "2: version holds a line end or NUL: 'HTTP\\x00'");
}

TEST(ModelReader, TakesTheHeaderOfACassette) {
  EXPECT_EQ(header_of(node_of("wiretape: 1\n")), CassetteHeader{});
  EXPECT_EQ(header_of(node_of(
                "match_on: [method, header(A)]\nrecorded_at: 2026-11-24\nrecorded_by: me\nwiretape: '1'\n")),
            (CassetteHeader{1, "me", "2026-11-24", {"method", "header(A)"}}));
}

TEST(ModelReader, TakesTheRulesOfTheHeader) {
  const auto header = header_of(
      node_of("wiretape: 1\nrules:\n  - {when: {path: /a}, do: [{answer: 503}, {set_body: '1'}]}\n"));
  EXPECT_EQ(header.rules, R"([{"when":{"path":"/a"},"do":[{"answer":503},{"set_body":"1"}]}])");
  EXPECT_EQ(header_of(node_of(write_yaml(to_node(header)))), header);
  EXPECT_EQ(header_fault("wiretape: 1\nrules: busy\n"), "2: 'rules' must be a list, not 'busy'");
}

TEST(ModelReader, SaysWhatIsWrongWithTheHeaderOfACassette) {
  EXPECT_EQ(header_fault("recorded_by: me\n"), "1: is no cassette: it has no \"wiretape: 1\"");
  EXPECT_EQ(header_fault("wiretape: 1\nrecorded_att: me\n"),
            "2: unknown key 'recorded_att' in the cassette's header, did you mean 'recorded_at'?");
  EXPECT_EQ(header_fault("wiretape: one\n"),
            "1: 'wiretape' must be a whole number from 0 to 2147483647, not 'one'");
  EXPECT_EQ(header_fault("wiretape: 0\n"), "1: 'wiretape' must be 1 or more, not '0'");
  EXPECT_EQ(header_fault("new_key: 1\nwiretape: 7\n"),
            "2: is of format 7, and this Wiretape reads no newer one than 1: update Wiretape");
  EXPECT_EQ(header_fault("wiretape: 1\nmatch_on: method\n"), "2: 'match_on' must be a list, not 'method'");
}

TEST(ModelReader, SeesMethodAndUrlWhateverElseIsWrong) {
  const auto line =
      request_line_of(node_of("request: {url: 'HTTP://a:80', method: GET, x: y}\nrespone: 1\n"));
  EXPECT_EQ(line.method, "GET");
  EXPECT_EQ(line.url, "http://a/");
  const auto see = [](const Node& node) { return request_line_of(node); };
  EXPECT_EQ(fault_of("request: {method: GET}\n", see), "1: an interaction has no 'url'");
  EXPECT_EQ(fault_of("hello\n", see), "1: an interaction has no 'request'");
}

}  // namespace
}  // namespace wiretape::cassette
