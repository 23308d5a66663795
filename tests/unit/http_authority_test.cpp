// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "http/url.hpp"

namespace wiretape::http {
namespace {

struct Good {
  std::string text, host;
  std::optional<std::uint16_t> port;
};

TEST(Authority, ReadsHostsAndPorts) {
  for (const auto& [text, host, port] : std::initializer_list<Good>{
           {"Api.Weather.test", "Api.Weather.test", {}},
           {"localhost:8080", "localhost", 8080},
           {"a_b.test:65535", "a_b.test", 65535},
           {"127.0.0.1:1", "127.0.0.1", 1},
           {"a:", "a", {}},
           {"caf%C3%A9.test", "caf%C3%A9.test", {}},
           {"[::1]", "::1", {}},
           {"[::]:443", "::", 443},
           {"[1:2:3:4:5:6:7:8]", "1:2:3:4:5:6:7:8", {}},
           {"[64:ff9b::192.0.2.33]:80", "64:ff9b::192.0.2.33", 80},
           {"[fe80::1%25eth0]:80", "fe80::1%25eth0", 80},
       }) {
    const auto got = parse_authority(text);
    ASSERT_TRUE(got) << text << ": " << got.error().message;
    EXPECT_EQ(got->host, host);
    EXPECT_EQ(got->port, port) << text;
  }
}

struct Bad {
  std::string text, message;
  std::size_t offset;
};

TEST(Authority, SaysWhatIsWrongAndWhere) {
  for (const auto& [text, message, offset] : std::initializer_list<Bad>{
           {"", "the host is empty", 0},
           {":80", "the host is empty", 0},
           {"me:pw@host", "user name or password before the host; send an Authorization field instead", 5},
           {"a b", "a host cannot contain \" \"", 1},
           {"a/b", "a host cannot contain \"/\"", 1},
           {"a\r\nb", "a host cannot contain \"\\r\"", 1},
           {std::string("a\0", 2), "a host cannot contain \"\\x00\"", 1},
           {"a%4", "a host cannot contain \"%\"", 1},
           {"a%zz", "a host cannot contain \"%\"", 1},
           {"\xC3\xA4.test", "a host cannot contain \"\\xc3\"", 0},
           {"a:b", "the port \"b\" is not a number", 2},
           {"a:+80", "the port \"+80\" is not a number", 2},
           {"a:0", "the port \"0\" is out of range (1 to 65535)", 2},
           {"a:65536", "the port \"65536\" is out of range (1 to 65535)", 2},
           {"a:99999999999999999999", "the port \"99999999999999999999\" is out of range (1 to 65535)", 2},
           {"::1", "the host is empty", 0},
           {"fe80::1", "more than one colon; an IPv6 address stands in brackets", 4},
           {"[::1", "an IPv6 literal without its ]", 4},
           {"[::1]80", "something other than a port behind an IPv6 literal", 5},
           {"[::1]:x", "the port \"x\" is not a number", 6},
           {"[]", "\"\" is not an IPv6 address", 1},
           {"[1:2:3:4:5:6:7]", "\"1:2:3:4:5:6:7\" is not an IPv6 address", 1},
           {"[1:2:3:4:5:6:7::8]", "\"1:2:3:4:5:6:7::8\" is not an IPv6 address", 1},
           {"[1::2::3]", "\"1::2::3\" is not an IPv6 address", 1},
           {"[12345::]", "\"12345::\" is not an IPv6 address", 1},
           {"[::1.2.3.256]", "\"::1.2.3.256\" is not an IPv6 address", 1},
           {"[1.2.3.4::]", "\"1.2.3.4::\" is not an IPv6 address", 1},
           {"[fe80::1%25]", "\"fe80::1%25\" is not an IPv6 address", 1},
           {"[v1.x]", "\"v1.x\" is not an IPv6 address", 1},
       }) {
    const auto got = parse_authority(text);
    ASSERT_FALSE(got) << text;
    EXPECT_EQ(got.error().message, message);
    EXPECT_EQ(got.error().offset, offset) << text;
  }
}

}  // namespace
}  // namespace wiretape::http
