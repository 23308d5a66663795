// SPDX-License-Identifier: MIT
#include "io/own_certificate.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include "support/identity.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::io {
namespace {

using testing::EndsWith;
using testing::StartsWith;

std::string complaint(const CertificateFiles& certificate) {
  try {
    check_certificate(certificate);
    return "none";
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

TEST(CertificateFiles, IsReadFromOneFileOrTwo) {
  const support::TempDirectory dir;
  const auto mona = make_authority("mona"), other = make_authority("other");
  dir.write("mona.pem", pem_of(mona));
  dir.write("mona.key", pem_of_key(mona));
  dir.write("both.pem", pem_of_key(mona) + pem_of(mona));
  dir.write("other.key", pem_of_key(other));
  EXPECT_EQ(complaint({}), "none");
  EXPECT_EQ(complaint({dir.path("mona.pem"), dir.path("mona.key")}), "none");
  EXPECT_EQ(complaint({dir.path("both.pem"), ""}), "none");
  EXPECT_EQ(complaint({dir.path("none.pem"), ""}), dir.path("none.pem") + ": No such file or directory");
  EXPECT_EQ(complaint({dir.path("mona.key"), ""}), dir.path("mona.key") + ": it holds no certificate in PEM");
  EXPECT_EQ(complaint({dir.path("mona.pem"), ""}),
            dir.path("mona.pem") + ": it holds no key in PEM without a password");
  EXPECT_THAT(complaint({dir.path("mona.pem"), dir.path("other.key")}),
              EndsWith("is not that of the certificate in " + dir.path("mona.pem")));
}

TEST(CertificateFiles, IsPutIntoAContext) {
  const support::TempDirectory dir;
  const auto mona = make_authority("mona");
  dir.write("both.pem", pem_of_key(mona) + pem_of(mona));
  const SslContextPtr context(SSL_CTX_new(TLS_client_method()));
  use_certificate(context.get(), {});
  EXPECT_EQ(SSL_CTX_get0_certificate(context.get()), nullptr);
  use_certificate(context.get(), {dir.path("both.pem"), ""});
  EXPECT_EQ(X509_cmp(SSL_CTX_get0_certificate(context.get()), mona.certificate.get()), 0);
}

}  // namespace
}  // namespace wiretape::io
