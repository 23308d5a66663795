// SPDX-License-Identifier: MIT
#include "io/origin_tls.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stdexcept>

#include "support/identity.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::io {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

IdentityOptions for_weather() { return {"a server", "DNS:api.weather.test"}; }

class OriginTlsTest : public testing::Test {
protected:
  std::string file_of(const Identity& identity, const std::string& name = "ca.pem") const {
    dir_.write(name, pem_of(identity));
    return dir_.path(name);
  }
  static OriginTrust trusting(const std::string& extra) { return {extra, false}; }
  // What the constructor complains of.
  static std::string complaint(const std::string& extra) {
    try {
      OriginTls(trusting(extra), {});
      return "none";
    } catch (const std::runtime_error& error) {
      return error.what();
    }
  }

  // Shakes hands with `server` as api.weather.test's client, and gives the verification's result;
  // nothing when no handshake came about.
  static std::optional<long> verify(OriginTls& tls, const TlsServer& server) {
    auto connection = support::Connection::to(server.port());
    const SslPtr ssl(SSL_new(tls.context()));
    SSL_set1_host(ssl.get(), "api.weather.test");
    SSL_set_fd(ssl.get(), connection.fd());
    const bool is_through = SSL_connect(ssl.get()) == 1;
    const long result = SSL_get_verify_result(ssl.get());
    if (!is_through && result == X509_V_OK) return std::nullopt;
    return result;
  }
  // How many certificates were read so far.
  static int known(OriginTls& tls) {
    return sk_X509_OBJECT_num(X509_STORE_get0_objects(SSL_CTX_get_cert_store(tls.context())));
  }

  const support::TempDirectory dir_;
  const Identity authority_ = make_authority("Authority of a test");
  const Identity server_ = make_identity(for_weather(), &authority_);
};

TEST_F(OriginTlsTest, TrustsTheExtraAuthority) {
  const TlsServer server(server_);
  OriginTls tls(trusting(file_of(authority_)), {});
  EXPECT_EQ(verify(tls, server), X509_V_OK);
}

