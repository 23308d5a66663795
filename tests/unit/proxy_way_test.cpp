// SPDX-License-Identifier: MIT
#include "proxy/way.hpp"

#include <gmock/gmock.h>

namespace wiretape::proxy {
namespace {

http::RequestHead head_for(std::string target) {
  http::RequestHead head;
  head.request.url.target = std::move(target);
  return head;
}

Way through_tunnel(std::string host, std::optional<std::uint16_t> port, bool is_tls) {
  Way way;
  way.tunnel = http::Authority{std::move(host), port};
  way.is_tls = is_tls;
  return way;
}

TEST(ResolveUrl, TakesAnAbsoluteTargetAsItIs) {
  http::RequestHead head;
  head.form = http::TargetForm::absolute;
  head.request.url = Url::parse("http://origin.test:8080/a?b");
  EXPECT_EQ(resolve_url(head, Way{})->str(), "http://origin.test:8080/a?b");
  EXPECT_EQ(resolve_url(head, through_tunnel("other.test", 443, true))->str(), "http://origin.test:8080/a?b");
}

TEST(ResolveUrl, GoesWhereTheTunnelLeads) {
  EXPECT_EQ(resolve_url(head_for("/x"), through_tunnel("origin.test", 443, true))->str(),
            "https://origin.test/x");
  EXPECT_EQ(resolve_url(head_for("/x"), through_tunnel("origin.test", 80, false))->str(),
            "http://origin.test/x");
  EXPECT_EQ(resolve_url(head_for("/x"), through_tunnel("::1", 8443, true))->str(), "https://[::1]:8443/x");
}

TEST(ResolveUrl, StandsForTheReverseOrigin) {
  Way way;
  way.reverse_origin = Url::parse("https://api.weather.test");
  EXPECT_EQ(resolve_url(head_for("/today?c=Oslo"), way)->str(), "https://api.weather.test/today?c=Oslo");
}

TEST(ResolveUrl, KeepsTheAsteriskOfOptions) {
  auto head = head_for("*");
  head.form = http::TargetForm::asterisk;
  EXPECT_EQ(resolve_url(head, through_tunnel("origin.test", 80, false))->target, "*");
}

TEST(ResolveUrl, SaysHowAClientIsPointedAtAProxy) {
  const auto url = resolve_url(head_for("/x"), Way{});
  ASSERT_FALSE(url.has_value());
  EXPECT_THAT(url.error().message, testing::HasSubstr("proxy_url()"));
  EXPECT_THAT(url.error().message, testing::HasSubstr("reverse_origin"));
}

}  // namespace
}  // namespace wiretape::proxy
