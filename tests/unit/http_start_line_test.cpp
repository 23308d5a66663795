// SPDX-License-Identifier: MIT
#include "http/start_line.hpp"

#include <gtest/gtest.h>

namespace wiretape::http {
namespace {

using namespace std::string_view_literals;

struct GoodRequest {
  std::string_view line;
  std::string method, target, version;
  bool is_raw;
};

void expect_requests(Strictness strictness, std::initializer_list<GoodRequest> lines) {
  for (const auto& [line, method, target, version, is_raw] : lines) {
    const auto got = parse_request_line(line, strictness);
    ASSERT_TRUE(got) << line << got.error().message;
    EXPECT_EQ(got->method, method) << line;
    EXPECT_EQ(got->target, target) << line;
    EXPECT_EQ(got->version, version) << line;
    EXPECT_EQ(got->raw, is_raw ? line : "") << line;
  }
}

TEST(RequestLine, ReadsEveryMethodName) {
  expect_requests(Strictness::strict,
                  {{"GET / HTTP/1.1\r\n", "GET", "/", "HTTP/1.1", false},
                   {"m-search~! * HTTP/1.0\r\n", "m-search~!", "*", "HTTP/1.0", false},
                   {"GET /\xC3\xA4|\" HTTP/1.9\r\n", "GET", "/\xC3\xA4|\"", "HTTP/1.9", false}});
}

TEST(RequestLine, TakesOddOnesLenientlyAndKeepsThem) {
  expect_requests(Strictness::lenient,
                  {{"GET / HTTP/1.1\r\n", "GET", "/", "HTTP/1.1", false},
                   {"GET / HTTP/1.1\n", "GET", "/", "HTTP/1.1", true},
                   {"GET  /  http/1.1\r\n", "GET", "/", "http/1.1", true},
                   {" GET\t/\tHTTP/1.1 \r\n", "GET", "/", "HTTP/1.1", true},
                   {"GET /a b HTTP/1.1\r\n", "GET", "/a b", "HTTP/1.1", true},
                   {"GET /\r\n", "GET", "/", "", true},
                   {"GET HTTP/1.1\r\n", "GET", "", "HTTP/1.1", true},
                   {"GET\r\n", "GET", "", "", true},
                   {"G(T /\0 HTTP/1.1\r\n"sv, "G(T", std::string("/\0", 2), "HTTP/1.1", true}});
}

struct Bad {
  std::string_view line;
  Error error;
};

TEST(RequestLine, SaysWhatIsWrongAndWhere) {
  for (const auto& [line, error] : std::initializer_list<Bad>{
           {"GET\r\n", {"a request line without a target", 3}},
           {"GET /\r\n", {"a request line without a version", 5}},
           {"GET  / HTTP/1.1\r\n", {"two spaces behind the method", 4}},
           {"GET /  HTTP/1.1\r\n", {"a request line of more than three words", 6}},
           {"GET / HTTP/1.1 \r\n", {"a request line of more than three words", 14}},
           {"GET /a b HTTP/1.1\r\n", {"a request line of more than three words", 8}},
           {"GET\t/ HTTP/1.1\r\n", {"a method cannot contain \"\\t\"", 3}},
           {"GET /\tHTTP/1.1\r\n", {"a request line cannot contain \"\\t\"", 5}},
           {"GET /\x01 HTTP/1.1\r\n", {"a request line cannot contain \"\\x01\"", 5}},
           {"GET /\x7f HTTP/1.1\r\n", {"a request line cannot contain \"\\x7f\"", 5}},
           {"G(T / HTTP/1.1\r\n", {"a method cannot contain \"(\"", 1}},
           {" GET / HTTP/1.1\r\n", {"a space before the method", 0}},
           {"GET / http/1.1\r\n", {"\"http/1.1\" is not a version of HTTP", 6}},
           {"GET / HTTP/1\r\n", {"\"HTTP/1\" is not a version of HTTP", 6}},
           {"GET / HTTP/1.10\r\n", {"\"HTTP/1.10\" is not a version of HTTP", 6}},
           {"GET / HTTP/+1.1\r\n", {"\"HTTP/+1.1\" is not a version of HTTP", 6}},
           {"GET / \r\n", {"\"\" is not a version of HTTP", 6}},
           {"GET / HTTP/1.1\n", {"a line that ends with LF alone", 14}},
           {"GET / HTTP/1.1\rX: y\r\n", {"a CR that ends no line", 14}},
           {"GET /\0 HTTP/1.1\r\n"sv, {"a NUL byte in the head", 5}},
       }) {
    const auto got = parse_request_line(line, Strictness::strict);
    ASSERT_FALSE(got) << line;
    EXPECT_EQ(got.error(), error) << line << got.error().message << got.error().offset;
  }
}

struct GoodStatus {
  std::string_view line;
  std::string version;
  int status;
  std::string reason;
  bool is_raw;
};

TEST(StatusLine, TakesOddOnesLenientlyAndKeepsThem) {
  for (const auto& [line, version, status, reason, is_raw] : std::initializer_list<GoodStatus>{
           {"HTTP/1.1 200 OK\r\n", "HTTP/1.1", 200, "OK", false},
           {"HTTP/1.1 404 Not  Found\r\n", "HTTP/1.1", 404, "Not  Found", false},
           {"HTTP/1.1 200 \r\n", "HTTP/1.1", 200, "", false},
           {"HTTP/1.1 200\r\n", "HTTP/1.1", 200, "", true},
           {"HTTP/1.0  404 x \n", "HTTP/1.0", 404, "x", true},
           {"ICY 200 OK\r\n", "ICY", 200, "OK", false},
           {"HTTP/2 999 \xE4\r\n", "HTTP/2", 999, "\xE4", false},
           {"HTTP/1.1 200 a\rb\r\n", "HTTP/1.1", 200, "a\rb", true},
       }) {
    const auto got = parse_status_line(line, Strictness::lenient);
    ASSERT_TRUE(got) << line << got.error().message;
    EXPECT_EQ(got->version, version) << line;
    EXPECT_EQ(got->status, status) << line;
    EXPECT_EQ(got->reason, reason) << line;
    EXPECT_EQ(got->raw, is_raw ? line : "") << line;
  }
}

TEST(StatusLine, NeedsThreeDigits) {
  for (const auto* line : {"HTTP/1.1 20\r\n", "HTTP/1.1 2000 x\r\n", "HTTP/1.1 OK\r\n", "HTTP/1.1\r\n",
                           "HTTP/1.1 099 x\r\n", "HTTP/1.1 2x0 x\r\n", "HTTP/1.1 -20\r\n"}) {
    EXPECT_FALSE(parse_status_line(line, Strictness::lenient)) << line;
    EXPECT_FALSE(parse_status_line(line, Strictness::strict)) << line;
  }
  EXPECT_EQ(parse_status_line("HTTP/1.1 20x\r\n", Strictness::lenient).error().message,
            "the status \"20x\" is not three digits");
}

TEST(StatusLine, RefusesOddOnesStrictly) {
  EXPECT_TRUE(parse_status_line("HTTP/1.1 200 \r\n", Strictness::strict));
  EXPECT_TRUE(parse_status_line("HTTP/1.1 200 a\tb \r\n", Strictness::strict));
  for (const auto* line :
       {"HTTP/1.1 200\r\n", "HTTP/1.1  200 OK\r\n", "http/1.1 200 OK\r\n", "ICY 200 OK\r\n",
        "HTTP/1.1 200 OK\n", "HTTP/1.1 200 O\x01K\r\n", "HTTP/1.1 200 O\rK\r\n"}) {
    EXPECT_FALSE(parse_status_line(line, Strictness::strict)) << line;
  }
}

TEST(StartLine, IsWrittenInOneLineWhateverStandsInIt) {
  EXPECT_EQ(plain_request_line("GET\n", "/a b\r\n\0"sv, "HTTP/1.1\r\nX: y"),
            "GET  /a%20b%0D%0A%00 HTTP/1.1  X: y\r\n");
  EXPECT_EQ(plain_status_line("HTTP/1.1", 200, "OK\r\nX: y"), "HTTP/1.1 200 OK  X: y\r\n");
}

TEST(StartLine, KnowsVersions) {
  EXPECT_TRUE(is_http_1_1("HTTP/1.1"));
  EXPECT_TRUE(is_http_1_1("HTTP/1.2"));
  EXPECT_TRUE(is_http_1_1("http/1.1"));
  EXPECT_FALSE(is_http_1_1("HTTP/1.0"));
  EXPECT_FALSE(is_http_1_1("HTTP/2.0"));
  EXPECT_FALSE(is_http_1_1("HTTP/1.10"));
  EXPECT_FALSE(is_http_1_1("ICY"));
}

}  // namespace
}  // namespace wiretape::http
