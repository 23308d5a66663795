// SPDX-License-Identifier: MIT
#include "secrets/gate.hpp"

#include <gmock/gmock.h>

namespace wiretape::secrets {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

// Looks like chance, and is nobody's.
const std::string odd = "q7Zk29vLxT04mWbR8sYd";

Rules with(std::vector<Redaction> redactions) {
  return Rules(std::move(redactions), true, [](const char*) { return std::optional<std::string>(); });
}

Interaction answered(Headers headers, std::string body) {
  Interaction interaction;
  Response response;
  response.headers = std::move(headers);
  response.body.bytes = std::move(body);
  interaction.outcome = response;
  return interaction;
}

// "what in where"
std::vector<std::string> told(const Interaction& interaction, const Rules& rules = default_rules(),
                              const Variables& variables = {}) {
  std::vector<std::string> out;
  for (const auto& suspect : suspects_in(rules, variables, interaction))
    out.push_back(suspect.what + " in " + suspect.where);
  return out;
}

TEST(Gate, TellsWhatLooksLikeChanceUnderANameThatSoundsSecret) {
  EXPECT_THAT(told(answered({{"X-Internal-Token", odd}}, "")),
              ElementsAre("what looks like one, by its name in the response's header X-Internal-Token"));
  EXPECT_THAT(told(answered({}, R"({"a": [{"mySecretThing": ")" + odd + "\"}]}")),
              ElementsAre("what looks like one, by its name in the response's body, /a/0/mySecretThing"));
  EXPECT_THAT(told(answered({}, "<a><internalToken>" + odd + "</internalToken></a>")),
              ElementsAre("what looks like one, by its name in the response's body, internalToken"));
  auto asked = answered({}, "");
  asked.request.url.target = "/a?upload_token=" + odd;
  EXPECT_THAT(told(asked),
              ElementsAre("what looks like one, by its name in the request's query, upload_token"));
}

TEST(Gate, LetsPassWhatDoesNot) {
  EXPECT_THAT(told(answered({{"X-Internal-Token", "none"}, {"ETag", odd}}, "")), IsEmpty());
  EXPECT_THAT(told(answered({}, R"({"next_page_token": ")" + odd +
                                    R"(", "tokenType": "a bearer token of 1 kind", "id": ")" + odd + "\"}")),
              IsEmpty());
  EXPECT_THAT(told(answered({{"X-Internal-Token", "{{secret:1:text:20}}"}},
                            R"({"mySecret": "{{secret:1:text:20}}"})")),
              IsEmpty());
}

TEST(Gate, LetsPassWhatTheUserKeeps) {
  EXPECT_THAT(told(answered({{"X-Internal-Token", odd}}, ""), with({keep::header("X-Internal-Token")})),
              IsEmpty());
  EXPECT_THAT(told(answered({}, R"({"mySecret": ")" + odd + "\"}"), with({keep::json("/mySecret")})),
              IsEmpty());
  EXPECT_THAT(told(answered({{"X-Internal-Token", odd}}, ""), with({keep::text(odd)})), IsEmpty());
}

TEST(Gate, KnowsShapesAndVariables) {
  const std::string token =
      "gh"
      "p_aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3";
  EXPECT_THAT(told(answered({}, std::string("\0\1", 2) + " " + token)),
              ElementsAre("a GitHub token in the response's body"));
  EXPECT_THAT(
      told(answered({{"X-Odd", "v4lue-of-mine"}}, ""), default_rules(), {{"MY_KEY", "v4lue-of-mine"}}),
      ElementsAre("the value of MY_KEY in the response's header X-Odd"));
  auto spoken = answered({}, "");
  spoken.conversation = WebSocketConversation{{text_message("see " + token)}};
  EXPECT_THAT(told(spoken), ElementsAre("a GitHub token in a message"));
}

TEST(Gate, TakesVariablesByTheirNames) {
  EXPECT_THAT(secret_variables({{"MY_API_KEY", odd},
                                {"SERVICE_TOKEN", odd},
                                {"HOME", "/home/mona-12345678"},
                                {"LS_COLORS", odd},
                                {"SSH_KEY", "/home/mona/.ssh/id_1234567"},
                                {"DB_PASSWORD", "short"}}),
              ElementsAre(Pair("MY_API_KEY", odd), Pair("SERVICE_TOKEN", odd)));
}

TEST(Gate, ShowsNoMoreThanAHint) {
  EXPECT_EQ(hinted(odd), "q7Zk29…");
  EXPECT_EQ(hinted("abc"), "a…");
}

TEST(Chance, IsToldFromWordsAndPlaces) {
  for (const auto* value : {odd.c_str(), "3f7a9c21d4e8b06572af", "MIIEvQIBADANBgkqhkiG9w0"})
    EXPECT_TRUE(looks_random(value)) << value;
  for (const auto* value :
       {"", "short1", "a-name-made-of-words", "aaaaaaaaaaaaaaaa1", "a text with 20 blanks in it"})
    EXPECT_FALSE(looks_random(value)) << value;
}

}  // namespace
}  // namespace wiretape::secrets
