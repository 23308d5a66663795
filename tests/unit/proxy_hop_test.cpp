// SPDX-License-Identifier: MIT
#include "proxy/hop.hpp"

#include <gtest/gtest.h>

namespace wiretape::proxy {
namespace {

Request request_to(const char* url, Headers headers) {
  Request request;
  request.url = Url::parse(url);
  request.headers = std::move(headers);
  return request;
}

TEST(Hop, DropsWhatIsForTheProxyAndKeepsAllElse) {
  auto request = request_to("http://origin.test/", {{"Host", "origin.test"},
                                                    {"proxy-connection", "Keep-Alive"},
                                                    {"Connection", "close"},
                                                    {"Proxy-Authorization", "Basic eDp5"},
                                                    {"X-a", "1"},
                                                    {"X-a", "2"}});
  leave_no_trace(request);
  EXPECT_EQ(request.headers,
            (Headers{{"Host", "origin.test"}, {"Connection", "close"}, {"X-a", "1"}, {"X-a", "2"}}));
}

TEST(Hop, LeavesAHostThatSaysTheSameAsItWasWritten) {
  auto request =
      request_to("https://origin.test/", {{"host", "ORIGIN.test:443", "host:ORIGIN.test:443\r\n"}});
  const auto before = request.headers;
  fit_host_to_url(request);
  EXPECT_EQ(request.headers, before);
}

TEST(Hop, SetsAHostThatSaysSomethingElse) {
  auto request = request_to("https://api.weather.test/", {{"Accept", "*/*"}, {"host", "127.0.0.1:4000"}});
  fit_host_to_url(request);
  EXPECT_EQ(request.headers[1].value, "api.weather.test");
  EXPECT_EQ(request.headers.size(), 2U);
}

TEST(Hop, GivesHttp10ClientsNoChunks) {
  Response response;
  response.framing = Framing::chunked;
  response.headers = {{"Transfer-Encoding", "chunked"}, {"Trailer", "X-Sum"}, {"ETag", "\"1\""}};
  auto for_new = response;
  fit_to_client(for_new, "HTTP/1.1");
  EXPECT_EQ(for_new, response);
  fit_to_client(response, "HTTP/1.0");
  EXPECT_EQ(response.framing, Framing::until_close);
  EXPECT_EQ(response.headers, (Headers{{"ETag", "\"1\""}}));
}

TEST(Hop, KnowsWhichConnectionsCarryOn) {
  Response response;
  EXPECT_TRUE(keeps_alive(response));
  response.version = "HTTP/1.0";
  EXPECT_FALSE(keeps_alive(response));
  response.headers.add("Connection", "Keep-Alive");
  EXPECT_TRUE(keeps_alive(response));
  response.headers.add("Connection", "Close");
  EXPECT_FALSE(keeps_alive(response));
}

TEST(Hop, KnowsWhichResponsesHaveNoBody) {
  EXPECT_TRUE(has_no_body("HEAD", 200));
  EXPECT_TRUE(has_no_body("GET", 204));
  EXPECT_TRUE(has_no_body("GET", 304));
  EXPECT_FALSE(has_no_body("GET", 200));
}

}  // namespace
}  // namespace wiretape::proxy
