// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <wiretape/http.hpp>

namespace wiretape {
namespace {

TEST(Print, ShowsARequestInOneLine) {
  Request request;
  request.method = "POST";
  request.url = {"https", "api.weather.test", 443, "/today?city=Oslo"};
  request.headers = {{"A", "1"}, {"B", "2"}};
  request.body.bytes = "hello";
  EXPECT_EQ(testing::PrintToString(request),
            "POST https://api.weather.test/today?city=Oslo, 2 headers, a body of 5 bytes");
}

TEST(Print, EscapesWhatATerminalWouldObey) {
  Request request;
  request.url = {"http", "a", 80, "/\x1b[2J\n"};
  EXPECT_EQ(testing::PrintToString(request), "GET http://a/\\x1b[2J\\n, 0 headers, no body");
}

TEST(Print, ShowsAResponseInOneLine) {
  Response response;
  response.status = 404;
  response.reason = "Not Found";
  response.headers = {{"A", "1"}};
  response.body.bytes = "x";
  response.body.is_truncated = true;
  EXPECT_EQ(testing::PrintToString(response), "404 Not Found, 1 header, a body of 1 byte and more");
}

TEST(Print, ShowsNoSecretOfAURL) {
  Request request;
  request.url = Url::parse("https://o.test/a?b=c&api_key=hunter2&token&d=e");
  EXPECT_EQ(testing::PrintToString(request).find("hunter2"), std::string::npos);
  EXPECT_NE(testing::PrintToString(request).find("/a?b=c&api_key=…&token&d=e"), std::string::npos);
}

}  // namespace
}  // namespace wiretape
