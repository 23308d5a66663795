// SPDX-License-Identifier: MIT
#include "io/certificate_name.hpp"

#include <gmock/gmock.h>

namespace wiretape::io {

namespace {

std::string text_of(std::string_view host) {
  const auto name = certificate_name(host);
  return name ? name->text : "(no name)";
}

TEST(CertificateName, IsADnsNameInLowerCase) {
  EXPECT_EQ(text_of("api.weather.test"), "api.weather.test");
  EXPECT_EQ(text_of("API.Weather.TEST"), "api.weather.test");
  EXPECT_EQ(text_of("localhost"), "localhost");
  EXPECT_FALSE(certificate_name("api.weather.test")->is_address());
}

TEST(CertificateName, LeavesOutTheTrailingDotOfARootedName) {
  EXPECT_EQ(text_of("api.test."), "api.test");
  EXPECT_EQ(text_of("api.test.."), "(no name)");
}

TEST(CertificateName, TakesUnderscoresAndALabels) {
  EXPECT_EQ(text_of("my_service"), "my_service");
  EXPECT_EQ(text_of("_grpc._tcp.api.test"), "_grpc._tcp.api.test");
  EXPECT_EQ(text_of("xn--BCHER-kva.test"), "xn--bcher-kva.test");
}

TEST(CertificateName, IsAnIPv4Address) {
  const auto name = certificate_name("127.0.0.1");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->text, "127.0.0.1");
  EXPECT_EQ(name->address, std::string("\x7f\0\0\x01", 4));
  EXPECT_TRUE(certificate_name("10.0.0.1.")->is_address());
}

TEST(CertificateName, TakesForANameWhatOnlyLooksLikeAnAddress) {
  EXPECT_FALSE(certificate_name("127.1")->is_address());
  EXPECT_FALSE(certificate_name("1.2.3.4.5")->is_address());
  EXPECT_FALSE(certificate_name("256.0.0.1")->is_address());
}

TEST(CertificateName, IsAnIPv6AddressInItsShortestText) {
  const auto name = certificate_name("2001:DB8:0:0::1");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->text, "2001:db8::1");
  EXPECT_EQ(name->address, std::string("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01", 16));
  EXPECT_EQ(text_of("0:0:0:0:0:0:0:1"), "::1");
}

TEST(CertificateName, DropsAnAddressesZone) {
  EXPECT_EQ(text_of("fe80::1%eth0"), "fe80::1");
  EXPECT_EQ(text_of("127.0.0.1%eth0"), "(no name)");
}

TEST(CertificateName, MayBeAsLongAsDnsAllows) {
  const std::string label(63, 'a');
  const std::string longest = label + "." + label + "." + label + "." + std::string(61, 'b');
  ASSERT_EQ(longest.size(), 253U);
  EXPECT_EQ(text_of(longest), longest);
  EXPECT_EQ(text_of(longest + "."), longest);
  EXPECT_EQ(text_of(longest + "b"), "(no name)");
  EXPECT_EQ(text_of(std::string(100, 'a')), std::string(100, 'a'));
}

TEST(CertificateName, IsNeverMadeOfABadLabel) {
  for (const auto* host : {"", ".", "..", ".test", "a..b"}) EXPECT_EQ(text_of(host), "(no name)") << host;
}

TEST(CertificateName, IsNeverMadeOfAByteThatNamesDoNotHave) {
  const std::string allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  for (int byte = 0; byte < 256; ++byte) {
    const std::string host = std::string("a") + static_cast<char>(byte) + "b.test";
    const bool is_allowed = allowed.find(static_cast<char>(byte)) != std::string::npos;
    EXPECT_EQ(certificate_name(host).has_value(), is_allowed) << "byte " << byte;
  }
}

TEST(CertificateName, DoesNotEndAtANul) {
  EXPECT_EQ(text_of(std::string_view("bank.test\0.evil.test", 20)), "(no name)");
  EXPECT_EQ(text_of(std::string_view("127.0.0.1\0x", 11)), "(no name)");
  EXPECT_EQ(text_of(std::string_view("::1\0x", 5)), "(no name)");
}

TEST(CertificateName, IsNoUrlAuthority) {
  for (const auto* host : {"[::1]", "api.test:443", "user@api.test", "*.api.test", "a,DNS:evil.test"}) {
    EXPECT_EQ(text_of(host), "(no name)") << host;
  }
}

}  // namespace

}  // namespace wiretape::io
