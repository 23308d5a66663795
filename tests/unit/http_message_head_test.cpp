// SPDX-License-Identifier: MIT
#include "http/message_head.hpp"

#include <gtest/gtest.h>

namespace wiretape::http {
namespace {

RequestHead request_of(std::string_view version, Headers headers) {
  return *make_request_head({"POST", "/x", std::string(version), "raw line"}, *parse_target("POST", "/x"),
                            {std::move(headers), "\n"}, Strictness::strict);
}

TEST(MessageHead, ARequestSaysWhatFollowsFromItsFields) {
  const auto head =
      request_of("HTTP/1.1", {{"Host", "a:81"}, {"Content-Length", "3"}, {"Expect", "100-Continue"}});
  EXPECT_EQ(head.request.method, "POST");
  EXPECT_EQ(head.target, "/x");
  EXPECT_EQ(head.request.url, (Url{"http", "a", 81, "/x"}));
  EXPECT_EQ(head.request.raw_request_line, "raw line");
  EXPECT_EQ(head.request.raw_head_end, "\n");
  EXPECT_EQ(head.request.headers.size(), 3U);
  EXPECT_EQ(head.request.framing, Framing::content_length);
  EXPECT_EQ(head.content_length, 3U);
  EXPECT_TRUE(head.keeps_alive);
  EXPECT_TRUE(head.expects_continue);
}

TEST(MessageHead, Http10ExpectsNothing) {  // RFC 9110 §10.1.1
  EXPECT_FALSE(request_of("HTTP/1.0", {{"Expect", "100-continue"}}).expects_continue);
}

TEST(MessageHead, AStrictRequestNeedsItsHost) {
  const auto head =
      make_request_head({"GET", "/", "HTTP/1.1", ""}, *parse_target("GET", "/"), {}, Strictness::strict);
  ASSERT_FALSE(head);
  EXPECT_EQ(head.error(), (Error{"no Host", 0}));
  EXPECT_TRUE(
      make_request_head({"GET", "/", "HTTP/1.1", ""}, *parse_target("GET", "/"), {}, Strictness::lenient));
}

TEST(MessageHead, AResponseSaysWhatFollowsFromItsFields) {
  const auto head = make_response_head({"HTTP/1.1", 200, "Fine", "raw"}, {{{"Content-Length", "3"}}, "\n"},
                                       "GET", Strictness::lenient);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->response.status, 200);
  EXPECT_EQ(head->response.reason, "Fine");
  EXPECT_EQ(head->response.raw_status_line, "raw");
  EXPECT_EQ(head->response.raw_head_end, "\n");
  EXPECT_EQ(head->content_length, 3U);
  EXPECT_TRUE(head->keeps_alive);
  EXPECT_FALSE(make_response_head({"HTTP/1.1", 200, "", ""}, {{{"Content-Length", "x"}}, ""}, "GET",
                                  Strictness::lenient));
}

}  // namespace
}  // namespace wiretape::http
