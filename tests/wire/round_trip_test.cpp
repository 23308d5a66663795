// SPDX-License-Identifier: MIT
// Messages put together at random, from what is ordinary, odd and hostile: whatever a reader accepts
// leaves as it came, and no cut changes what it says.
#include <gtest/gtest.h>

#include <random>

#include "http/http1_writer.hpp"
#include "support/events_text.hpp"

namespace wiretape::test {
namespace {

using namespace std::string_literals;
using http::Http1Reader;
using http::Strictness;

class Messages {
public:
  explicit Messages(unsigned seed) : random_(seed) {}

  std::string request() {
    static const std::vector<std::string> lines = {"GET / HTTP/1.1",
                                                   "POST /a?b HTTP/1.1",
                                                   "PUT http://a/ HTTP/1.1",
                                                   "GET  / HTTP/1.1",
                                                   "GET /",
                                                   "OPTIONS * HTTP/1.1",
                                                   "GET / HTTP/1.0",
                                                   "get /\tx HTTP/1.1 ",
                                                   "GET /\xE4 HTTP/1.1",
                                                   " GET / HTTP/1.2"};
    return message(one_of(lines), "Host: a");
  }
  std::string response() {
    static const std::vector<std::string> lines = {
        "HTTP/1.1 200 OK",   "HTTP/1.1 200", "HTTP/1.0  404 x ",  "HTTP/1.1 100 Continue",
        "HTTP/1.1 204 None", "ICY 200 \xE4", "http/1.1 500 a\rb", "HTTP/1.1 304\tNot Modified"};
    return message(one_of(lines), "Server: x");
  }
  // Changes, drops or adds a byte here and there.
  std::string spoilt(std::string bytes) {
    static const std::vector<std::string> nasty = {"\r", "\n", "\r\n", "\0"s, " ",   "\t",
                                                   ":",  ";",  ",",    "0",   "\xff"};
    for (auto left = below(4); left > 0 && !bytes.empty(); --left) {
      bytes.replace(below(bytes.size()), below(3), one_of(nasty));
    }
    return bytes;
  }
  std::size_t below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_);
  }

private:
  std::string one_of(const std::vector<std::string>& choices) { return choices[below(choices.size())]; }

  std::string message(const std::string& line, const std::string& field) {
    static const std::vector<std::string> fields = {"A: 1",
                                                    "A:1",
                                                    "a :1",
                                                    "B: \t2 \t",
                                                    "C:",
                                                    "no colon",
                                                    ": no name",
                                                    " fold",
                                                    "\tfold",
                                                    "X: \xE4",
                                                    "X: a\0b"s,
                                                    "Connection: close",
                                                    "Content-Length: 5",
                                                    "Transfer-Encoding: gzip, chunked"};
    static const std::vector<std::string> ends = {"\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\n"};
    auto out = line + one_of(ends) + field + one_of(ends);
    for (auto left = below(5); left > 0; --left) out += one_of(fields) + one_of(ends);
    switch (below(3)) {
      case 0:
        return out + "Content-Length: 5" + one_of(ends) + one_of(ends) + "hello";
      case 1:
        out += "Transfer-Encoding: chunked" + one_of(ends) + one_of(ends);
        for (auto left = below(3); left > 0; --left)
          out += "5;x=\"y\"" + one_of(ends) + "hello" + one_of(ends);
        out += "0" + one_of(ends);
        for (auto left = below(3); left > 0; --left) out += one_of(fields) + one_of(ends);
        return out + one_of(ends);
      default:
        return out + one_of(ends);
    }
  }

  std::mt19937 random_;
};

// Whether the heads, written again, stand in `bytes` one behind the other.
bool has_heads_as_they_came(const std::vector<http::Event>& events, const std::string& bytes) {
  std::size_t at = 0;
  for (const auto& event : events) {
    std::string head;
    if (const auto* request = std::get_if<http::RequestHead>(&event)) {
      head = http::write_request_head(request->request, request->target);
    } else if (const auto* response = std::get_if<http::ResponseHead>(&event)) {
      head = http::write_response_head(response->response);
    }
    at = bytes.find(head, at);
    if (at == std::string::npos) return false;
    at += head.size();
  }
  return true;
}

// How many of them were read to their end.
int run(const Reading& how, unsigned seed) {
  Messages messages(seed);
  int accepted = 0;
  for (int i = 0; i < 3000; ++i) {
    const bool is_request = how.side == Http1Reader::Side::requests;
    auto bytes = is_request ? messages.request() : messages.response();
    if (messages.below(2) == 0) bytes = messages.spoilt(std::move(bytes));
    if (messages.below(4) == 0) bytes += is_request ? messages.request() : messages.response();
    const auto read = read_events(bytes, how);
    EXPECT_EQ(read_events(bytes, how, 1 + messages.below(20)).text, read.text) << escape(bytes);
    EXPECT_TRUE(has_heads_as_they_came(read.events, bytes)) << escape(bytes);
    accepted += read.has_error ? 0 : 1;
    if (read.has_error || how.strictness == Strictness::lenient || read.text.ends_with("more\n")) continue;
    EXPECT_EQ(read_events(write_events(read.events), how).text, read.text) << escape(bytes);
  }
  return accepted;
}

TEST(RoundTrip, WhatAStrictReaderTakesLeavesAsItCame) {
  EXPECT_GT(run({Http1Reader::Side::requests, Strictness::strict}, 1), 100);
}

TEST(RoundTrip, WhatALenientReaderTakesLeavesAsItCame) {
  EXPECT_GT(run({Http1Reader::Side::requests, Strictness::lenient}, 2), 1000);
  EXPECT_GT(run({Http1Reader::Side::responses, Strictness::lenient, {}, {}, true}, 3), 1000);
}

}  // namespace
}  // namespace wiretape::test
