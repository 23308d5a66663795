// SPDX-License-Identifier: MIT
// The ways a client's connection can reach a deck, and what is said on it that is no plain GET.
#include "support/curl_tool.hpp"
#include "support/played.hpp"
#include "support/replayed.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ReplayedWaysIn : public testing::Test {
protected:
  void SetUp() override { NEEDS_PROGRAM("nginx"); }
};

const std::string hello = "Line 12: the same words again, so that there is something to compress.\n";

bool has_entry(const Deck& deck, JournalKind kind) {
  const auto entries = deck.journal();
  return std::any_of(entries.begin(), entries.end(), [&](const auto& entry) { return entry.kind == kind; });
}

TEST_F(ReplayedWaysIn, ATunnelWithPlainHttpInside) {
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    auto seen = curl(scene, {"-i", "--proxytunnel", scene.http + "/hello.txt"});
    EXPECT_THAT(seen, AllOf(StartsWith("HTTP/1.1 200 OK\r\nServer: nginx"), EndsWith(hello)));
    EXPECT_TRUE(has_entry(scene.deck, JournalKind::tunnel_opened));
    EXPECT_THAT(scene.deck, Received(1, HasUrl(scene.http + "/hello.txt")));
    return seen;
  });
}

TEST_F(ReplayedWaysIn, TlsToTheProxyItself) {
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    const std::vector<std::string> proxy = {"-i", "-x", scene.deck.tls_proxy_url(), "--proxy-cacert",
                                            scene.deck.ca_file()};
    std::string seen;
    for (const auto& url : {scene.http + "/hello.txt", scene.https + "/hello.txt"}) {
      auto arguments = proxy;
      arguments.push_back(url);
      seen += curl(scene, arguments);
      EXPECT_THAT(seen, EndsWith(hello));
      EXPECT_THAT(scene.deck, Received(1, HasUrl(url)));
    }
    return seen;
  });
}

TEST_F(ReplayedWaysIn, Socks5) {
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    const auto deck = "127.0.0.1:" + std::to_string(scene.deck.port());
    std::string seen;
    for (const auto& url : {scene.http + "/hello.txt", scene.https + "/hello.txt"}) {
      seen += curl(scene, {"-i", "--noproxy", "", "--socks5-hostname", deck, url});
      EXPECT_THAT(seen, EndsWith(hello));
      seen += curl(scene, {"-i", "--noproxy", "", "-x", "socks5h://mona:secret@" + deck, url});
      EXPECT_THAT(seen, EndsWith(hello));
      EXPECT_THAT(scene.deck, Received(2, HasUrl(url)));
    }
    EXPECT_TRUE(has_entry(scene.deck, JournalKind::tunnel_opened));
    return seen;
  });
}

TEST(NotIntercepted, ATunnelKeepsTheOriginsCertificate) {
  NEEDS_PROGRAM("nginx");
  const Nginx origin;
  DeckOptions options;
  options.mode = RecordMode::none;  // and still it goes out: the test's author said so
  options.pass_through = {Url::parse(origin.https).host};
  Deck deck(options);
  const auto url = origin.https + "/hello.txt";
  const auto trusting_the_origin = run_curl(deck, {"--cacert", origin.ca_file, url});
  EXPECT_EQ(trusting_the_origin.exit_code, 0) << trusting_the_origin.err;
  EXPECT_THAT(trusting_the_origin.out, EndsWith(hello));
  EXPECT_EQ(run_curl(deck, {url}).exit_code, 60) << "it was intercepted: the deck's authority was enough";
  EXPECT_THAT(deck.requests(), testing::IsEmpty());
  EXPECT_THAT(deck.stop(), testing::IsEmpty());
}

TEST(AskedForCredentials, CurlShowsThem) {
  const TempDirectory dir;
  auto options = playing(dir, {interaction("http://o.test/a", "played")});
  options.repeats = Repeats::last;
  options.proxy_credentials = "mona:secret";
  Deck deck(options);
  const auto authority = deck.proxy_url().substr(7);
  for (const auto* scheme : {"http", "socks5h"}) {
    const auto proxy = [&](const std::string& password) {
      return run_curl(deck, {"--noproxy", "", "-x", scheme + ("://mona:" + password) + "@" + authority,
                             "http://o.test/a"});
    };
    EXPECT_EQ(proxy("secret").out, "played") << scheme;
    EXPECT_NE(proxy("wrong").out, "played") << scheme;
  }
  // Asked first, told then: what curl does where it may choose.
  EXPECT_EQ(run_curl(deck, {"--noproxy", "", "--proxy-anyauth", "-U", "mona:secret", "-x", deck.proxy_url(),
                            "http://o.test/a"})
                .out,
            "played");
  EXPECT_THAT(deck.stop(), testing::IsEmpty());
}

// What curl sees of an origin that is reached through another proxy, and what that one heard.
class ReachedThroughAProxy : public testing::TestWithParam<bool> {};

