// SPDX-License-Identifier: MIT
#include "io/redirects.hpp"

#include <gtest/gtest.h>

namespace wiretape::io {
namespace {

std::string where(const Redirects& redirects, std::string_view host, std::uint16_t port) {
  const auto found = redirects.find(host, port);
  return found ? found->address().to_string() + " " + std::to_string(found->port()) : "as DNS says";
}

TEST(Redirects, LeadElsewhere) {
  const auto redirects = *Redirects::parse({{"api.weather.test:8443", "10.0.0.7"},
                                            {"api.weather.test", "127.0.0.1:9000"},
                                            {"v6.test", "[::1]:8443"},
                                            {"api.weather.test", "10.9.9.9"}});
  EXPECT_EQ(where(redirects, "api.weather.test", 8443), "10.0.0.7 8443");
  EXPECT_EQ(where(redirects, "API.weather.test", 443), "127.0.0.1 9000");
  EXPECT_EQ(where(redirects, "v6.test", 443), "::1 8443");
  EXPECT_EQ(where(redirects, "www.weather.test", 443), "as DNS says");
  EXPECT_EQ(where(Redirects(), "v6.test", 443), "as DNS says");
}

TEST(Redirects, RefuseWhatIsNoAddress) {
  const auto why = [](const char* host, const char* address) {
    const auto parsed = Redirects::parse({{"fine.test", "127.0.0.1"}, {host, address}});
    EXPECT_FALSE(parsed);
    EXPECT_EQ(parsed.error().offset, 1U);
    return parsed.error().message;
  };
  EXPECT_EQ(why("a.test", "localhost"),
            "\"localhost\" is no IP address, like 127.0.0.1, 127.0.0.1:8443 or [::1]:8443");
  EXPECT_EQ(why("a.test", ""), "\"\" is no IP address, like 127.0.0.1, 127.0.0.1:8443 or [::1]:8443");
  EXPECT_EQ(why("https://a.test", "127.0.0.1"),
            "\"https://a.test\" is no host: the port \"//a.test\" is not a number");
}

}  // namespace
}  // namespace wiretape::io
