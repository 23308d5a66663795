// SPDX-License-Identifier: MIT
#include "deck/checked_options.hpp"

#include <gmock/gmock.h>

#include <wiretape/deck.hpp>

#include "support/identity.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::deck {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;
using testing::ThrowsMessage;

// The option's name first, and what to do last.
auto refuses(const char* option) {
  return ThrowsMessage<StartError>(AllOf(StartsWith(std::string(option) + ": "), HasSubstr("\n  next: ")));
}

TEST(CheckedOptions, ReadWhatIsThere) {
  EXPECT_EQ(parse_reverse_origin("https://api.weather.test")->host, "api.weather.test");
  EXPECT_TRUE(parse_hosts("only", {"*.weather.test:8443"}).has("api.weather.test", 8443));
  EXPECT_TRUE(parse_credentials("mona:secret"));
  EXPECT_EQ(checked_speed(Speed(2)).factor(), 2);
  EXPECT_EQ(parse_upstream_proxy("http://proxy.corp.test:3128")->host, "proxy.corp.test");
  EXPECT_EQ(checked_limits("client_tls", {.highest = TlsVersion::tls1_2}).highest, TlsVersion::tls1_2);
}

TEST(CheckedOptions, TakeNothingForNothing) {
  EXPECT_FALSE(parse_reverse_origin(""));
  EXPECT_FALSE(parse_credentials(""));
  EXPECT_FALSE(parse_upstream_proxy(""));
  EXPECT_TRUE(checked_certificate({}).file.empty());
  EXPECT_TRUE(read_certificates({}).empty());
}

TEST(CheckedOptions, AreRefusedByName) {
  DeckOptions options;
  options.resolve = {{"api.weather.test", "elsewhere"}};
  options.origin_client_key_file = "mona.key";
  EXPECT_THAT([] { return parse_reverse_origin("weather"); }, refuses("reverse_origin"));
  EXPECT_THAT([] { return parse_hosts("only", {"a b"}); }, refuses("only"));
  EXPECT_THAT([] { return parse_credentials("mona"); }, refuses("proxy_credentials"));
  EXPECT_THAT([] { return checked_speed(Speed(-1)); }, refuses("speed"));
  EXPECT_THAT([&] { return parse_redirects(options); }, refuses("resolve"));
  EXPECT_THAT([] { return parse_upstream_proxy("ftp://proxy"); }, refuses("upstream_proxy"));
  EXPECT_THAT([] { return checked_limits("origin_tls", {.ciphers = "ROT13"}); }, refuses("origin_tls"));
  EXPECT_THAT([&] { return checked_certificate(options); }, refuses("origin_client_key_file"));
  EXPECT_THAT([] { return read_certificates({{"a.test", "/no/such.pem"}}); }, refuses("certificates"));
  EXPECT_THAT([] { return read_certificates({{"a b", "a.pem"}}); }, refuses("certificates"));
}

TEST(CheckedOptions, CertificatesAreForTheirHosts) {
  const support::TempDirectory dir;
  const auto own = io::make_authority("own");
  dir.write("own.pem", io::pem_of(own) + io::pem_of_key(own));
  const auto certificates = read_certificates({{"*.weather.test", dir.path("own.pem")}});
  ASSERT_EQ(certificates.size(), 1U);
  EXPECT_TRUE(certificates[0].hosts.has("api.weather.test", 443));
  EXPECT_FALSE(certificates[0].hosts.has("other.test", 443));
}

}  // namespace
}  // namespace wiretape::deck
