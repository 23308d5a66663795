// SPDX-License-Identifier: MIT
#include "secrets/redactor.hpp"

#include <gmock/gmock.h>

#include "http/content_coding.hpp"

namespace wiretape::secrets {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;

Rules with(std::vector<Redaction> redactions) {
  return Rules(std::move(redactions), true, [](const char*) { return std::optional<std::string>(); });
}

Request request(const std::string& url, Headers headers = {}, std::string body = {}) {
  Request request;
  request.url = Url::parse(url);
  request.headers = std::move(headers);
  request.body.bytes = std::move(body);
  return request;
}
Response response(Headers headers, std::string body) {
  Response response;
  response.headers = std::move(headers);
  response.body.bytes = std::move(body);
  return response;
}
Interaction login() {
  Interaction interaction;
  interaction.request = request("https://o.test/login", {{"Authorization", "Bearer k3y-of-the-client"}});
  interaction.outcome = response({{"Set-Cookie", "sid=0123456789abcdef; Path=/"}},
                                 R"({"access_token": "t0ken-of-the-answer", "pin": 1234, "who": "mona"})");
  return interaction;
}
const Response& answer_of(const Interaction& interaction) { return std::get<Response>(interaction.outcome); }

TEST(Redactor, PutsPlaceholdersInOrder) {
  Redactor redactor(default_rules());
  auto interaction = login();
  redactor.redact(interaction);
  EXPECT_EQ(interaction.request.headers.find("Authorization"), "Bearer {{secret:1}}");
  EXPECT_EQ(answer_of(interaction).headers.find("Set-Cookie"), "sid={{secret:2:hex:16}}; Path=/");
  EXPECT_EQ(answer_of(interaction).body.bytes,
            R"({"access_token": "{{secret:3:text:19}}", "pin": "{{secret:4:number:4}}", "who": "mona"})");
  EXPECT_THAT(redactor.places(),
              ElementsAre("cookie:sid", "header:Authorization", "json:/access_token", "json:/pin"));
}

TEST(Redactor, CallsASecretTheSameWherever) {
  Redactor redactor(default_rules());
  auto first = login();
  redactor.redact(first);
  Interaction next;
  next.request = request("https://o.test/t0ken-of-the-answer/x?q=t0ken-of-the-answer",
                         {{"X-Odd", "see t0ken-of-the-answer"}}, "t0ken-of-the-answer");
  next.outcome = response({}, "k3y-of-the-client");
  redactor.redact(next);
  EXPECT_EQ(next.request.url.target, "/{{secret:3}}/x?q={{secret:3}}");
  EXPECT_EQ(next.request.headers.find("X-Odd"), "see {{secret:3}}");
  EXPECT_EQ(next.request.body.bytes, "{{secret:3}}");
  EXPECT_EQ(answer_of(next).body.bytes, "{{secret:1:text:17}}");
}

TEST(Redactor, LooksIntoCodedBodies) {
  Redactor redactor(default_rules());
  Interaction interaction;
  auto answer = response({{"Content-Encoding", "gzip"}}, *http::encode_content(R"({"secret": "s"})", "gzip"));
  answer.body.decoded = R"({"secret": "s"})";
  interaction.outcome = answer;
  redactor.redact(interaction);
  EXPECT_EQ(answer_of(interaction).body.decoded, R"({"secret": "{{secret:1:text:1}}"})");
}

TEST(Redactor, LeavesWhatHoldsNone) {
  Redactor redactor(default_rules());
  Interaction interaction;
  interaction.request = request("https://o.test/a?b=c", {}, "\x00\xff {\"a\": 1");
  auto answer = response({{"Content-Length", "7"}}, "abc");  // which is not true
  answer.framing = Framing::content_length;
  interaction.outcome = answer;
  const auto before = interaction;
  redactor.redact(interaction);
  EXPECT_EQ(interaction, before);
  EXPECT_EQ(redactor.played(interaction), nullptr);
}

TEST(Redactor, EscapesWhatLooksLikeAPlaceholder) {
  Redactor redactor(default_rules());
  Interaction interaction;
  interaction.request = request("https://o.test/a", {}, "{{secret:1}}");
  interaction.outcome = response({}, "Hello {{secret:1}}, {{secret::2}}, {{secret}}");
  const auto before = interaction;
  redactor.redact(interaction);
  EXPECT_EQ(answer_of(interaction).body.bytes, "Hello {{secret::1}}, {{secret:::2}}, {{secret}}");
  EXPECT_EQ(redactor.comparable(interaction.request, Side::recorded).body.bytes.size(), 13U);
  const auto played = redactor.played(interaction);
  ASSERT_NE(played, nullptr);
  EXPECT_EQ(answer_of(*played).body.bytes, answer_of(before).body.bytes) << "byte for byte";
  redactor.redact(interaction, Source::cassette);
  EXPECT_EQ(answer_of(interaction).body.bytes, "Hello {{secret::1}}, {{secret:::2}}, {{secret}}");
}

TEST(Redactor, PlaysHarmlessValuesOfTheSameSize) {
  Redactor redactor(default_rules());
  auto interaction = login();
  auto& answer = std::get<Response>(interaction.outcome);
  answer.headers.add("Content-Length", std::to_string(answer.body.bytes.size()));
  answer.framing = Framing::content_length;
  const auto before = interaction;
  redactor.redact(interaction);
  EXPECT_NE(answer.headers.find("Content-Length"), answer_of(before).headers.find("Content-Length"));
  const auto played = redactor.played(interaction);
  ASSERT_NE(played, nullptr);
  EXPECT_EQ(answer_of(*played).body.bytes.size(), answer_of(before).body.bytes.size());
  EXPECT_EQ(answer_of(*played).headers.find("Content-Length"),
            answer_of(before).headers.find("Content-Length"));
  EXPECT_THAT(answer_of(*played).body.bytes,
              MatchesRegex(R"(\{"access_token": "[a-z0-9]{19}", "pin": [0-9]{4}, "who": "mona"\})"));
  EXPECT_THAT(answer_of(*played).body.bytes, Not(HasSubstr("t0ken-of-the-answer")));
  EXPECT_EQ(played->request, interaction.request) << "nobody gets it";
}

TEST(Redactor, ComparesSecretsAsIfTheyWereAlike) {
  Redactor redactor(default_rules());
  auto interaction = login();
  redactor.redact(interaction);
  const auto recorded = redactor.comparable(interaction.request, Side::recorded);
  auto live = login().request;
  live.headers.set("Authorization", "Bearer another");
  EXPECT_EQ(redactor.comparable(live, Side::live), recorded);
  EXPECT_EQ(redactor.comparable(login().request, Side::recorded), recorded) << "recorded without redaction";
  live.headers.set("Authorization", "Basic another");
  EXPECT_NE(redactor.comparable(live, Side::live), recorded) << "the scheme is none";
}

TEST(Redactor, KnowsWhatItHasHandedOut) {
  Redactor redactor(default_rules());
  auto interaction = login();
  redactor.redact(interaction);
  const auto played = redactor.played(interaction);
  const auto& body = answer_of(*played).body.bytes;
  const auto token = body.substr(18, 19);
  const auto live = request("https://o.test/a?cursor=" + token);
  EXPECT_THAT(redactor.handed_out_in(live), ElementsAre("3"));
  EXPECT_THAT(redactor.handed_out_in(request("https://o.test/a")), IsEmpty());
  EXPECT_EQ(redactor.comparable(live, Side::live).url.target, "/a?cursor={{secret:*}}");
  EXPECT_THAT(placeholder_names(request("https://o.test/a?x={{secret:3}}", {{"A", "{{secret:b}}"}})),
              ElementsAre("3", "b"));
}

TEST(Redactor, CarriesTheUsersNames) {
  Redactor redactor(with({redact::header("X-Tenant").as("tenant")}));
  Interaction interaction;
  interaction.request = request("https://o.test/a", {{"X-Tenant", "ten4nt-name"}}, "of ten4nt-name");
  interaction.outcome = Response{};
  redactor.redact(interaction);
  EXPECT_EQ(interaction.request.headers.find("X-Tenant"), "{{secret:tenant}}");
  EXPECT_EQ(interaction.request.body.bytes, "of {{secret:tenant}}");
}

TEST(Redactor, LooksForValuesOfVariables) {
  Redactor redactor(Rules({redact::variable("MY_KEY").as("mine")}, true,
                          [](const char*) -> std::optional<std::string> { return "v4lue-of-mine"; }));
  Interaction interaction;
  interaction.request = request("https://o.test/v4lue-of-mine");
  interaction.outcome = Response{};
  redactor.redact(interaction);
  EXPECT_EQ(interaction.request.url.target, "/{{secret:mine}}");
}

TEST(Redactor, LooksIntoMessages) {
  Redactor redactor(default_rules());
  Interaction interaction;
  interaction.outcome = Response{};
  auto says = text_message(R"({"token": "fr0m-the-server"})"), hears = text_message("again fr0m-the-server");
  says.from = WebSocketSender::server;
  hears.from = WebSocketSender::client;
  hears.is_compressed = true;
  hears.wire = "compressed";
  interaction.conversation = WebSocketConversation{{says, hears}};
  redactor.redact(interaction);
  const auto& messages = interaction.conversation->messages;
  EXPECT_EQ(messages[0].payload, R"({"token": "{{secret:1:text:15}}"})");
  EXPECT_EQ(messages[1].payload, "again {{secret:1}}");
  EXPECT_EQ(messages[1].wire, std::nullopt);
  const auto played = redactor.played(interaction);
  ASSERT_NE(played, nullptr);
  EXPECT_EQ(played->conversation->messages[0].payload.size(), says.payload.size());
  EXPECT_EQ(played->conversation->messages[1].payload, "again {{secret:1}}") << "it is compared";
  EXPECT_EQ(redactor.comparable(hears, Side::live).payload, "again fr0m-the-server");
  EXPECT_EQ(redactor.comparable(messages[1], Side::recorded).payload, "again {{secret:*}}");
}

}  // namespace
}  // namespace wiretape::secrets
