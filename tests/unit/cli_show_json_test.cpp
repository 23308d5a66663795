// SPDX-License-Identifier: MIT
#include "cli/show_json.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "support/golden.hpp"
#include "support/interactions.hpp"

namespace wiretape::cli {
namespace {

using Json = nlohmann::json;

// fixtures/program/<name>.txt
testing::AssertionResult is_golden(const std::string& name, std::string text) {
  text.pop_back();  // its last line end, which the file has anyway
  return test::is_golden("../program/" + name, text);
}

TEST(CassetteJson, HasASummaryOfEach) {
  Cassette cassette{{1, "wiretape 0.1.0", "2026-11-24T04:13:45Z", {"method", "path"}}, {}};
  cassette.interactions.push_back(support::weather());
  auto failed = support::weather();
  failed.outcome = TransportError{TransportErrorKind::timed_out, "nothing came"};
  cassette.interactions.push_back(failed);
  EXPECT_TRUE(is_golden("show_json", cassette_json(cassette)));
}

TEST(CassetteJson, IsJsonWhateverIsInIt) {
  support::HostileValues hostile(1);
  for (int i = 0; i < 200; ++i) {
    Cassette cassette;
    cassette.header.recorded_by = hostile.bytes();
    cassette.interactions.push_back(hostile.interaction());
    EXPECT_TRUE(Json::accept(cassette_json(cassette)));
    EXPECT_TRUE(Json::accept(interaction_json(cassette.interactions[0], 1)));
  }
}

TEST(InteractionJson, IsWhole) {
  auto interaction = support::weather();
  auto& response = std::get<Response>(interaction.outcome);
  response.body.bytes = "\xff";
  response.trailers = {{"Checksum", "1"}};
  interaction.request.body = {.bytes = "packed", .decoded = "decoded"};
  const auto json = Json::parse(interaction_json(interaction, 7));
  EXPECT_EQ(json["number"], 7);
  EXPECT_EQ(json["request"]["headers"], Json::parse(R"([["Host", "api.weather.test"], ["Accept", "*/*"]])"));
  EXPECT_EQ(json["request"]["body"], "decoded");
  EXPECT_EQ(json["response"]["body_base64"], "/w==");
  EXPECT_EQ(json["response"]["reason"], "OK");
  EXPECT_EQ(json["response"]["trailers"], Json::parse(R"([["Checksum", "1"]])"));
}

TEST(InteractionJson, HasWhatWasSaidInAWebSocket) {
  const auto said = Json::parse(interaction_json(support::chat(), 1))["websocket"];
  EXPECT_EQ(said["ended"], "server_closed");
  EXPECT_EQ(said["messages"].size(), 3U);
  EXPECT_EQ(said["messages"][0],
            Json::parse(R"({"from": "server", "at_ms": 0, "opcode": "text", "payload": "welcome\n"})"));
  EXPECT_EQ(said["messages"][1]["payload_base64"], "/w==");
}

TEST(InteractionJson, TellsAFailureFromAResponse) {
  auto interaction = support::weather();
  interaction.outcome = TransportError{TransportErrorKind::dns, "no such name"};
  const auto json = Json::parse(interaction_json(interaction, 1));
  EXPECT_EQ(json["failure"], "dns");
  EXPECT_EQ(json["message"], "no such name");
  EXPECT_FALSE(json.contains("status"));
  EXPECT_FALSE(json.contains("response"));
}

}  // namespace
}  // namespace wiretape::cli