TEST_F(OriginTlsTest, TrustsNobodyElse) {
  const TlsServer server(server_);
  const auto other = make_authority("Another authority");
  OriginTls tls(trusting(file_of(other)), {});
  EXPECT_EQ(verify(tls, server), X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
}

TEST_F(OriginTlsTest, TrustsEverybodyWhereThatIsAskedFor) {
  const TlsServer server(server_);
  OriginTls tls({"", true}, {});
  SSL_CTX* context = tls.context();
  EXPECT_EQ(SSL_CTX_get_verify_mode(context), SSL_VERIFY_NONE);
  auto connection = support::Connection::to(server.port());
  const SslPtr ssl(SSL_new(context));
  SSL_set_fd(ssl.get(), connection.fd());
  EXPECT_EQ(SSL_connect(ssl.get()), 1);
}

TEST_F(OriginTlsTest, TrustsASelfSignedServerThatTheFileNames) {
  const auto alone = make_identity(for_weather());
  const TlsServer server(alone);
  OriginTls tls(trusting(file_of(alone)), {});
  EXPECT_EQ(verify(tls, server), X509_V_OK);
}

TEST_F(OriginTlsTest, TrustsAnIntermediateAuthorityThatTheFileNamesWithoutItsRoot) {
  IdentityOptions options{"Between", "", true};
  const auto between = make_identity(options, &authority_);
  const auto leaf = make_identity(for_weather(), &between);
  const TlsServer server(leaf);
  OriginTls tls(trusting(file_of(between)), {});
  EXPECT_EQ(verify(tls, server), X509_V_OK);
}

TEST_F(OriginTlsTest, TrustsEveryCertificateOfTheFile) {
  const TlsServer server(server_);
  dir_.write("both.pem", pem_of(make_authority("Another")) + "some text between\n" + pem_of(authority_));
  OriginTls tls(trusting(dir_.path("both.pem")), {});
  EXPECT_EQ(verify(tls, server), X509_V_OK);
}

TEST_F(OriginTlsTest, TrustsTheSystemsFiles) {
  const TlsServer server(server_);
  SystemRoots roots;
  roots.files = {dir_.path("missing.pem"), file_of(make_authority("Another"), "a.pem"),
                 file_of(authority_, "b.pem")};
  OriginTls tls({}, roots);
  EXPECT_EQ(verify(tls, server), X509_V_OK);
  EXPECT_EQ(verify(tls, server), X509_V_OK);
}

TEST_F(OriginTlsTest, TrustsTheSystemsDirectory) {
  const TlsServer server(server_);
  std::array<char, 16> name{};
  std::snprintf(name.data(), name.size(), "%08lx.0", X509_subject_name_hash(authority_.certificate.get()));
  file_of(authority_, name.data());
  SystemRoots roots;
  roots.directories = "/nowhere:" + dir_.path();
  OriginTls tls({}, roots);
  EXPECT_EQ(verify(tls, server), X509_V_OK);
}

TEST_F(OriginTlsTest, ReadsTheSystemsFilesOnlyWhereTheExtraAuthorityDoesNotDo) {
  SystemRoots roots;
  roots.files = {file_of(make_authority("Of the system"), "roots.pem")};
  OriginTls tls(trusting(file_of(authority_)), roots);
  {
    const TlsServer server(server_);
    EXPECT_EQ(verify(tls, server), X509_V_OK);
    EXPECT_EQ(known(tls), 1);
  }
  const auto alone = make_identity(for_weather());
  const TlsServer server(alone);
  EXPECT_EQ(verify(tls, server), X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT);
  EXPECT_EQ(known(tls), 2);
}

TEST_F(OriginTlsTest, OffersHttp1AndNothingElse) {
  const TlsServer server(server_);
  OriginTls tls(trusting(file_of(authority_)), {});
  ASSERT_EQ(verify(tls, server), X509_V_OK);
  EXPECT_EQ(server.offered(), "\x08http/1.1");
}

TEST_F(OriginTlsTest, SpeaksNoTlsOlderThan12) {
  TlsServer server(server_);
  SSL_CTX_set_min_proto_version(server.context(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(server.context(), TLS1_1_VERSION);
  OriginTls tls(trusting(file_of(authority_)), {});
  EXPECT_EQ(verify(tls, server), std::nullopt);
  EXPECT_EQ(SSL_CTX_get_min_proto_version(tls.context()), TLS1_2_VERSION);
}

TEST_F(OriginTlsTest, MakesOneContext) {
  OriginTls tls({}, {});
  EXPECT_EQ(tls.context(), tls.context());
}

TEST_F(OriginTlsTest, SaysWhyTheExtraFileIsNone) {
  EXPECT_EQ(complaint(dir_.path("missing.pem")), dir_.path("missing.pem") + ": No such file or directory");
  dir_.write("empty.pem", "");
  EXPECT_EQ(complaint(dir_.path("empty.pem")), dir_.path("empty.pem") + ": it holds no certificate in PEM");
  dir_.write("text.pem", "no PEM at all\n");
  EXPECT_EQ(complaint(dir_.path("text.pem")), dir_.path("text.pem") + ": it holds no certificate in PEM");
  EXPECT_EQ(complaint(dir_.path()), dir_.path() + ": it holds no certificate in PEM");
}

TEST_F(OriginTlsTest, SaysWhatIsWrongWithABrokenCertificate) {
  auto text = pem_of(authority_);
  text.replace(text.find('\n') + 5, 3, "!!!");
  dir_.write("broken.pem", pem_of(authority_) + text);
  EXPECT_THAT(complaint(dir_.path("broken.pem")),
              AllOf(StartsWith(dir_.path("broken.pem") + ": "), HasSubstr("base64")));
}

TEST_F(OriginTlsTest, ComplainsOfTheExtraFileAlsoWhereNothingIsVerified) {
  const OriginTrust trust{"/nowhere/ca.pem", true};
  EXPECT_THROW(OriginTls(trust, {}), std::runtime_error);
}

// Sets a variable as long as it lives; without a value it is not there.
class Variable {
public:
  explicit Variable(const char* name, const char* value = nullptr) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    if (value) ::setenv(name, value, 1);
    if (!value) ::unsetenv(name);
  }
  ~Variable() {
    if (before_) ::setenv(name_, before_->c_str(), 1);
    if (!before_) ::unsetenv(name_);
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

private:
  const char* name_;
  std::optional<std::string> before_;
};

TEST(SystemRoots, AreOpenSslsDefaults) {
  const Variable file("SSL_CERT_FILE");
  const Variable directory("SSL_CERT_DIR");
  const auto roots = SystemRoots::of_process();
  EXPECT_EQ(roots.directories, X509_get_default_cert_dir());
  EXPECT_THAT(roots.files, ElementsAre(X509_get_default_cert_file()));
}

TEST(SystemRoots, AreWhatTheVariablesNameAndTheDefaultFile) {
  const Variable file("SSL_CERT_FILE", "/tmp/decks_own.pem");
  const Variable directory("SSL_CERT_DIR", "/a:/b");
  const auto roots = SystemRoots::of_process();
  EXPECT_EQ(roots.directories, "/a:/b");
  EXPECT_THAT(roots.files, ElementsAre("/tmp/decks_own.pem", X509_get_default_cert_file()));
}

TEST(SystemRoots, AreReadWhereTheyStandByDefault) {
  const std::string file = X509_get_default_cert_file();
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "this system keeps no " << file;
  SystemRoots roots;
  roots.files = {file};
  OriginTls tls({}, roots);
  const auto alone = make_identity(for_weather());
  const TlsServer server(alone);
  auto connection = support::Connection::to(server.port());
  const SslPtr ssl(SSL_new(tls.context()));
  SSL_set_fd(ssl.get(), connection.fd());
  EXPECT_NE(SSL_connect(ssl.get()), 1);
  EXPECT_GT(sk_X509_OBJECT_num(X509_STORE_get0_objects(SSL_CTX_get_cert_store(tls.context()))), 10);
}

}  // namespace
}  // namespace wiretape::io
