// SPDX-License-Identifier: MIT
#include "proxy/answers.hpp"

#include <gtest/gtest.h>

namespace wiretape::proxy {
namespace {

TEST(Answers, CarryTheirTextAndItsLength) {
  const auto answer = plain_answer(599, "why\n");
  EXPECT_EQ(answer.status, 599);
  EXPECT_FALSE(answer.reason.empty());
  EXPECT_EQ(answer.headers.find("content-length"), "4");
  EXPECT_EQ(answer.body.bytes, "why\n");
}

TEST(Answers, EveryStatusTheDeckGivesHasAReason) {
  for (const int status : {400, 407, 413, 414, 431, 501, 502, 504, 505, 599}) {
    EXPECT_NE(plain_answer(status, "").reason, "") << status;
  }
}

TEST(Answers, ToBytesThatAreNoRequestCloseTheConnection) {
  http::ReadError error;
  error.status = 431;
  error.message = "the head is too large";
  const auto answer = answer_to_error(error);
  EXPECT_EQ(answer.status, 431);
  EXPECT_EQ(answer.headers.find("Connection"), "close");
  EXPECT_EQ(answer.body.bytes, "wiretape: the head is too large\n");
}

TEST(Answers, TellATimeOutFromOtherFailures) {
  TransportError error{TransportErrorKind::refused, "connect to a.test:1: Connection refused", {}};
  EXPECT_EQ(answer_for_failure(error).status, 502);
  error.kind = TransportErrorKind::timed_out;
  EXPECT_EQ(answer_for_failure(error).status, 504);
}

TEST(Answers, SayWhatToDoAboutACertificate) {
  TransportError error{
      TransportErrorKind::tls, "TLS to a.test: certificate verify failed: self-signed certificate", {}};
  EXPECT_EQ(answer_for_failure(error).body.bytes,
            "wiretape: TLS to a.test: certificate verify failed: self-signed certificate\n"
            "  next: trust its authority:  .origin_ca_file = \"ca.pem\"\n");
  error.message = "TLS to a.test: certificate verify failed: hostname mismatch";
  EXPECT_EQ(answer_for_failure(error).body.bytes,
            "wiretape: TLS to a.test: certificate verify failed: hostname mismatch\n"
            "  next: to accept it all the same:  .insecure_skip_origin_verification = true\n");
  error.message = "TLS to a.test: handshake failure";
  EXPECT_EQ(answer_for_failure(error).body.bytes, "wiretape: TLS to a.test: handshake failure\n");
}

}  // namespace
}  // namespace wiretape::proxy
