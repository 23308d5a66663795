// SPDX-License-Identifier: MIT
#include "http/url.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace wiretape {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StrEq;
using testing::ThrowsMessage;

TEST(Url, ReadsEveryPartAsItWasWritten) {
  const auto url = Url::parse("HTTPS://Api.Test:8443/A%20b/?q=%C3%A4&x=|#top");
  EXPECT_EQ(url, (Url{"https", "Api.Test", 8443, "/A%20b/?q=%C3%A4&x=|"}));
  EXPECT_EQ(url.path(), "/A%20b/");
  EXPECT_EQ(url.query(), "q=%C3%A4&x=|");
}

TEST(Url, TheSchemeGivesThePort) {
  EXPECT_EQ(Url::parse("http://a").port, 80);
  EXPECT_EQ(Url::parse("https://a").port, 443);
}

TEST(Url, AnEmptyPathIsASlash) {
  EXPECT_EQ(Url::parse("http://a").target, "/");
  EXPECT_EQ(Url::parse("http://a?x=1").target, "/?x=1");
  EXPECT_EQ(Url::parse("http://a#x").target, "/");
}

TEST(Url, KeepsAQuestionMarkWithNothingBehindIt) {
  const auto url = Url::parse("http://a/b?");
  EXPECT_EQ(url.target, "/b?");
  EXPECT_EQ(url.path(), "/b");
  EXPECT_EQ(url.query(), "");
  EXPECT_EQ(Url::parse("http://a/b?c?d").query(), "c?d");
}

TEST(Url, WritesItselfWithTheDefaultPortLeftOut) {
  EXPECT_EQ(Url::parse("https://a:443/x").str(), "https://a/x");
  EXPECT_EQ(Url::parse("http://a:443/x").str(), "http://a:443/x");
  EXPECT_EQ(Url::parse("http://[::1]:8080/").str(), "http://[::1]:8080/");
  EXPECT_EQ((Url{"https", "a", 443, "*"}.str()), "https://a *");
  EXPECT_EQ((Url{"https", "a", 443, ""}.str()), "https://a");
}

TEST(Url, SaysWhatIsWrongAndWhere) {
  const auto parsing = [](std::string_view text) { return [text] { (void)Url::parse(text); }; };
  const auto throws = [](const char* message) {
    return ThrowsMessage<std::invalid_argument>(StrEq(message));
  };
  EXPECT_THAT(parsing("api.test/x"),
              throws("\"api.test/x\" is no URL: no scheme; it begins with http:// or https:// (at byte 0)"));
  EXPECT_THAT(parsing("ftp://a/"),
              throws("\"ftp://a/\" is no URL: the scheme \"ftp\" is neither http nor https (at byte 0)"));
  EXPECT_THAT(parsing("http:///x"), throws("\"http:///x\" is no URL: the host is empty (at byte 7)"));
  EXPECT_THAT(
      parsing("http://a:70000/"),
      throws("\"http://a:70000/\" is no URL: the port \"70000\" is out of range (1 to 65535) (at byte 9)"));
  EXPECT_THAT(parsing("http://a/b c"),
              throws("\"http://a/b c\" is no URL: path and query cannot contain \" \" (at byte 10)"));
  EXPECT_THAT(parsing("http://a/\n"),
              throws("\"http://a/\\n\" is no URL: path and query cannot contain \"\\n\" (at byte 9)"));
}

TEST(Url, APasswordIsNeitherTakenNorRepeated) {
  EXPECT_THAT(
      [] { (void)Url::parse("http://me:secret@a/"); },
      ThrowsMessage<std::invalid_argument>(AllOf(HasSubstr("Authorization"), Not(HasSubstr("secret")))));
}

}  // namespace
}  // namespace wiretape
