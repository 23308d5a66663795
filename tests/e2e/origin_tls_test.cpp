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

// What a client that knows TLS well sees of the deck: version, protocol, and whom the certificate names.
std::string seen_by_openssl(const Deck& deck, const std::string& authority) {
  const auto client = "openssl s_client -proxy 127.0.0.1:" + std::to_string(deck.port()) + " -connect " +
                      authority + " -servername localhost -alpn http/1.1 -CAfile " + deck.ca_file() +
                      " </dev/null 2>/dev/null";
  return run({"bash", "-c",
              client + " | tee >(openssl x509 -noout -ext subjectAltName >&2) | "
                       "grep -oE 'ALPN.*|Protocol *: .*|New, TLSv1.[23]|Verification: OK' ; wait"})
             .out +
         run({"bash", "-c", client + " | openssl x509 -noout -ext subjectAltName"}).out;
}

TEST_F(ToTheOrigin, ItsTlsIsRecordedAndMirrored) {
  DeckOptions options;
  options.cassette_dir = dir.path();
  options.cassette = "a.yaml";
  options.allows_unused_interactions = true;
  std::string authority;
  {
    const Nginx nginx({.names = "DNS:localhost,DNS:*.weather.test,IP:192.0.2.1"});
    authority = Url::parse(nginx.https).authority();
    options.origin_ca_file = nginx.ca_file;
    options.origin_tls.highest = TlsVersion::tls1_2;
    options.mode = RecordMode::once;
    Deck deck(options);
    EXPECT_EQ(run_curl(deck, {"-o", "/dev/null", nginx.https + "/hello.txt", "-o", "/dev/null",
                              nginx.https + "/hello.txt"})
                  .exit_code,
              0);
    EXPECT_THAT(deck.stop(), IsEmpty());
  }
  const auto kept = read_cassette(dir.path("a.yaml")).interactions;
  ASSERT_EQ(kept.size(), 2U);
  ASSERT_TRUE(kept[0].tls);
  EXPECT_FALSE(kept[1].tls) << "once is enough";
  EXPECT_EQ(kept[0].tls->version, "TLSv1.2");
  EXPECT_THAT(kept[0].tls->cipher, HasSubstr("ECDHE"));
  EXPECT_EQ(kept[0].tls->protocol, "http/1.1");
  EXPECT_EQ(kept[0].tls->server_name, "localhost");
  EXPECT_THAT(kept[0].tls->certificate_names,
              testing::ElementsAre("localhost", "*.weather.test", "192.0.2.1"));
  options.mode = RecordMode::none;
  options.origin_ca_file.clear();
  Deck deck(options);
  const auto seen = seen_by_openssl(deck, authority);
  EXPECT_THAT(
      seen, AllOf(HasSubstr("TLSv1.2"), HasSubstr("ALPN protocol: http/1.1"), HasSubstr("Verification: OK")));
  EXPECT_THAT(seen, AllOf(HasSubstr("DNS:localhost"), HasSubstr("DNS:*.weather.test"),
                          HasSubstr("IP Address:192.0.2.1")));
  // openssl leaves without a request.
  EXPECT_THAT(deck.stop(), testing::Each(testing::Field(&Finding::kind, FindingKind::client_refused_tls)));
}

TEST_F(ToTheOrigin, AHostMayHaveACertificateOfTheUsersOwn) {
  const OriginCertificate own("DNS:own.test");
  DeckOptions options;
  options.mode = RecordMode::none;
  options.certificates = {{"own.test", own.file(), own.key_file()}};
  Deck deck(options);
  const auto code = [&](const std::string& url, const std::string& ca_file) {
    return run_curl(deck, {"--cacert", ca_file, "-o", "/dev/null", "-w", "%{http_code}", url}).out;
  };
  EXPECT_EQ(code("https://own.test/", own.ca_file()), "599");
  EXPECT_EQ(code("https://own.test/", deck.ca_file()), "000");
  EXPECT_EQ(code("https://api.weather.test/", deck.ca_file()), "599");
  options.certificates[0].key_file = own.ca_file();
  EXPECT_THAT([&] { const Deck refused(options); },
              ThrowsMessage<StartError>(AllOf(HasSubstr("certificates: "), HasSubstr("\n  next: "))));
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
