// SPDX-License-Identifier: MIT
// What the deck shows to an origin in TLS, and what it writes down of it.
#include <fstream>

#include "support/curl_tool.hpp"
#include "support/replayed.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

class ToTheOrigin : public testing::Test {
protected:
  void SetUp() override { NEEDS_PROGRAM("nginx"); }

  // A certificate for "CN=mona" that openssl makes, and its key.
  void make_certificate() const {
    const auto made = run({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                           "-nodes", "-subj", "/CN=mona", "-days", "2", "-keyout", dir.path("mona.key"),
                           "-out", dir.path("mona.pem")});
    ASSERT_EQ(made.exit_code, 0) << made.err;
  }

  TempDirectory dir;
};

TEST_F(ToTheOrigin, ACertificateIsShownWhereItAsksForOne) {
  make_certificate();
  DeckOptions options;
  options.origin_client_cert_file = dir.path("mona.pem");
  options.origin_client_key_file = dir.path("mona.key");
  record_and_replay(
      an<Nginx>(),
      [](const Scene& scene) {
        auto seen = curl(scene, {scene.https + "/client-certificate"});
        EXPECT_EQ(seen, "CN=mona\n");
        return seen;
      },
      options);
}

TEST_F(ToTheOrigin, NoCertificateIsShownUnasked) {
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    auto seen = curl(scene, {scene.https + "/client-certificate"});
    EXPECT_EQ(seen, "\n");
    return seen;
  });
}

TEST_F(ToTheOrigin, ACertificateMustBeReadable) {
  make_certificate();
  const auto start = [&](const std::string& certificate, const std::string& key) {
    DeckOptions options;
    options.origin_client_cert_file = certificate;
    options.origin_client_key_file = key;
    const Deck deck(options);
  };
  EXPECT_NO_THROW(start(dir.path("mona.pem"), dir.path("mona.key")));
  EXPECT_THAT(
      [&] { start(dir.path("mona.pem"), ""); },
      ThrowsMessage<StartError>(AllOf(HasSubstr("origin_client_cert_file: "), HasSubstr("\n  next: "))));
  EXPECT_THAT([&] { start("", dir.path("mona.key")); },
              ThrowsMessage<StartError>(HasSubstr("set origin_client_cert_file too")));
}

TEST_F(ToTheOrigin, TheVersionsAreLimited) {
  DeckOptions options;
  options.origin_tls.highest = TlsVersion::tls1_2;
  record_and_replay(
      an<Nginx>(),
      [](const Scene& scene) {
        auto seen = curl(scene, {scene.https + "/protocol"});
        EXPECT_THAT(seen, testing::StartsWith("TLSv1.2 "));
        return seen;
      },
      options);
}

TEST_F(ToTheOrigin, LimitsMustMakeSense) {
  DeckOptions options;
  options.client_tls.ciphers = "ROT13";
  EXPECT_THAT([&] { const Deck deck(options); },
              ThrowsMessage<StartError>(
                  AllOf(HasSubstr("client_tls: OpenSSL knows no cipher 'ROT13'"), HasSubstr("\n  next: "))));
}

TEST_F(ToTheOrigin, AClientsOwnCertificateStaysWithTheDeckThatAsksForIt) {
  make_certificate();
  DeckOptions options;
  options.mode = RecordMode::none;
  options.asks_client_certificate = true;
  Deck deck(options);
  const auto said = [&](std::vector<std::string> arguments) {
    arguments.emplace_back("https://api.weather.test/");
    run_curl(deck, arguments);
    std::string last;
    for (const auto& entry : deck.journal()) {
      if (entry.kind == JournalKind::tls_established) last = entry.text;
    }
    return last;
  };
  EXPECT_EQ(said({"--cert", dir.path("mona.pem"), "--key", dir.path("mona.key")}),
            "TLS for api.weather.test, client certificate CN=mona");
  EXPECT_EQ(said({}), "TLS for api.weather.test, no client certificate");
}

}  // namespace
}  // namespace wiretape
