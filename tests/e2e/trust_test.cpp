// SPDX-License-Identifier: MIT
// Clients that do not trust the deck's authority: each gives the finding that says so, and says what to do.
#include <curl/curl.h>
#include <openssl/ssl.h>

#include "support/process.hpp"
#include "support/replayed.hpp"
#include "support/untrusting_httplib.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;

// Speaks TLS through the deck to https://api.weather.test/ with nothing but the system's authorities, and
// says whether it got through.
struct Untrusting {
  const char* name;
  bool (*gets_through)(const Deck& deck, bool is_tls13);
};
void PrintTo(const Untrusting& client, std::ostream* os) { *os << client.name; }

std::string address(const Deck& deck) { return "127.0.0.1:" + std::to_string(deck.port()); }

const std::string url = "https://api.weather.test/";

bool runs(const Deck& deck, std::vector<std::string> command) {
  ProgramOptions options;
  options.environment = {{"https_proxy", deck.proxy_url()}, {"no_proxy", ""}};
  return run(command, options).exit_code == 0;
}

bool curl_gets_through(const Deck& deck, bool is_tls13) {
  return runs(deck, {"curl", "-q", "-sS", is_tls13 ? "--tlsv1.3" : "--tlsv1.2", "--tls-max",
                     is_tls13 ? "1.3" : "1.2", url});
}

bool wget_gets_through(const Deck& deck, bool is_tls13) {
  return runs(deck, {"wget", "-q", "--tries=1", "-O", "-",
                     std::string("--secure-protocol=") + (is_tls13 ? "TLSv1_3" : "TLSv1_2"), url});
}

bool python_gets_through(const Deck& deck, bool is_tls13) {
  const auto* script = R"(
import ssl, sys, urllib.request
context = ssl.create_default_context()
context.minimum_version = context.maximum_version = getattr(ssl.TLSVersion, sys.argv[1])
urllib.request.urlopen(sys.argv[2], context=context, timeout=30)
)";
  return runs(deck, {"python3", "-c", script, is_tls13 ? "TLSv1_3" : "TLSv1_2", url});
}

bool node_gets_through(const Deck& deck, bool is_tls13) {
  const auto* script = R"(
const http = require('http'), tls = require('tls');
const [port, version] = process.argv.slice(1);
http.request({host: '127.0.0.1', port, method: 'CONNECT', path: 'api.weather.test:443'})
  .on('connect', (_, socket) => tls.connect(
    {socket, servername: 'api.weather.test', minVersion: version, maxVersion: version}, () => process.exit(0)))
  .end();
)";
  return runs(deck, {"node", "-e", script, std::to_string(deck.port()), is_tls13 ? "TLSv1.3" : "TLSv1.2"});
}

bool openssl_gets_through(const Deck& deck, bool is_tls13) {
  return runs(deck,
              {"openssl", "s_client", "-proxy", address(deck), "-connect", "api.weather.test:443",
               "-servername", "api.weather.test", "-verify_return_error", is_tls13 ? "-tls1_3" : "-tls1_2"});
}

bool gnutls_gets_through(const Deck& deck, bool is_tls13) {
  // It knows no proxies: to the deck itself.
  return runs(deck, {"gnutls-cli", "--priority",
                     is_tls13 ? "NORMAL:-VERS-ALL:+VERS-TLS1.3" : "NORMAL:-VERS-ALL:+VERS-TLS1.2", "-p",
                     std::to_string(deck.port()), "127.0.0.1"});
}

bool libcurl_gets_through(const Deck& deck, bool is_tls13) {
  CURL* easy = curl_easy_init();
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROXY, deck.proxy_url().c_str());
  const long least = is_tls13 ? CURL_SSLVERSION_TLSv1_3 : CURL_SSLVERSION_TLSv1_2;
  const long most = is_tls13 ? CURL_SSLVERSION_MAX_TLSv1_3 : CURL_SSLVERSION_MAX_TLSv1_2;
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, least | most);
  const auto result = curl_easy_perform(easy);
  curl_easy_cleanup(easy);
  EXPECT_EQ(result, CURLE_PEER_FAILED_VERIFICATION) << curl_easy_strerror(result);
  return result == CURLE_OK;
}

bool httplib_gets_through(const Deck& deck, bool is_tls13) {
  return untrusting_httplib_gets_through(deck.port(), is_tls13 ? TLS1_3_VERSION : TLS1_2_VERSION);
}

class ClientTrust : public testing::TestWithParam<std::tuple<Untrusting, bool>> {};

TEST_P(ClientTrust, IsMissedWithAFinding) {
  const auto& [client, is_tls13] = GetParam();
  const std::string program = client.name == std::string("python") ? "python3" : client.name;
  if (program != "libcurl" && program != "httplib")
    NEEDS_PROGRAM(program == "gnutls" ? "gnutls-cli" : program);
  DeckOptions options;
  options.mode = RecordMode::none;
  Deck deck(options);

  EXPECT_FALSE(client.gets_through(deck, is_tls13));

  EXPECT_THAT(deck.requests(), testing::IsEmpty());
  const auto findings = deck.stop();
  ASSERT_THAT(findings, ElementsAre(Field(&Finding::kind, FindingKind::client_refused_tls)));
  const auto* host = program == "gnutls" ? "127.0.0.1" : "api.weather.test";
  EXPECT_THAT(findings[0].message, AllOf(HasSubstr(host), HasSubstr(deck.ca_file())));
}

INSTANTIATE_TEST_SUITE_P(Of, ClientTrust,
                         testing::Combine(testing::Values(Untrusting{"curl", curl_gets_through},
                                                          Untrusting{"wget", wget_gets_through},
                                                          Untrusting{"python", python_gets_through},
                                                          Untrusting{"node", node_gets_through},
                                                          Untrusting{"openssl", openssl_gets_through},
                                                          Untrusting{"gnutls", gnutls_gets_through},
                                                          Untrusting{"libcurl", libcurl_gets_through},
                                                          Untrusting{"httplib", httplib_gets_through}),
                                          testing::Bool()),
                         [](const auto& test) {
                           return std::string(std::get<0>(test.param).name) +
                                  (std::get<1>(test.param) ? "_tls13" : "_tls12");
                         });

// What the client said last is heard although nothing waits for it.
TEST(ClientTrustOfOne, IsMissedHoweverSoonTheDeckStops) {
  for (int i = 0; i < 40; ++i) {
    Deck deck;
    EXPECT_FALSE(i % 2 == 0 ? libcurl_gets_through(deck, true) : httplib_gets_through(deck, true));
    ASSERT_THAT(deck.stop(), ElementsAre(Field(&Finding::kind, FindingKind::client_refused_tls))) << i;
  }
}

// A client that opens connections ahead of time leaves one unused, and has trusted us elsewhere.
TEST(ClientTrustOfAPool, IsNotMissedWhereAConnectionStaysUnused) {
  DeckOptions options;
  options.mode = RecordMode::none;
  Deck deck(options);
  deck.when(AnyRequest()).answer(200, "fine");
  ProgramOptions trusting;
  trusting.environment = deck.environment();
  EXPECT_EQ(run({"curl", "-q", "-sS", "-m", "30", url}, trusting).out, "fine");
  const auto unused = run({"openssl", "s_client", "-proxy", address(deck), "-connect", "api.weather.test:443",
                           "-CAfile", deck.ca_file(), "-verify_return_error"});
  EXPECT_EQ(unused.exit_code, 0) << unused.err;
  EXPECT_THAT(deck.stop(), testing::IsEmpty());
}

}  // namespace
}  // namespace wiretape
