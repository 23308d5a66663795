// SPDX-License-Identifier: MIT
#include "secrets/texts.hpp"

#include <gmock/gmock.h>

namespace wiretape::secrets {
namespace {

using testing::ElementsAre;

TEST(Texts, AreAllOfAnInteraction) {
  Interaction interaction;
  interaction.request.url.target = "/target";
  interaction.request.headers = {{"A", "request header"}};
  interaction.request.trailers = {{"B", "request trailer"}};
  interaction.request.body.bytes = "request body";
  Response response;
  response.interim = {{103, "Early Hints", {{"Link", "interim header"}}}};
  response.raw_status_line = "HTTP/1.1 200 status line\n";
  response.headers = {{"C", "response header"}};
  response.trailers = {{"D", "response trailer"}};
  response.body.bytes = "response body";
  interaction.outcome = response;
  interaction.conversation = WebSocketConversation{{text_message("message")}};
  std::vector<std::string> seen;
  for_each_text(
      interaction, [&](const About&, const std::string& text) { seen.push_back(text); },
      [&](const About&, const auto& message) { seen.push_back(message.body.bytes); },
      [&](const About&, const WebSocketMessage& message) { seen.push_back(message.payload); });
  EXPECT_THAT(seen, ElementsAre("/target", "request header", "request trailer", "request body",
                                "interim header", "HTTP/1.1 200 status line\n", "response header",
                                "response trailer", "response body", "message"));
}

TEST(Texts, OfAFailureAreItsMessageAndWhatHadCome) {
  Interaction interaction;
  Response partial;
  partial.body.bytes = "half";
  interaction.outcome = TransportError{TransportErrorKind::closed, "why", partial};
  std::vector<std::string> seen;
  for_each_text(
      interaction, [&](const About&, const std::string& text) { seen.push_back(text); },
      [&](const About&, const auto& message) { seen.push_back(message.body.bytes); },
      [&](const About&, const WebSocketMessage&) {});
  EXPECT_THAT(seen, ElementsAre("/", "", "why", "half"));
  EXPECT_NE(response_of(interaction), nullptr);
  interaction.outcome = TransportError{};
  EXPECT_EQ(response_of(interaction), nullptr);
}

TEST(Texts, OfHeadersLeaveBytesThatStay) {
  Headers headers;
  headers.add(HeaderField{"A", "1", "A:1\n"});
  headers.add(HeaderField{"B", "2", "B:2\n"});
  for_each_field(headers, false, "request", [](const About& about, std::string& value) {
    if (about.name == "B") value = "3";
  });
  EXPECT_EQ(headers[0].raw, "A:1\n");
  EXPECT_EQ(headers[1].value, "3");
  EXPECT_EQ(headers[1].raw, "") << "it would show the old one";
}

}  // namespace
}  // namespace wiretape::secrets
