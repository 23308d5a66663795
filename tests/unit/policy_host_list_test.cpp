// SPDX-License-Identifier: MIT
#include "policy/host_list.hpp"

#include <gtest/gtest.h>

namespace wiretape::policy {
namespace {

HostList list(const std::vector<std::string>& hosts) { return *HostList::parse(hosts); }

TEST(HostList, HasHostsOnEveryPortOrOnOne) {
  const auto hosts = list({"api.weather.test", "db.test:5432", "[::1]"});
  EXPECT_TRUE(hosts.has("api.weather.test", 443));
  EXPECT_TRUE(hosts.has("API.Weather.Test", 80));
  EXPECT_TRUE(hosts.has("db.test", 5432));
  EXPECT_FALSE(hosts.has("db.test", 443));
  EXPECT_TRUE(hosts.has("::1", 1));
  EXPECT_FALSE(hosts.has("weather.test", 443));
  EXPECT_FALSE(hosts.has("xapi.weather.test", 443));
}

TEST(HostList, HasWhatIsBelowAName) {
  const auto hosts = list({"*.weather.test:443"});
  EXPECT_TRUE(hosts.has("api.weather.test", 443));
  EXPECT_TRUE(hosts.has("a.b.weather.test", 443));
  EXPECT_FALSE(hosts.has("api.weather.test", 80));
  EXPECT_FALSE(hosts.has("weather.test", 443));
  EXPECT_FALSE(hosts.has("badweather.test", 443));
}

TEST(HostList, HasNothingWhenEmpty) {
  EXPECT_TRUE(HostList().empty());
  EXPECT_FALSE(HostList().has("a.test", 80));
}

TEST(HostList, RefusesWhatIsNoHostAndSaysWhich) {
  const auto why = [](const std::string& host) {
    const auto parsed = HostList::parse({"fine.test", host});
    EXPECT_FALSE(parsed) << host;
    EXPECT_EQ(parsed.error().offset, 1U) << host;
    return parsed.error().message;
  };
  EXPECT_EQ(why("https://a.test"), "\"https://a.test\" is no host: the port \"//a.test\" is not a number");
  EXPECT_EQ(why("a.test:0"), "\"a.test:0\" is no host: the port \"0\" is out of range (1 to 65535)");
  EXPECT_EQ(why(""), "\"\" is no host: the host is empty");
  EXPECT_EQ(why("a.*.test"),
            "\"a.*.test\" is no host: a * stands at the beginning only, as in *.weather.test");
}

}  // namespace
}  // namespace wiretape::policy
