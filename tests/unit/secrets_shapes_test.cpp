// SPDX-License-Identifier: MIT
#include "secrets/shapes.hpp"

#include <gmock/gmock.h>

#include <string>

namespace wiretape::secrets {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "kind: text" of each.
std::vector<std::string> found_in(const std::string& text) {
  std::vector<std::string> out;
  for (const auto& secret : find_secrets(text)) {
    out.push_back(std::string(secret.kind) + ": " + text.substr(secret.at, secret.size));
  }
  return out;
}

std::string many(std::size_t count, const std::string& pattern = "aB3") {
  std::string out;
  while (out.size() < count) out += pattern;
  return out.substr(0, count);
}

// None of these was ever anybody's: they are put together here.
TEST(Secrets, AreToldByTheirShape) {
  const std::vector<std::pair<std::string, std::string>> shapes{
      {"an AWS access key",
       "AK"
       "IA" +
           many(16, "A2B")},
      {"a GitHub token",
       "gh"
       "p_" +
           many(36)},
      {"a GitHub token",
       "github"
       "_pat_" +
           many(40)},
      {"a GitLab token",
       "glp"
       "at-" +
           many(20)},
      {"a Slack token",
       "xo"
       "xb-" +
           many(24)},
      {"an API key",
       "s"
       "k-ant-" +
           many(30)},
      {"a Google API key",
       "AI"
       "za" +
           many(35)},
      {"a Google access token",
       "ya"
       "29." +
           many(30)},
      {"a Stripe key",
       "sk_"
       "live_" +
           many(24)},
      {"a SendGrid key",
       "S"
       "G." +
           many(22) + "." + many(43)},
      {"an npm token",
       "np"
       "m_" +
           many(36)},
      {"a PyPI token",
       "py"
       "pi-" +
           many(60)},
      {"a Hugging Face token",
       "h"
       "f_" +
           many(34)},
      {"a DigitalOcean token",
       "dop"
       "_v1_" +
           many(64, "0af")},
      {"a Vault token",
       "hv"
       "s." +
           many(30)},
      {"a JSON web token",
       "ey"
       "JhbGciOiJIUzI1NiJ9.ey"
       "JzdWIiOiJtb25hIn0." +
           many(20)},
      {"a private key",
       "-----BEGIN EC PRIV"
       "ATE KEY-----\nMIIE\n-----END EC PRIV"
       "ATE KEY-----"},
  };
  for (const auto& [kind, text] : shapes) {
    const auto expected = kind + ": " + text;
    EXPECT_THAT(found_in(text + (kind.ends_with("URL") ? "@host/" : "")), ElementsAre(expected));
    const auto within = "{\"a\": \"" + text + (kind.ends_with("URL") ? "@host" : "") + "\"}\n";
    EXPECT_THAT(found_in(within), ElementsAre(expected)) << within;
  }
}

TEST(Secrets, AreToldByWhatStandsBeforeThem) {
  const auto key = many(40);
  EXPECT_THAT(found_in("Bearer " + key), ElementsAre("a bearer token: " + key));
  EXPECT_THAT(found_in("Basic bW9uYTpzZWNyZXQ="), ElementsAre("a name and password: bW9uYTpzZWNyZXQ="));
  EXPECT_THAT(found_in("AccountKey=" + key + ";"), ElementsAre("an account key: " + key));
  EXPECT_THAT(found_in("https://mona:secret@host/"),
              ElementsAre("a name and password in a URL: mona:secret"));
  EXPECT_THAT(found_in("Server=db;Password=p1;Encrypt=no"), ElementsAre("a password: p1"));
  EXPECT_THAT(found_in("User=sa; pwd=p1"), ElementsAre("a password: p1"));
  EXPECT_THAT(found_in("Password=p1"), IsEmpty()) << "of no connection string";
}

TEST(Secrets, AreNoneWhereSomethingOnlyLooksAlike) {
  for (const auto* text :
       {"", "AKIA", "the ghp_ prefix", "task-force-one-hundred-twenty", "Basic authentication", "Basic YWJj",
        "Bearer authentication-scheme", "https://host/a:b@c", "https://mona@host/", "http://a:@host",
        "eyJ.eyJ.x", "sk-learn-is-a-library-of-python", "-----BEGIN CERTIFICATE-----",
        "xoxb-only-letters-here"}) {
    EXPECT_THAT(found_in(text), IsEmpty()) << text;
  }
  EXPECT_THAT(found_in("xAK"
                       "IA" +
                       many(16, "A2B")),
              IsEmpty())
      << "in the middle of a word";
  EXPECT_THAT(found_in("gh"
                       "p_" +
                       many(35)),
              IsEmpty())
      << "too short";
}

TEST(Secrets, AreFoundEachInOrder) {
  const auto key =
                 "AK"
                 "IA" +
                 many(16, "A2B"),
             github =
                 "gh"
                 "s_" +
                 many(36);
  EXPECT_THAT(
      found_in(key + " " + github + "," + key),
      ElementsAre("an AWS access key: " + key, "a GitHub token: " + github, "an AWS access key: " + key));
}

// Of what is compressed or encrypted a gigabyte has "://" some sixty times.
TEST(Secrets, AreNoneInRandomBytes) {
  for (const std::string noise :
       {"x://\x93:\xff@", "://a:b@", "\x81://mona:secret@", "a://\x01:\x02@", "a://m:\x7f@"})
    EXPECT_THAT(find_secrets(noise), IsEmpty()) << noise;
  EXPECT_THAT(found_in("\x93https://mona:s\xc3\xa9sam@host"),
              ElementsAre("a name and password in a URL: mona:s\xc3\xa9sam"));
}

TEST(Secrets, AreLookedForInTimeThatGrowsWithTheText) {
  for (const auto* part : {":", "://a", "eyJ", "eyJ-", "eyJ.", "-----BEGIN ", "Bearer ", "ghp_-"})
    EXPECT_THAT(find_secrets(many(200'000, part)), IsEmpty()) << part;
}

}  // namespace
}  // namespace wiretape::secrets
