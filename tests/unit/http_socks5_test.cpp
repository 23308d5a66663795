// SPDX-License-Identifier: MIT
#include "http/socks5.hpp"

#include <gtest/gtest.h>

namespace wiretape::http::socks5 {
namespace {

using namespace std::string_view_literals;

// Nothing at every shorter length, then the whole; bytes behind it are left alone.
template <class Parse>
auto whole(Parse parse, std::string_view bytes) {
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    const auto early = parse(bytes.substr(0, cut));
    EXPECT_TRUE(early && !*early) << "at " << cut;
  }
  auto parsed = parse(std::string(bytes) + "\x16more");
  EXPECT_TRUE(parsed && *parsed);
  EXPECT_EQ((*parsed)->size, bytes.size());
  return **parsed;
}

TEST(Socks5, ReadsWhichMethodsAreOffered) {
  const auto without = whole(parse_greeting, "\x05\x02\x00\x01"sv);
  EXPECT_TRUE(without.offers_none);
  EXPECT_FALSE(without.offers_password);
  const auto with = whole(parse_greeting, "\x05\x03\x00\x01\x02"sv);
  EXPECT_TRUE(with.offers_none && with.offers_password);
  const auto neither = whole(parse_greeting, "\x05\x00"sv);
  EXPECT_FALSE(neither.offers_none || neither.offers_password);
}

TEST(Socks5, ReadsNameAndPassword) {
  const auto credentials = whole(parse_credentials, "\x01\x04mona\x06secret"sv);
  EXPECT_EQ(credentials.name, "mona");
  EXPECT_EQ(credentials.password, "secret");
  EXPECT_EQ(whole(parse_credentials, "\x01\x00\x00"sv).name, "");
}

TEST(Socks5, ReadsWhereTheClientWantsToGo) {
  const auto name = whole(parse_request,
                          "\x05\x01\x00\x03\x10"
                          "api.weather.test\x01\xbb"sv);
  EXPECT_EQ(name.command, Command::connect);
  EXPECT_EQ(name.target.host, "api.weather.test");
  EXPECT_EQ(name.target.port, 443);
  const auto ipv4 = whole(parse_request, "\x05\x01\x00\x01\x7f\x00\x00\x01\x1f\x90"sv);
  EXPECT_EQ(ipv4.target.host, "127.0.0.1");
  EXPECT_EQ(ipv4.target.port, 8080);
  const auto ipv6 =
      whole(parse_request,
            "\x05\x01\x00\x04\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x50"sv);
  EXPECT_EQ(ipv6.target.host, "2001:db8:0:0:0:0:0:1");
  EXPECT_EQ(ipv6.target.port, 80);
  EXPECT_EQ(whole(parse_request, "\x05\x02\x00\x01\x7f\x00\x00\x01\x00\x01"sv).command, Command::bind);
}

TEST(Socks5, RefusesWhatIsNone) {
  const auto why = [](const auto& parsed) {
    return parsed ? std::string("it was taken") : parsed.error().message;
  };
  EXPECT_EQ(why(parse_greeting("\x04\x01"sv)), "SOCKS version 4, not 5");
  EXPECT_EQ(why(parse_credentials("\x05"sv)), "user name and password of version 5, not 1");
  EXPECT_EQ(why(parse_request("\x04"sv)), "a SOCKS request of version 4, not 5");
  EXPECT_EQ(why(parse_request("\x05\x09\x00\x01"sv)), "the SOCKS command 0x09");
  EXPECT_EQ(why(parse_request("\x05\x01\x00\x02"sv)), "an address of the kind 0x02");
  EXPECT_EQ(why(parse_request("\x05\x01\x00\x01\x7f\x00\x00\x01\x00\x00"sv)), "the port 0");
  EXPECT_EQ(why(parse_request("\x05\x01\x00\x03\x05"
                              "a/b:1\x00\x50"sv)),
            "a host cannot be \"a/b:1\"");
  EXPECT_EQ(why(parse_request("\x05\x01\x00\x03\x04"
                              "a\r\nb\x00\x50"sv)),
            "a host cannot be \"a\\r\\nb\"");
  EXPECT_EQ(why(parse_request("\x05\x01\x00\x03\x02$:\x00\x50"sv)), "a host cannot be \"$:\"");
  EXPECT_EQ(why(parse_request("\x05\x01\x00\x03\x05[::1]\x00\x50"sv)), "a host cannot be \"[::1]\"");
  EXPECT_EQ(why(parse_request("\x05\x01\x00\x03\x00\x00\x50"sv)), "a host cannot be \"\"");
}

TEST(Socks5, WritesItsAnswers) {
  EXPECT_EQ(write_method(Method::password), "\x05\x02"sv);
  EXPECT_EQ(write_method(Method::unacceptable), "\x05\xff"sv);
  EXPECT_EQ(write_verdict(true), "\x01\x00"sv);
  EXPECT_NE(write_verdict(false), "\x01\x00"sv);
  EXPECT_EQ(write_reply(Reply::succeeded), "\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00"sv);
  EXPECT_EQ(write_reply(Reply::refused)[1], '\x05');
}

}  // namespace
}  // namespace wiretape::http::socks5
