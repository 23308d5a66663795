// SPDX-License-Identifier: MIT
#include "io/file_error.hpp"

#include <gtest/gtest.h>

#include "io/openssl.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::io {
namespace {

// What is said of "a.pem" with this text, once OpenSSL could not read a certificate from it.
std::string said_of(const support::TempDirectory& dir) {
  ERR_clear_error();
  const SslContextPtr context(SSL_CTX_new(TLS_client_method()));
  EXPECT_NE(SSL_CTX_use_certificate_chain_file(context.get(), dir.path("a.pem").c_str()), 1);
  auto said = take_file_error("nothing there");
  EXPECT_EQ(ERR_peek_error(), 0U);
  return said;
}

TEST(FileError, IsTheSystemsOrWhatIsMissingOrOpenSsls) {
  const support::TempDirectory dir;
  EXPECT_EQ(said_of(dir), "No such file or directory");
  dir.write("a.pem", "no PEM\n");
  EXPECT_EQ(said_of(dir), "nothing there");
  dir.write("a.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  EXPECT_NE(said_of(dir), "nothing there");
}

}  // namespace
}  // namespace wiretape::io
