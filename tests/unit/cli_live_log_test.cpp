// SPDX-License-Identifier: MIT
#include "cli/live_log.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace wiretape::cli {
namespace {

JournalEntry entry(JournalKind kind) {
  JournalEntry made;
  made.kind = kind;
  made.text = "GET http://o.test/a -> 200 (cassette)";
  return made;
}

TEST(LogLine, IsThereForWhatAPersonWantsToSeeGoBy) {
  for (const auto kind : {JournalKind::answered, JournalKind::aborted, JournalKind::tls_failed}) {
    EXPECT_EQ(log_line(entry(kind)), "GET http://o.test/a -> 200 (cassette)\n");
  }
  EXPECT_EQ(log_line(entry(JournalKind::notice)), "notice: GET http://o.test/a -> 200 (cassette)\n");
  EXPECT_EQ(log_line(entry(JournalKind::finding)), "finding: GET http://o.test/a -> 200 (cassette)\n");
}

TEST(LogLine, IsNotThereForTheRest) {
  for (const auto kind :
       {JournalKind::connection_opened, JournalKind::tunnel_opened, JournalKind::tls_established,
        JournalKind::request, JournalKind::refused_bytes, JournalKind::connection_closed}) {
    EXPECT_EQ(log_line(entry(kind)), "");
  }
}

TEST(LiveLog, SaysOnlyWhatItInsistsOnWhenItIsQuiet) {
  std::ostringstream loud, quiet;
  for (auto* out : {&loud, &quiet}) {
    LiveLog log(*out, out == &quiet);
    log.hear(entry(JournalKind::answered));
    log.say("b\n");
    log.insist("c\n");
  }
  EXPECT_EQ(loud.str(), "GET http://o.test/a -> 200 (cassette)\nb\nc\n");
  EXPECT_EQ(quiet.str(), "c\n");
}

TEST(LiveLog, HearsNoFindingsAfterItsEnd) {
  std::ostringstream out;
  LiveLog log(out, false);
  log.end();
  log.hear(entry(JournalKind::finding));
  log.hear(entry(JournalKind::answered));
  EXPECT_EQ(out.str(), "GET http://o.test/a -> 200 (cassette)\n");
}

TEST(LogLine, SaysWhyAnOriginDidNotAnswer) {
  auto interaction = std::make_shared<Interaction>();
  interaction->outcome = TransportError{
      TransportErrorKind::tls, "TLS to o.test: certificate verify failed: self-signed certificate\x1b"};
  auto failed = entry(JournalKind::answered);
  failed.text = "GET https://o.test/ -> tls (origin)";
  failed.interaction = interaction;
  EXPECT_EQ(log_line(failed),
            "GET https://o.test/ -> tls (origin): TLS to o.test: certificate verify failed: self-signed "
            "certificate\\x1b; next: trust its authority:  --origin-ca ca.pem\n");
}

}  // namespace
}  // namespace wiretape::cli
