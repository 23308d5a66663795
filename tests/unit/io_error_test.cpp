// SPDX-License-Identifier: MIT
#include "io/error.hpp"

#include <gmock/gmock.h>

#include <asio/error.hpp>
#include <string>

namespace wiretape::io {
namespace {

constexpr int first_alert = 1000;
constexpr int unknown_ca = 48;
constexpr int handshake_failure = 40;

TEST(TlsErrors, NameTheAlertThatThePeerSent) {
  const auto error = tls_failure(first_alert + unknown_ca);
  EXPECT_EQ(error.message(), "the peer sent the TLS alert unknown_ca");
  EXPECT_EQ(peer_alert(error), unknown_ca);
  EXPECT_EQ(tls_failure(first_alert + 200).message(), "the peer sent the TLS alert unknown");
}

TEST(TlsErrors, SpeakOpenSslsWordsForItsReasons) {
  const auto error = tls_failure(267);  // SSL_R_WRONG_VERSION_NUMBER
  EXPECT_EQ(error.message(), "TLS: wrong version number");
  EXPECT_FALSE(peer_alert(error));
}

TEST(TlsErrors, KnowWhichAlertsMeanThatWeAreNotTrusted) {
  for (const int alert : {42, 43, 44, 45, 46, 48}) {
    EXPECT_TRUE(is_untrusted_alert(tls_failure(first_alert + alert))) << alert;
  }
  EXPECT_FALSE(is_untrusted_alert(tls_failure(first_alert + handshake_failure)));
  EXPECT_FALSE(is_untrusted_alert(asio::error::connection_reset));
  EXPECT_FALSE(is_untrusted_alert(std::error_code(first_alert + unknown_ca, std::generic_category())));
}

TEST(TransportErrorKindOf, TellsWhatHappenedToTheConnection) {
  using Kind = TransportErrorKind;
  EXPECT_EQ(transport_error_kind_of(asio::error::connection_refused), Kind::refused);
  EXPECT_EQ(transport_error_kind_of(asio::error::connection_reset), Kind::reset);
  EXPECT_EQ(transport_error_kind_of(asio::error::broken_pipe), Kind::reset);
  EXPECT_EQ(transport_error_kind_of(asio::error::host_unreachable), Kind::unreachable);
  EXPECT_EQ(transport_error_kind_of(asio::error::network_unreachable), Kind::unreachable);
  EXPECT_EQ(transport_error_kind_of(asio::error::timed_out), Kind::timed_out);
  EXPECT_EQ(transport_error_kind_of(tls_truncated()), Kind::closed);
  EXPECT_EQ(transport_error_kind_of(tls_failure(first_alert + handshake_failure)), Kind::tls);
  EXPECT_EQ(transport_error_kind_of(asio::error::operation_aborted), Kind::closed);
}

}  // namespace
}  // namespace wiretape::io
