// SPDX-License-Identifier: MIT
// The certificates that a deck shows, before the strictest judges at hand.
#include "support/process.hpp"
#include "support/replayed.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::AllOf;
using testing::HasSubstr;

class Certificates : public testing::TestWithParam<std::string> {
protected:
  [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(deck_.port()); }
  [[nodiscard]] static bool is_name() {
    return GetParam().find_first_not_of("0123456789.") != std::string::npos;
  }

  Deck deck_;
  TempDirectory dir_;
};

TEST_P(Certificates, PassTheStrictRulesOfOpenssl) {
  std::vector<std::string> command = {"openssl",  "s_client",          "-proxy",    address(),
                                      "-connect", GetParam() + ":443", "-showcerts"};
  if (is_name()) command.insert(command.end(), {"-servername", GetParam()});
  const auto shown = run(command).out;
  const auto begin = shown.find("-----BEGIN CERTIFICATE-----");
  const auto end = shown.find("-----END CERTIFICATE-----");
  ASSERT_NE(end, std::string::npos) << shown;
  dir_.write("leaf.pem", shown.substr(begin, end - begin) + "-----END CERTIFICATE-----\n");

  const auto verified =
      run({"openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", deck_.ca_file(),
           is_name() ? "-verify_hostname" : "-verify_ip", GetParam(), dir_.path("leaf.pem")});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  const auto other = run({"openssl", "verify", "-x509_strict", "-CAfile", deck_.ca_file(), "-verify_hostname",
                          "other.test", dir_.path("leaf.pem")});
  EXPECT_NE(other.exit_code, 0) << "it is for nobody else";
}

TEST_P(Certificates, PassTheStrictRulesOfPython) {
  NEEDS_PROGRAM("python3");
  const auto* script = R"(
import http.client, ssl, sys
host, port, authority = sys.argv[1:]
context = ssl.create_default_context(cafile=authority)
context.verify_flags |= ssl.VERIFY_X509_STRICT
client = http.client.HTTPSConnection("127.0.0.1", int(port), context=context, timeout=30)
client.set_tunnel(host, 443)
client.connect()
print(client.sock.version(), client.sock.getpeercert()["subjectAltName"])
)";
  const auto result =
      run({"python3", "-c", script, GetParam(), std::to_string(deck_.port()), deck_.ca_file()});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, testing::StartsWith("TLSv1.3 "));
}

const std::string long_name =
    "a-very-long-name-that-no-common-name-can-hold.because-it-has-more-than-sixty-four-bytes.weather.test";

std::string kind_of(const testing::TestParamInfo<std::string>& test) {
  const char* kinds[] = {"Name", "LongName", "International", "Ipv4"};
  return kinds[test.index];
}

INSTANTIATE_TEST_SUITE_P(For, Certificates,
                         testing::Values("api.weather.test", long_name, "xn--bcher-kva.test", "10.1.2.3"),
                         kind_of);

// GnuTLS knows no proxies, so it speaks to the deck itself; by SNI it asks for what it likes.
TEST(CertificatesOfTheDeck, PassTheRulesOfGnutls) {
  NEEDS_PROGRAM("gnutls-cli");
  DeckOptions options;
  options.reverse_origin = "https://api.weather.test";
  const Deck deck(options);
  for (const std::string host : {"127.0.0.1", "api.weather.test"}) {
    ProgramOptions quit;
    quit.input = "\n";
    const auto result = run({"gnutls-cli", "--x509cafile", deck.ca_file(), "-p", std::to_string(deck.port()),
                             "--verify-hostname", host, "--sni-hostname", host, "127.0.0.1"},
                            quit);
    EXPECT_THAT(result.out, HasSubstr("The certificate is trusted.")) << host << result.err;
  }
}

TEST(CertificatesOfTheDeck, AreSignedByOneAuthorityForAllDecksOfAProcess) {
  const Deck one, other;
  EXPECT_EQ(one.ca_file(), other.ca_file());
  const auto text = run({"openssl", "x509", "-in", one.ca_file(), "-noout", "-text"}).out;
  EXPECT_THAT(text, AllOf(HasSubstr("CA:TRUE, pathlen:0"), HasSubstr("Certificate Sign, CRL Sign"),
                          HasSubstr("prime256v1")));
  const auto file = TempDirectory();
  file.write("ca.pem", one.ca_pem());
  EXPECT_EQ(run({"openssl", "x509", "-in", file.path("ca.pem"), "-noout", "-text"}).out, text);
}

}  // namespace
}  // namespace wiretape