TEST_P(ReachedThroughAProxy, GoesThereByConnect) {
  NEEDS_PROGRAM("nginx");
  const Nginx origin;
  DeckOptions behind;
  behind.mode = RecordMode::passthrough;
  behind.origin_ca_file = origin.ca_file;
  Deck proxy(behind);
  DeckOptions options;
  options.mode = RecordMode::passthrough;
  options.upstream_proxy = GetParam() ? proxy.tls_proxy_url() : proxy.proxy_url();
  options.origin_ca_file = proxy.ca_file();
  Deck deck(options);
  for (const auto& url : {origin.http + "/hello.txt", origin.https + "/hello.txt"}) {
    const auto seen = run_curl(deck, {url});
    EXPECT_EQ(seen.exit_code, 0) << seen.err;
    EXPECT_THAT(seen.out, EndsWith(hello));
    EXPECT_THAT(proxy, Received(1, HasUrl(url)));
    EXPECT_THAT(deck, Received(1, HasUrl(url)));
  }
  EXPECT_EQ(has_entry(proxy, JournalKind::tunnel_opened), true);
  EXPECT_THAT(deck.stop(), testing::IsEmpty());
  EXPECT_THAT(proxy.stop(), testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Of, ReachedThroughAProxy, testing::Bool(),
                         [](const auto& test) { return test.param ? "Https" : "Http"; });

TEST(RefusedByAProxy, IsAFailureThatNamesIt) {
  const RawOrigin proxy(
      always("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
             "Content-Length: 0\r\n\r\n"));
  DeckOptions options;
  options.mode = RecordMode::passthrough;
  options.upstream_proxy = "http://mona:secret@" + proxy.http.substr(7);
  Deck deck(options);
  const auto seen = run_curl(deck, {"-i", "http://o.invalid/a"});
  EXPECT_THAT(seen.out, AllOf(StartsWith("HTTP/1.1 502 "),
                              HasSubstr("connect to o.invalid:80 through the proxy " + proxy.http.substr(7) +
                                        ": it answered 407 Proxy Authentication Required"),
                              Not(HasSubstr("secret"))));
}

TEST(ReachedElsewhere, ANameNeedsNoDns) {
  NEEDS_PROGRAM("nginx");
  const Nginx origin;
  DeckOptions options;
  options.mode = RecordMode::passthrough;
  const auto port = std::to_string(Url::parse(origin.http).port);
  options.resolve = {{"api.weather.invalid", "127.0.0.1:" + port}};  // RFC 6761 §6.4: no DNS knows it
  Deck deck(options);
  const auto seen = run_curl(deck, {"http://api.weather.invalid/hello.txt"});
  EXPECT_EQ(seen.exit_code, 0) << seen.err;
  EXPECT_THAT(seen.out, EndsWith(hello));
  EXPECT_THAT(deck, Received(1, HasHost("api.weather.invalid")));
  EXPECT_THAT(deck.stop(), testing::IsEmpty());
}

struct Reverse {
  std::string origin;  // scheme
  bool is_tls;         // from the client to the deck
};
void PrintTo(const Reverse& way, std::ostream* os) {
  *os << (way.is_tls ? "https" : "http") << " to " << way.origin;
}

class ReplayedReverse : public testing::TestWithParam<Reverse> {};

TEST_P(ReplayedReverse, StandsForItsOrigin) {
  NEEDS_PROGRAM("nginx");
  DeckOptions options;
  options.reverse_origin = GetParam().origin;
  record_and_replay(
      an<Nginx>(),
      [](const Scene& scene) {
        const auto base = GetParam().is_tls ? scene.deck.tls_base_url() : scene.deck.base_url();
        auto seen = curl(scene, {"-i", "--noproxy", "*", base + "/hello.txt", base + "/protocol"});
        EXPECT_THAT(seen, HasSubstr(hello));
        EXPECT_THAT(seen,
                    HasSubstr(GetParam().origin == "https" ? "TLSv1.3 localhost HTTP/1.1" : " HTTP/1.1"));
        const auto& origin = GetParam().origin == "https" ? scene.https : scene.http;
        EXPECT_THAT(scene.deck, Received(1, HasUrl(origin + "/hello.txt")));
        return seen;
      },
      options);
}

INSTANTIATE_TEST_SUITE_P(Each, ReplayedReverse,
                         testing::Values(Reverse{"http", false}, Reverse{"http", true},
                                         Reverse{"https", false}, Reverse{"https", true}),
                         [](const auto& test) {
                           return (test.param.is_tls ? "TlsTo_" : "PlainTo_") + test.param.origin;
                         });

TEST_F(ReplayedWaysIn, Ipv6) {
  if (!has_ipv6()) GTEST_SKIP() << "there is no ::1 here";
  DeckOptions options;
  options.listen = "[::1]:0";
  NginxOptions nginx;
  nginx.host = "::1";
  record_and_replay(
      an<Nginx>(nginx),
      [](const Scene& scene) {
        EXPECT_THAT(scene.deck.proxy_url(), StartsWith("http://[::1]:"));
        EXPECT_THAT(scene.http, StartsWith("http://[::1]:"));
        const auto url = scene.http + "/hello.txt";
        auto seen = curl(scene, {"-i", url, "--next", "-sS", "-i", "--proxytunnel", url});
        seen += curl(scene,
                     {"-i", "-x", scene.deck.tls_proxy_url(), "--proxy-cacert", scene.deck.ca_file(), url});
        EXPECT_THAT(seen, EndsWith(hello));
        return seen;
      },
      options);
}

TEST_F(ReplayedWaysIn, PipeliningByHand) {
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    auto client = Connection::to(scene.deck.port());
    const auto authority = scene.http.substr(7);
    // The tunnel's first bytes come with the CONNECT, and three requests at once.
    std::string bytes = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n";
    for (const char* field : {"", "X-Second: yes\r\n", "Connection: close\r\n"}) {
      bytes += "GET /protocol?" + std::to_string(bytes.size()) + " HTTP/1.1\r\nHost: " + authority + "\r\n" +
               field + "\r\n";
    }
    client.send(bytes);
    EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 200 Connection established\r\n\r\n");
    auto seen = client.read_to_end();
    EXPECT_THAT(seen, EndsWith("HTTP/1.1 3\n"));
    EXPECT_TRUE(client.has_ended());
    return seen;
  });
}

