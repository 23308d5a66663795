// SPDX-License-Identifier: MIT
#include "io/upstream_proxy.hpp"

#include <gmock/gmock.h>

#include "io/pipe.hpp"
#include "support/coroutines.hpp"

namespace wiretape::io {
namespace {

UpstreamProxy proxy(std::string_view url) { return *UpstreamProxy::parse(url); }

TEST(UpstreamProxy, IsWrittenAsAUrl) {
  const auto plain = proxy("http://proxy.corp.test:3128");
  EXPECT_FALSE(plain.is_tls);
  EXPECT_EQ(plain.host, "proxy.corp.test");
  EXPECT_EQ(plain.port, 3128);
  EXPECT_EQ(plain.authorization, "");
  const auto tls = proxy("https://[::1]/");
  EXPECT_TRUE(tls.is_tls);
  EXPECT_EQ(tls.host, "::1");
  EXPECT_EQ(tls.port, 443);
}

TEST(UpstreamProxy, MayHaveANameAndPassword) {
  EXPECT_EQ(proxy("http://Aladdin:open%20sesame@p.test").authorization, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  EXPECT_EQ(proxy("http://a:b%40c:d@p.test").authorization, "Basic YTpiQGM6ZA==");
  EXPECT_EQ(proxy("http://only@p.test").authorization, "Basic b25seTo=");
}

TEST(UpstreamProxy, RefusesWhatIsNone) {
  const auto why = [](std::string_view url) {
    const auto parsed = UpstreamProxy::parse(url);
    return parsed ? std::string("it was taken") : parsed.error().message;
  };
  EXPECT_THAT(why("socks5://p.test"), testing::HasSubstr("neither http nor https"));
  EXPECT_THAT(why("p.test:3128"), testing::HasSubstr("no scheme"));
  EXPECT_EQ(why("http://p.test/path"), "a proxy has no path");
  EXPECT_EQ(why("http://a%3Ab:c@p.test"), "a user name cannot hold a colon");
  EXPECT_THAT(why("http://mona:secret@p.test:0"), Not(testing::HasSubstr("secret")));
}

class AskForTunnel : public testing::Test {
protected:
  // What comes of it when the proxy answers so; `heard` is what it was asked.
  std::optional<std::string> ask(std::string_view url, std::string_view answer) {
    auto [ours, proxys] = make_pipe(context_.get_executor(), PipeOptions{});
    const auto through = proxy(url);
    const Started<std::optional<std::string>> asked(context_, ask_for_tunnel(*ours, through, "o.test", 443));
    const auto got = run_until_ended(context_, proxys->read_some(scratch()));
    heard = std::string(scratch().data(), got.count);
    const auto written = run_until_ended(context_, proxys->write(answer));
    EXPECT_FALSE(written);
    if (!asked.has_ended()) proxys->close();
    settle(context_);
    return asked.value();
  }

  asio::io_context context_;
  std::string heard;
};

TEST_F(AskForTunnel, SaysWhereToAndWhoAsks) {
  EXPECT_EQ(ask("http://p.test", "HTTP/1.1 200 OK\r\n\r\n"), std::nullopt);
  EXPECT_EQ(heard, "CONNECT o.test:443 HTTP/1.1\r\nHost: o.test:443\r\n\r\n");
  EXPECT_EQ(ask("http://a:b@p.test", "HTTP/1.0 200 Connection established\r\nVia: p\r\n\r\n"), std::nullopt);
  EXPECT_EQ(heard,
            "CONNECT o.test:443 HTTP/1.1\r\nHost: o.test:443\r\nProxy-Authorization: Basic YTpi\r\n\r\n");
}

TEST_F(AskForTunnel, SaysWhyNot) {
  EXPECT_EQ(ask("http://p.test", "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"),
            "it answered 407 Proxy Authentication Required");
  EXPECT_EQ(ask("http://p.test", "HTTP/1.1 200 OK\r\n\r\nmore"), "it sent more than its answer");
  EXPECT_THAT(ask("http://p.test", "SSH-2.0-OpenSSH_9.2\r\n"),
              testing::Optional(testing::HasSubstr("not with HTTP/")));
  EXPECT_EQ(ask("http://p.test", "HTTP/1.1 20"), "it closed the connection");
}

}  // namespace
}  // namespace wiretape::io
