// SPDX-License-Identifier: MIT
#include "cli/authority.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <map>
#include <thread>

#include "cli/failure.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string place(std::map<std::string, std::string> variables) {
  const auto authority = LastingAuthority::of_user([&](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  });
  return authority ? authority->certificate_path() : "nowhere";
}

unsigned rights(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
}

class LastingAuthorityTest : public testing::Test {
protected:
  std::string failure() const {
    try {
      static_cast<void>(authority.read());
      return "it was read";
    } catch (const Failure& failure) {
      return failure.what();
    }
  }
  void write(const std::string& text) const {
    dir.write("config/wiretape/authority.pem", text);
    ::chmod(authority.path().c_str(), 0600);
  }

  support::TempDirectory dir;
  LastingAuthority authority{dir.path("config/wiretape")};
};

TEST(LastingAuthority, LiesInTheUsersConfigurationDirectory) {
  EXPECT_EQ(place({{"HOME", "/home/me"}}), "/home/me/.config/wiretape/ca.pem");
  EXPECT_EQ(place({{"HOME", "/home/me"}, {"XDG_CONFIG_HOME", "/c"}}), "/c/wiretape/ca.pem");
  EXPECT_EQ(place({{"HOME", "/home/me"}, {"XDG_CONFIG_HOME", "relative"}}),
            "/home/me/.config/wiretape/ca.pem");
  EXPECT_EQ(place({{"HOME", "/home/me"}, {"XDG_CONFIG_HOME", ""}}), "/home/me/.config/wiretape/ca.pem");
  EXPECT_EQ(place({{"HOME", ""}}), "nowhere");
  EXPECT_EQ(place({}), "nowhere");
}

TEST_F(LastingAuthorityTest, IsNothingUntilItIsMade) {
  EXPECT_FALSE(authority.read());
  EXPECT_THAT(dir.files(), testing::IsEmpty());
}

TEST_F(LastingAuthorityTest, IsMadeOnceAndReadEverAfter) {
  const auto made = authority.make(false);
  EXPECT_THAT(made.certificate, StartsWith("-----BEGIN CERTIFICATE-----\n"));
  EXPECT_THAT(made.key, StartsWith("-----BEGIN "));
  const auto again = authority.make(false);
  const auto read = authority.read();
  ASSERT_TRUE(read);
  EXPECT_EQ(again.certificate, made.certificate);
  EXPECT_EQ(read->certificate, made.certificate);
  EXPECT_EQ(read->key, made.key);
  EXPECT_EQ(dir.read("config/wiretape/ca.pem"), made.certificate);
  EXPECT_EQ(dir.files(), (std::set<std::string>{"config/wiretape/authority.pem", "config/wiretape/ca.pem"}));
}

TEST_F(LastingAuthorityTest, IsForThisUserAlone) {
  static_cast<void>(authority.make(false));
  EXPECT_EQ(rights(dir.path("config")), 0700U);
  EXPECT_EQ(rights(dir.path("config/wiretape")), 0700U);
  EXPECT_EQ(rights(authority.path()), 0600U);
  EXPECT_EQ(dir.read("config/wiretape/ca.pem").find("PRIVATE"), std::string::npos);
}

TEST_F(LastingAuthorityTest, IsRenewedOnRequest) {
  const auto old = authority.make(false);
  const auto renewed = authority.make(true);
  EXPECT_NE(renewed.certificate, old.certificate);
  EXPECT_NE(renewed.key, old.key);
  EXPECT_EQ(dir.read("config/wiretape/ca.pem"), renewed.certificate);
  EXPECT_EQ(authority.read()->key, renewed.key);
  EXPECT_EQ(rights(authority.path()), 0600U);
}

TEST_F(LastingAuthorityTest, WritesTheCertificateAnewWhereItWasLost) {
  const auto made = authority.make(false);
  dir.write("config/wiretape/ca.pem", "another");
  static_cast<void>(authority.make(false));
  EXPECT_EQ(dir.read("config/wiretape/ca.pem"), made.certificate);
}

TEST_F(LastingAuthorityTest, IsOneForAllWhoMakeItAtOnce) {
  std::vector<std::string> made(8);
  std::vector<std::thread> threads;
  threads.reserve(made.size());
  for (auto& certificate : made) {
    threads.emplace_back([&] { certificate = authority.make(false).certificate; });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(made, testing::Each(dir.read("config/wiretape/ca.pem")));
}

TEST_F(LastingAuthorityTest, IsRefusedWhereOthersCanReadItsKey) {
  static_cast<void>(authority.make(false));
  ::chmod(authority.path().c_str(), 0640);
  EXPECT_EQ(failure(),
            authority.path() +
                ": other users can read or change this private key\n  next: if nobody did:  chmod 600 " +
                authority.path() +
                "\n        else:  wiretape ca --renew  makes a new one, which clients then have to trust");
}

TEST_F(LastingAuthorityTest, IsRefusedWhenItIsBroken) {
  for (const auto* text : {"", "no PEM", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"}) {
    write(text);
    EXPECT_THAT(failure(), StartsWith(authority.path() + ": ")) << text;
    EXPECT_THAT(failure(), HasSubstr("\n  next: wiretape ca --renew")) << text;
  }
  const auto first = io::CertificateAuthority::generate(1), second = io::CertificateAuthority::generate(1);
  write(first.certificate + second.key);
  EXPECT_THAT(failure(), HasSubstr("\n  next: wiretape ca --renew"));
  EXPECT_NO_THROW(static_cast<void>(authority.make(true)));
}

TEST_F(LastingAuthorityTest, SaysWhereItCannotBeMade) {
  dir.write("config", "no directory");
  EXPECT_THROW(static_cast<void>(authority.make(false)), Failure);
}

}  // namespace
}  // namespace wiretape::cli
