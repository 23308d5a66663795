// SPDX-License-Identifier: MIT
#include "cli/show_one.hpp"

#include <gmock/gmock.h>

#include "support/golden.hpp"
#include "support/interactions.hpp"

namespace wiretape::cli {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

// fixtures/program/<name>.txt
testing::AssertionResult is_golden(const std::string& name, std::string text) {
  text.pop_back();  // its last line end, which the file has anyway
  return test::is_golden("../program/" + name, text);
}

Response& response_of(Interaction& interaction) { return std::get<Response>(interaction.outcome); }

TEST(InteractionText, ShowsBothHeadsAndBodies) {
  auto interaction = support::weather();
  interaction.request.method = "POST";
  interaction.request.body.bytes = "city=Oslo";
  response_of(interaction).interim.push_back({103, "Early Hints", {{"Link", "</a>"}}});
  response_of(interaction).trailers = {{"Checksum", "1"}};
  EXPECT_TRUE(is_golden("show_one", interaction_text(interaction, 2)));
}

TEST(InteractionText, ShowsAFailureAndWhatHadCome) {
  auto interaction = support::weather();
  const auto partial = response_of(interaction);
  interaction.outcome = TransportError{TransportErrorKind::reset, "api.weather.test:443:\x1b reset", partial};
  EXPECT_TRUE(is_golden("show_failure", interaction_text(interaction, 1)));
}

TEST(InteractionText, EscapesControlBytesButLineEnds) {
  auto interaction = support::weather();
  interaction.request.headers.add("X", "\x1b[2J");
  response_of(interaction).body = {.bytes = "raw", .decoded = "a\tb\r\nc\xc2\x9bJ\n"};
  const auto text = interaction_text(interaction, 1);
  EXPECT_THAT(text, HasSubstr("\nX: \\x1b[2J\n"));
  EXPECT_THAT(text, EndsWith("\n(3 B on the wire, decoded here)\na\\tb\nc\\xc2\\x9bJ\n"));
}

TEST(InteractionText, TellsTheSizeOfWhatIsNoText) {
  auto interaction = support::weather();
  response_of(interaction).body = {.bytes = std::string("\0\1\2", 3), .is_truncated = true};
  EXPECT_THAT(interaction_text(interaction, 1), EndsWith("\n\n(3 B that are no text)\n"));
}

TEST(InteractionText, ShowsWhatWasSaidInAWebSocket) {
  const auto text = interaction_text(support::chat(), 1);
  EXPECT_THAT(
      text,
      EndsWith("\n(WebSocket, 3 messages)\n0 ms  server: text \"welcome\\n\"\n5 ms  client: binary, 1 byte "
               "\"\\xff\"\n7 ms  server: close 1000 \"bye\"\n8 ms  server_closed\n"));
}

TEST(InteractionText, HasNoBodyWhereThereIsNone) {
  auto interaction = support::weather();
  response_of(interaction).body = {};
  EXPECT_THAT(interaction_text(interaction, 1), EndsWith("Content-Length: 44\n"));
}

}  // namespace
}  // namespace wiretape::cli