TEST(ReplayedInterimAnswers, ComeBeforeTheFinalOne) {
  const auto hinting =
      always("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" +
             ok_answer("at last", "X-After: hints\r\n"));
  record_and_replay(an<RawOrigin>(hinting), [](const Scene& scene) {
    auto seen = curl(scene, {"-i", scene.http + "/a"});
    EXPECT_THAT(
        seen,
        StartsWith("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP"));
    EXPECT_THAT(seen, EndsWith("at last"));
    return seen;
  });
}

class ReplayedPython : public testing::Test {
protected:
  void SetUp() override { NEEDS_PROGRAM("python3"); }
};

TEST_F(ReplayedPython, AnswersOptionsOfTheWholeServer) {
  record_and_replay(an<PythonOrigin>(), [](const Scene& scene) {
    auto seen = curl(scene, {"-i", "-X", "OPTIONS", "--request-target", "*", scene.https + "/"});
    EXPECT_THAT(seen, HasSubstr(R"("method": "OPTIONS", "path": "*")"));
    return seen;
  });
}

TEST_F(ReplayedPython, AnswersHeadWithALengthAndNoBody) {
  record_and_replay(an<PythonOrigin>(), [](const Scene& scene) {
    auto seen = curl(scene, {"-I", scene.https + "/a"});
    EXPECT_THAT(seen, AllOf(HasSubstr("\r\nContent-Length: "), EndsWith("\r\n\r\n")));
    return seen;
  });
}

TEST_F(ReplayedPython, SendsChunksWithExtensionsAndTrailers) {
  record_and_replay(an<PythonOrigin>(), [](const Scene& scene) {
    auto seen = curl(scene, {"-i", "--raw", scene.https + "/chunks"});
    EXPECT_THAT(seen, EndsWith("3;first=yes\r\none\r\n"
                               "4\r\n two\r\n6\r\n three\r\n0\r\nX-Count: 3\r\n\r\n"));
    return seen;
  });
}

TEST_F(ReplayedPython, SendsAnOldClientNoChunks) {
  record_and_replay(an<PythonOrigin>(), [](const Scene& scene) {
    auto seen = curl(scene, {"-i", "--raw", "--http1.0", scene.http + "/chunks", scene.https + "/chunks"});
    EXPECT_THAT(seen, AllOf(EndsWith("\r\n\r\none two three"), Not(HasSubstr("Transfer-Encoding"))));
    return seen;
  });
}

TEST_F(ReplayedPython, EndsABodyByClosing) {
  record_and_replay(an<PythonOrigin>(), [](const Scene& scene) {
    auto seen = curl(scene, {"-i", scene.http + "/until-close", scene.https + "/until-close"});
    EXPECT_THAT(seen, StartsWith("HTTP/1.1 200 Until I close\r\n"));
    EXPECT_THAT(seen, EndsWith("no length, no chunks\n"));
    return seen;
  });
}

TEST_F(ReplayedPython, HearsMethodsThatNobodyKnows) {
  record_and_replay(an<PythonOrigin>(), [](const Scene& scene) {
    std::string seen;
    for (const std::string method : {"PURGE", "FROB"}) {
      seen += curl(scene, {"-i", "-X", method, "-H", "x-odd-CASE:  spaced  ", scene.https + "/a"});
      EXPECT_THAT(seen, HasSubstr("\"method\": \"" + method + "\""));
      EXPECT_THAT(seen, HasSubstr(R"(["x-odd-CASE", "spaced  "])"));
    }
    return seen;
  });
}

}  // namespace
}  // namespace wiretape
