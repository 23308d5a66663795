// SPDX-License-Identifier: MIT
#include "http/framing.hpp"

#include <gtest/gtest.h>

namespace wiretape::http {
namespace {

std::string shown(const Result<BodyFraming>& body) {
  if (!body) return std::to_string(body.error().offset) + ": " + body.error().message;
  static constexpr const char* names[] = {"none", "length", "chunked", "until_close"};
  auto out = std::string(names[static_cast<int>(body->framing)]);
  if (body->framing == Framing::content_length) out += ' ' + std::to_string(body->length);
  return body->is_doubtful ? out + ", doubtful" : out;
}

std::string strict(const Headers& headers, std::string_view version = "HTTP/1.1") {
  return shown(request_framing(version, headers, Strictness::strict));
}
std::string lenient(const Headers& headers, std::string_view version = "HTTP/1.1") {
  return shown(request_framing(version, headers, Strictness::lenient));
}
std::string answer(const Headers& headers, std::string_view version = "HTTP/1.1") {
  return shown(response_framing("GET", 200, version, headers, Strictness::lenient));
}

TEST(Framing, ARequestIsCountedOrChunkedOrHasNoBody) {
  EXPECT_EQ(strict({}), "none");
  EXPECT_EQ(strict({{"content-length", "007"}}), "length 7");
  EXPECT_EQ(strict({{"Content-Length", "18446744073709551615"}}), "length 18446744073709551615");
  EXPECT_EQ(strict({{"transfer-encoding", "Chunked"}}), "chunked");
}

TEST(Framing, AStrictRequestHasOneLengthThatIsANumber) {
  const Headers repeated{{"Content-Length", "5"}, {"X", "y"}, {"Content-Length", "5"}};
  EXPECT_EQ(strict(repeated), "2: more than one Content-Length");
  for (const auto* value : {"5, 5", "+5", "-5", "0x5", "5 5", "", "5;", "five"}) {
    EXPECT_EQ(strict({{"Content-Length", value}}),
              "0: the Content-Length \"" + std::string(value) + "\" is not a number");
  }
  EXPECT_EQ(strict({{"Content-Length", "18446744073709551616"}}),
            "0: the Content-Length \"18446744073709551616\" is too large");
}

TEST(Framing, AStrictRequestIsChunkedInOneWay) {
  for (const auto* value :
       {"gzip, chunked", "chunked, chunked", "chunked;q=1", "identity", "", "xchunked", "\vchunked"}) {
    EXPECT_TRUE(strict({{"Transfer-Encoding", value}}).ends_with("; only chunked is taken")) << value;
  }
  EXPECT_EQ(strict({{"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}}),
            "1: more than one Transfer-Encoding");
  EXPECT_EQ(strict({{"Transfer-Encoding", "chunked"}}, "HTTP/1.0"), "0: Transfer-Encoding in HTTP/1.0");
  EXPECT_EQ(strict({{"Transfer-Encoding", "chunked"}, {"Content-Length", "5"}}),
            "1: both Content-Length and Transfer-Encoding");
}

TEST(Framing, LenientlyChunkedWinsAndLeavesDoubt) {
  EXPECT_EQ(lenient({{"Transfer-Encoding", "gzip, Chunked"}}), "chunked");
  EXPECT_EQ(lenient({{"Content-Length", "x"}, {"Transfer-Encoding", "chunked"}}), "chunked, doubtful");
  EXPECT_EQ(lenient({{"Transfer-Encoding", "chunked"}}, "HTTP/1.0"), "chunked, doubtful");
  EXPECT_EQ(lenient({{"Transfer-Encoding", "identity"}, {"Content-Length", "5"}}), "length 5");
  EXPECT_EQ(lenient({{"X", "y"}, {"Transfer-Encoding", "chunked, gzip"}}),
            "1: a Transfer-Encoding that does not end with chunked");
}

TEST(Framing, LenientlyEqualLengthsMayBeRepeated) {
  EXPECT_EQ(answer({{"Content-Length", "5, 5"}, {"Content-Length", "05"}}), "length 5");
  EXPECT_EQ(answer({{"Content-Length", "5"}, {"Content-Length", "6"}}), "1: two different Content-Lengths");
  EXPECT_EQ(answer({{"Content-Length", "5, 6"}}), "0: two different Content-Lengths");
  EXPECT_EQ(answer({{"Content-Length", "x"}}), "0: the Content-Length \"x\" is not a number");
  EXPECT_EQ(answer({{"Content-Length", "5,"}}), "0: the Content-Length \"\" is not a number");
}

TEST(Framing, AResponseWithoutLengthLastsUntilClose) {
  EXPECT_EQ(answer({}), "until_close");
  EXPECT_EQ(answer({{"Transfer-Encoding", "gzip"}}), "until_close");
  EXPECT_EQ(shown(response_framing("GET", 200, "HTTP/1.1", {}, Strictness::strict)), "until_close");
}

TEST(Framing, SomeResponsesHaveNoBodyWhateverTheySay) {
  const Headers headers{{"Content-Length", "x"}, {"Transfer-Encoding", "chunked"}};
  const auto body = [&](std::string_view method, int status) {
    return shown(response_framing(method, status, "HTTP/1.1", headers, Strictness::lenient));
  };
  EXPECT_EQ(body("HEAD", 200), "none");
  EXPECT_EQ(body("GET", 204), "none");
  EXPECT_EQ(body("GET", 304), "none");
  EXPECT_EQ(body("GET", 101), "none");
  EXPECT_EQ(body("CONNECT", 200), "none");
  EXPECT_EQ(body("CONNECT", 407), "chunked, doubtful");
  EXPECT_EQ(body("head", 200), "chunked, doubtful");  // methods have case
}

TEST(Framing, ConnectionsPersistByVersionAndField) {
  const auto keeps = [](std::string_view version, const Headers& headers, BodyFraming body = {}) {
    return keeps_alive(version, headers, body);
  };
  EXPECT_TRUE(keeps("HTTP/1.1", {}));
  EXPECT_FALSE(keeps("HTTP/1.1", {{"Connection", "Upgrade,Close"}}));
  EXPECT_FALSE(keeps("HTTP/1.1", {{"Connection", "keep-alive"}, {"connection", "close"}}));
  EXPECT_FALSE(keeps("HTTP/1.0", {}));
  EXPECT_TRUE(keeps("HTTP/1.0", {{"Connection", "Keep-Alive"}}));
  EXPECT_FALSE(keeps("HTTP/1.1", {}, {.framing = Framing::until_close}));
  EXPECT_FALSE(keeps("HTTP/1.1", {}, {.framing = Framing::chunked, .is_doubtful = true}));
}

}  // namespace
}  // namespace wiretape::http
