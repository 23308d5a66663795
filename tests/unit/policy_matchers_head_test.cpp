// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <wiretape/matchers.hpp>

#include "support/matching.hpp"

namespace wiretape {
namespace {

using test::description;
using test::get;
using test::negation;
using test::verdict;

const TextMatcher long_text([](const std::string& text) { return text.size() > 10; },
                            [](std::ostream* os, bool is_negated) {
                              *os << (is_negated ? "is short" : "is long");
                            });

TEST(HasPath, DescribesItselfByTheText) {
  EXPECT_EQ(description(HasPath("/a")), R"(has path "/a")");
  EXPECT_EQ(negation(HasPath("/a")), R"(does not have path "/a")");
  EXPECT_EQ(description(HasPath(long_text)), "has a path that is long");
  EXPECT_EQ(negation(HasPath(long_text)), "has a path that is short");
}

TEST(HasPath, LooksAtThePathAsSentWithoutTheQuery) {
  EXPECT_EQ(verdict(HasPath("/a%20b"), get("http://h/a%20b?q=1")), R"(yes: whose path is "/a%20b")");
  EXPECT_EQ(verdict(HasPath("/a b"), get("http://h/a%20b")), R"(no: whose path is "/a%20b")");
}

TEST(HasMethod, MindsTheCase) {
  EXPECT_EQ(verdict(HasMethod("get"), get("http://h/")), R"(no: whose method is "GET")");
}

TEST(HasHost, DoesNotMindTheCase) {
  EXPECT_EQ(verdict(HasHost("API.Weather.test"), get("https://api.WEATHER.test/")),
            R"(yes: whose host is "api.weather.test")");
  EXPECT_EQ(verdict(HasHost("other"), get("https://h:8443/")), R"(no: whose host is "h")");
}

TEST(HasUrl, LeavesTheDefaultPortOut) {
  EXPECT_TRUE(HasUrl("https://h/a?b=c").matches(get("https://h:443/a?b=c")));
  EXPECT_EQ(verdict(HasUrl("https://h/a"), get("https://h:444/a")), R"(no: whose URL is "https://h:444/a")");
}

TEST(HasSchemeAndHasPort, LookAtTheUrl) {
  EXPECT_TRUE((HasScheme("https") && HasPort(443)).matches(get("https://h/")));
  EXPECT_EQ(verdict(HasPort(80), get("http://h:8080/")), R"(no: whose port is "8080")");
  EXPECT_EQ(description(HasPort(80)), R"(has port "80")");
}

TEST(HasQueryParam, DecodesNamesAndValues) {
  const auto request = get("http://h/?q=a+b%26c&city=Oslo&city=Bergen&empty");
  EXPECT_TRUE(HasQueryParam("q", "a b&c").matches(request));
  EXPECT_TRUE(HasQueryParam("city", "Bergen").matches(request));
  EXPECT_TRUE(HasQueryParam("empty", "").matches(request));
  EXPECT_TRUE(HasQueryParam("empty").matches(request));
  EXPECT_EQ(verdict(HasQueryParam("city", "Rome"), request),
            R"(no: whose query parameter city is given as "Oslo" and "Bergen")");
  EXPECT_EQ(verdict(HasQueryParam("q", "x"), request), R"(no: whose query parameter q is "a b&c")");
  EXPECT_EQ(verdict(HasQueryParam("page"), request), "no: which has no query parameter page");
}

TEST(HasQueryParam, DescribesItself) {
  EXPECT_EQ(description(HasQueryParam("q")), "has query parameter q");
  EXPECT_EQ(negation(HasQueryParam("q")), "lacks query parameter q");
  EXPECT_EQ(description(HasQueryParam("q", "1")), R"(has query parameter q: "1")");
  EXPECT_EQ(negation(HasQueryParam("q", "1")), R"(lacks query parameter q: "1")");
  EXPECT_EQ(description(HasQueryParam("q", long_text)), "has a query parameter q that is long");
  EXPECT_EQ(negation(HasQueryParam("q", long_text)), "has no query parameter q that is long");
}

TEST(HasHeader, FindsNamesInAnyCaseAndAnyOfSeveralValues) {
  auto request = get("http://h/");
  request.headers = {{"Accept", "text/html"}, {"accept", "text/plain"}, {"X-One", "1"}};
  EXPECT_TRUE(HasHeader("ACCEPT", "text/plain").matches(request));
  EXPECT_TRUE(HasHeader("x-one").matches(request));
  EXPECT_EQ(verdict(HasHeader("Accept", "a/b"), request),
            R"(no: whose header Accept is given as "text/html" and "text/plain")");
  EXPECT_EQ(verdict(HasHeader("X-One", "2"), request), R"(no: whose header X-One is "1")");
  EXPECT_EQ(verdict(HasHeader("X-Two", "2"), request), "no: which has no header X-Two");
}

TEST(HasHeader, DescribesItself) {
  EXPECT_EQ(description(HasHeader("X")), "has header X");
  EXPECT_EQ(negation(HasHeader("X")), "lacks header X");
  EXPECT_EQ(description(HasHeader("X", "y")), R"(has header X: "y")");
  EXPECT_EQ(negation(HasHeader("X", "y")), R"(lacks header X: "y")");
  EXPECT_EQ(negation(HasHeader("X", long_text)), "has no header X that is long");
}

TEST(HasHeaderValues, WantsAllOfThemInOrder) {
  auto request = get("http://h/");
  request.headers = {{"V", "1"}, {"v", "2"}};
  EXPECT_EQ(verdict(HasHeaderValues("V", {"1", "2"}), request), R"(yes: whose header V has "1" and "2")");
  EXPECT_FALSE(HasHeaderValues("V", {"2", "1"}).matches(request));
  EXPECT_FALSE(HasHeaderValues("V", {"1"}).matches(request));
  EXPECT_EQ(verdict(HasHeaderValues("W", {"1"}), request), "no: which has no header W");
  EXPECT_EQ(description(HasHeaderValues("V", {"1", "2"})),
            R"(has exactly these values of header V: "1" and "2")");
  EXPECT_EQ(negation(HasHeaderValues("V", {"1"})), R"(has other values of header V than: "1")");
}

TEST(Explanations, EscapeWhatCameFromTheWire) {
  auto request = get("http://h/");
  request.headers = {{"X", "\x1b[2J"}};
  EXPECT_EQ(verdict(HasHeader("X", "y"), request), R"(no: whose header X is "\x1b[2J")");
}

TEST(AnyRequest, IsAny) {
  EXPECT_EQ(description(AnyRequest()), "is any request");
  EXPECT_TRUE(AnyRequest().matches(Request{}));
}

}  // namespace
}  // namespace wiretape
