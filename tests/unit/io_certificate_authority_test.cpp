// SPDX-License-Identifier: MIT
#include "io/certificate_authority.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <thread>
#include <vector>

#include "support/certificates.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::io {

namespace {

using namespace std::string_literals;
using support::TempDirectory;
using testing::ExitedWithCode;
using testing::HasSubstr;
using testing::ThrowsMessage;

std::unique_ptr<CertificateAuthority> new_authority() {
  const auto made = CertificateAuthority::generate(30);
  return std::make_unique<CertificateAuthority>(made.certificate, made.key);
}

// The exit code of the openssl program on this leaf, with the authority's file.
int openssl_verify(CertificateAuthority& authority, const std::string& host, const std::string& check) {
  const TempDirectory directory;
  directory.write("leaf.pem", authority.leaf_pem(host));
  const std::string command =
      "openssl verify -x509_strict -purpose sslserver -no-CApath -no-CAstore -CAfile '" + authority.file() +
      "' " + check + " '" + host + "' '" + directory.path("leaf.pem") + "' >'" + directory.path("out") +
      "' 2>&1";
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

TEST(CertificateAuthority, MintsLeavesThatTheOpensslProgramVerifies) {
  const auto authority = new_authority();
  EXPECT_EQ(openssl_verify(*authority, "api.weather.test", "-verify_hostname"), 0);
  EXPECT_EQ(openssl_verify(*authority, "my_service", "-verify_hostname"), 0);
  EXPECT_EQ(openssl_verify(*authority, std::string(63, 'a') + ".a-rather-long-name.test", "-verify_hostname"),
            0);
  EXPECT_EQ(openssl_verify(*authority, "127.0.0.1", "-verify_ip"), 0);
  EXPECT_EQ(openssl_verify(*authority, "2001:db8::1", "-verify_ip"), 0);
  EXPECT_NE(openssl_verify(*authority, "api.test", "-verify_ip"), 0);
}

TEST(CertificateAuthority, MintsLeavesThatAStrictClientVerifies) {
  const auto authority = new_authority();
  const auto root = parse_certificate(authority->pem());
  for (const auto* host : {"api.weather.test", "10.1.2.3", "2001:db8::1", "localhost"}) {
    EXPECT_EQ(verify(parse_certificate(authority->leaf_pem(host)).get(), root.get(), host), "ok") << host;
  }
}

TEST(CertificateAuthority, KeepsALeafForEachHost) {
  const auto authority = new_authority();
  const auto leaf = authority->leaf_pem("api.test");
  EXPECT_EQ(authority->leaf_pem("API.TEST"), leaf);
  EXPECT_NE(authority->leaf_pem("other.test"), leaf);
}

TEST(CertificateAuthority, ShowsTheLeafThatItHandsOut) {
  const auto authority = new_authority();
  EXPECT_EQ(authority->server_context(), authority->server_context());
  TlsInMemory tls(authority->server_context());
  set_shown(tls.server.get(), {"api.test"});
  ASSERT_TRUE(tls.handshake());
  EXPECT_EQ(X509_cmp(tls.leaf().get(), parse_certificate(authority->leaf_pem("api.test")).get()), 0);
}

TEST(CertificateAuthority, NamesNoHostThatIsNone) {
  const auto authority = new_authority();
  for (const auto& host :
       {""s, "."s, "a b"s, "bank.test\0.evil.test"s, "*.test"s, "a\nb"s, std::string(300, 'a')}) {
    EXPECT_THROW(static_cast<void>(authority->leaf_pem(host)), std::invalid_argument);
  }
  EXPECT_THAT([&] { static_cast<void>(authority->leaf_pem("a\nb\0c"s)); },
              ThrowsMessage<std::invalid_argument>(R"("a\nb\x00c" is no host that a certificate can name)"));
}

TEST(CertificateAuthority, IsTheSameAgainWhenMadeOfItsPem) {
  const auto made = CertificateAuthority::generate(30);
  CertificateAuthority one(made.certificate, made.key), other(made.certificate, made.key);
  EXPECT_EQ(one.pem(), made.certificate);
  const auto root = parse_certificate(other.pem());
  EXPECT_EQ(verify(parse_certificate(one.leaf_pem("api.test")).get(), root.get(), "api.test"), "ok");
}

TEST(CertificateAuthority, SaysWhyItCannotBeMade) {
  const auto made = CertificateAuthority::generate(30), other = CertificateAuthority::generate(30);
  EXPECT_THAT([&] { CertificateAuthority("", made.key); },
              ThrowsMessage<std::runtime_error>(HasSubstr("no certificate in the PEM text")));
  EXPECT_THAT([&] { CertificateAuthority(made.certificate, ""); },
              ThrowsMessage<std::runtime_error>(HasSubstr("no private key in the PEM text")));
  EXPECT_THAT([&] { CertificateAuthority(made.certificate, other.key); },
              ThrowsMessage<std::runtime_error>("the private key does not belong to the certificate"));
  EXPECT_THROW(CertificateAuthority::generate(0), std::invalid_argument);
}

TEST(CertificateAuthority, HasAFileOfItsPemAsLongAsItLives) {
  auto authority = new_authority();
  const auto path = authority->file();
  EXPECT_EQ(read_file(path), authority->pem());
  authority.reset();
  EXPECT_FALSE(exists(path));
}

TEST(CertificateAuthority, MintsForManyThreadsAtOnce) {
  const auto authority = new_authority();
  std::vector<std::string> first(8);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < first.size(); ++i) {
    threads.emplace_back([&, i] {
      first[i] = authority->leaf_pem("all.test") + authority->file();
      for (int n = 0; n < 10; ++n) static_cast<void>(authority->leaf_pem("h" + std::to_string(10 * i + n)));
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(first, testing::Each(first[0]));
}

TEST(CertificateAuthority, GoesOnInChildrenWhichMintDifferentLeaves) {
  const TempDirectory directory;
  const auto authority = new_authority();
  const auto leaf = authority->leaf_pem("api.test");
  SSL_CTX* context = authority->server_context();
  for (const auto* file : {"one.pem", "other.pem"}) {
    const pid_t child = ::fork();
    if (child == 0) {
      TlsInMemory tls(context);
      set_shown(tls.server.get(), {"fresh.test"});
      directory.write(file, authority->leaf_pem("fresh.test"));
      ::_exit(tls.handshake() && authority->leaf_pem("api.test") == leaf ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  EXPECT_NE(serial_text(parse_certificate(directory.read("one.pem")).get()),
            serial_text(parse_certificate(directory.read("other.pem")).get()));
}

// The process' own authority: each test runs in a process of its own, in which nobody has asked for it.
class ProcessAuthority : public testing::Test {
protected:
  ProcessAuthority() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }

  // The last line that the process wrote, a path.
  static std::string last_line(std::string text) {
    while (text.ends_with('\n')) text.pop_back();
    return text.substr(text.rfind('\n') + 1);
  }
  static auto NamesAFileThatIsGone() {
    return testing::Truly([](const std::string& text) {
      const auto path = last_line(text);
      return path.find("/wiretape-ca-") != std::string::npos && !exists(path);
    });
  }
  // Ends the process as its main function would, with 0 for true.
  [[noreturn]] static void end(bool is_good) {
    std::cerr << "\n" << CertificateAuthority::of_process().file() << std::endl;
    std::exit(is_good ? 0 : 1);
  }
};

TEST_F(ProcessAuthority, IsOneAndItsFileIsRemovedWithTheProcess) {
  EXPECT_EXIT(
      {
        auto& authority = CertificateAuthority::of_process();
        const bool is_one = &CertificateAuthority::of_process() == &authority;
        end(is_one && read_file(authority.file()) == authority.pem());
      },
      ExitedWithCode(0), NamesAFileThatIsGone());
}

TEST_F(ProcessAuthority, LeavesItsFileToTheParentWhenAChildExits) {
  EXPECT_EXIT(
      {
        const auto path = CertificateAuthority::of_process().file();
        const pid_t child = ::fork();
        if (child == 0) std::exit(0);
        int status = -1;
        end(::waitpid(child, &status, 0) == child && exists(path) &&
            CertificateAuthority::of_process().file() == path);
      },
      ExitedWithCode(0), NamesAFileThatIsGone());
}

TEST_F(ProcessAuthority, CanBeGivenBeforeItIsFirstAskedFor) {
  EXPECT_EXIT(
      {
        const auto made = CertificateAuthority::generate(30);
        CertificateAuthority::use_for_process(made.certificate, made.key);
        end(CertificateAuthority::of_process().pem() == made.certificate);
      },
      ExitedWithCode(0), NamesAFileThatIsGone());
}

TEST_F(ProcessAuthority, CannotBeReplaced) {
  const auto made = CertificateAuthority::generate(30);
  const auto before = CertificateAuthority::of_process().pem();
  EXPECT_THROW(CertificateAuthority::use_for_process(made.certificate, made.key), std::logic_error);
  EXPECT_EQ(CertificateAuthority::of_process().pem(), before);
}

TEST_F(ProcessAuthority, IsMadeAllTheSameAfterABadOneWasGiven) {
  EXPECT_EXIT(
      {
        bool is_refused = false;
        try {
          CertificateAuthority::use_for_process("no", "pem");
        } catch (const std::runtime_error&) {
          is_refused = true;
        }
        end(is_refused && !CertificateAuthority::of_process().pem().empty());
      },
      ExitedWithCode(0), NamesAFileThatIsGone());
}

TEST_F(ProcessAuthority, IsOneForThreadsThatAskForItAtOnce) {
  EXPECT_EXIT(
      {
        std::vector<std::string> seen(8);
        std::vector<std::thread> threads;
        for (auto& text : seen) {
          threads.emplace_back([&text] {
            auto& authority = CertificateAuthority::of_process();
            text = authority.pem() + authority.file();
          });
        }
        for (auto& thread : threads) thread.join();
        bool is_one = true;
        for (const auto& text : seen) is_one = is_one && text == seen[0];
        end(is_one);
      },
      ExitedWithCode(0), NamesAFileThatIsGone());
}

}  // namespace

}  // namespace wiretape::io
