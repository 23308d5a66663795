// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <wiretape/matchers.hpp>
#include <wiretape/rule.hpp>

#include "support/rule_host.hpp"
#include "support/temp_directory.hpp"

namespace wiretape {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

struct Rules {
  RuleBuilder when(RequestMatcher which) { return {std::move(which), host}; }
  [[nodiscard]] const Rule& last() const { return *host.rules.back(); }
  // Which of the first ten matching requests the last rule bends.
  [[nodiscard]] std::vector<int> bent() const {
    std::vector<int> out;
    for (int n = 1; n <= 10; ++n) {
      if (last().acts_on(n)) out.push_back(n);
    }
    return out;
  }
  [[nodiscard]] Response answer() const { return last().answers.at(0)({}); }
  // What the last rule's only change makes of a response.
  [[nodiscard]] Response changed(Response response) const {
    std::get<ChangeAction>(last().actions.at(0)).change(response);
    return response;
  }
  test::FreeRuleHost host;
};

Response response_of(std::string body) {
  Response response;
  response.body.bytes = std::move(body);
  return response;
}

TEST(RuleBuilder, BendsEveryRequestUnlessToldWhich) {
  Rules rules;
  rules.when(AnyRequest()).delay(5ms);
  EXPECT_EQ(rules.bent().size(), 10U);
  EXPECT_EQ(std::get<DelayAction>(rules.last().actions.at(0)).latency, Latency(5ms));
  EXPECT_TRUE(rules.last().answers.empty());
}

TEST(RuleBuilder, SaysWhichRequestsAreBent) {
  Rules rules;
  rules.when(AnyRequest()).first(2).answer(503);
  EXPECT_THAT(rules.bent(), ElementsAre(1, 2));
  rules.when(AnyRequest()).nth(3).answer(503);
  EXPECT_THAT(rules.bent(), ElementsAre(3));
  rules.when(AnyRequest()).every(4).answer(503);
  EXPECT_THAT(rules.bent(), ElementsAre(4, 8));
  rules.when(AnyRequest()).after(8).answer(503);
  EXPECT_THAT(rules.bent(), ElementsAre(9, 10));
}

TEST(RuleBuilder, NarrowsWithEachCall) {
  Rules rules;
  rules.when(AnyRequest()).after(2).first(5).answer(503);
  EXPECT_THAT(rules.bent(), ElementsAre(3, 4, 5));
}

TEST(RuleBuilder, InstallsNothingBeforeAnAction) {
  Rules rules;
  rules.when(AnyRequest()).first(1);
  EXPECT_TRUE(rules.host.rules.empty());
}

TEST(RuleBuilder, MakesAnAnswerWithLengthAndReason) {
  Rules rules;
  rules.when(AnyRequest()).answer(503, "busy", {{"Retry-After", "1"}});
  const auto answer = rules.answer();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.reason, "Service Unavailable");
  EXPECT_EQ(answer.body.bytes, "busy");
  EXPECT_EQ(answer.framing, Framing::content_length);
  EXPECT_EQ(answer.headers, (Headers{{"Retry-After", "1"}, {"Content-Length", "4"}}));
}

TEST(RuleBuilder, GivesNoLengthToAStatusWithoutBody) {
  Rules rules;
  rules.when(AnyRequest()).answer(204);
  EXPECT_TRUE(rules.answer().headers.empty());
  EXPECT_EQ(rules.answer().framing, Framing::none);
  EXPECT_THROW(rules.when(AnyRequest()).answer(304, "body"), std::invalid_argument);
}

TEST(RuleBuilder, AnswersAResponseAsItStands) {
  Rules rules;
  Response odd;
  odd.status = 299;
  odd.reason = "Odd";
  rules.when(AnyRequest()).answer(odd);
  EXPECT_EQ(rules.answer(), odd);
}

TEST(RuleBuilder, RefusesWhatCannotBeMeant) {
  Rules rules;
  EXPECT_THROW(rules.when(AnyRequest()).first(0), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).nth(-1), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).every(0), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).after(0), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).answer(100), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).answer(1000), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).delay(-1ms), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).with_probability(1.1), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).answer_json("{"), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).answer_file("/no/such/file", "text/plain"), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).answer_by({}), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).answers({}), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).throttle(0), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).dribble(0, 1s), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).slice(4, 4), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).set_status(101), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).replace_in_body("(", ""), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).set_json("a", "1"), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).set_json("/a", "one"), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).change({}), std::invalid_argument);
  EXPECT_TRUE(rules.host.rules.empty());
}

TEST(RuleBuilder, ActsInTheOrderThatItWasSaidIn) {
  Rules rules;
  auto rule = rules.when(AnyRequest()).delay(1ms);
  EXPECT_EQ(rules.host.rules.size(), 1U) << "in force from the first action on";
  rule.truncate(5).throttle(100).slice(2, 1).dribble(3, 1s).delay_body(2ms).delay_chunks(3ms);
  EXPECT_EQ(rules.host.rules.size(), 1U);
  std::vector<std::size_t> kinds;
  for (const auto& action : rules.last().actions) kinds.push_back(action.index());
  EXPECT_THAT(kinds, ElementsAre(0, 5, 1, 3, 2, 0, 0));
}

TEST(RuleBuilder, TakesItsRuleOutOfForce) {
  Rules rules;
  {
    const RuleGuard guard(rules.when(AnyRequest()).answer(503));
    EXPECT_EQ(guard.acted(), 0);
    EXPECT_TRUE(rules.host.removed.empty());
  }
  EXPECT_THAT(rules.host.removed, ElementsAre(&rules.last()));
}

TEST(RuleBuilder, AnswersJsonAndFiles) {
  Rules rules;
  rules.when(AnyRequest()).answer_json("[1]", 201);
  EXPECT_EQ(rules.answer().status, 201);
  EXPECT_EQ(rules.answer().headers, (Headers{{"Content-Type", "application/json"}, {"Content-Length", "3"}}));
  const support::TempDirectory dir;
  dir.write("a.txt", "from a file");
  rules.when(AnyRequest()).answer_file(dir.path("a.txt"), "text/plain");
  EXPECT_EQ(rules.answer().body.bytes, "from a file");
}

TEST(RuleBuilder, ChangesHeadAndBody) {
  Rules rules;
  rules.when(AnyRequest()).set_status(404);
  EXPECT_EQ(rules.changed({}).reason, "Not Found");
  rules.when(AnyRequest()).set_header("x-a", "2");
  EXPECT_EQ(rules.changed({.headers = {{"X-A", "1"}}}).headers.all("X-A").size(), 1U);
  rules.when(AnyRequest()).remove_header("X-A");
  EXPECT_TRUE(rules.changed({.headers = {{"X-A", "1"}}}).headers.empty());
  rules.when(AnyRequest()).replace_in_body("(\\d+) C", "$1 F");
  EXPECT_EQ(rules.changed(response_of("-3 C, 4 C")).body.bytes, "-3 F, 4 F");
  auto coded = response_of("compressed");
  coded.body.decoded = "text";
  rules.when(AnyRequest()).set_body("other");
  EXPECT_EQ(rules.changed(coded).body.decoded, "other");
}

// One that calls itself for each byte would need more stack than there is.
TEST(RuleBuilder, ReplacesInLargeBodies) {
  Rules rules;
  rules.when(AnyRequest()).replace_in_body("a(x|y)*b", "c");
  const std::string large = 'a' + std::string(200'000, 'x') + 'b';
  EXPECT_EQ(rules.changed(response_of(large)).body.bytes, "c");
}

TEST(RuleBuilder, ChangesJson) {
  Rules rules;
  const std::string json = R"({"city":"Oslo","days":[1,2]})";
  const auto changed = [&](const std::string& body) { return rules.changed(response_of(body)).body.bytes; };
  rules.when(AnyRequest()).set_json("/city", "null");
  EXPECT_EQ(changed(json), R"({"city":null,"days":[1,2]})");
  EXPECT_EQ(changed("no JSON"), "no JSON");
  rules.when(AnyRequest()).set_json("/new", "{\"a\":1}");
  EXPECT_EQ(changed(json), R"({"city":"Oslo","days":[1,2],"new":{"a":1}})");
  rules.when(AnyRequest()).set_json("/not/there", "1");
  EXPECT_EQ(changed(json), json);
  rules.when(AnyRequest()).remove_json("/days/0");
  EXPECT_EQ(changed(json), R"({"city":"Oslo","days":[2]})");
  rules.when(AnyRequest()).append_json("/days", "\"3\"");
  EXPECT_EQ(changed(json), R"({"city":"Oslo","days":[1,2,"3"]})");
}

TEST(RuleBuilder, GivesFaultsBeforeAnAnswerARuleForThemselves) {
  Rules rules;
  const auto alone = [&](const std::string& says, auto act) {
    EXPECT_THAT([&] { act(rules.when(AnyRequest())); },
                testing::ThrowsMessage<std::invalid_argument>(testing::HasSubstr(says)));
  };
  const std::string connection = "a fault of the connection has a rule for itself";
  const std::string request = "what happens while the request arrives has a rule for itself";
  alone(connection, [](RuleBuilder rule) { rule.fault(fault::refuse()).delay(1ms); });
  alone(connection, [](RuleBuilder rule) { rule.delay(1ms).fault(fault::refuse()); });
  alone(connection, [](RuleBuilder rule) { rule.fault(fault::refuse()).fault(fault::tls_alert()); });
  alone(connection, [](RuleBuilder rule) { rule.answer(200).fault(fault::refuse()); });
  alone(connection, [](RuleBuilder rule) { rule.fault(fault::refuse()).answer(200); });
  alone(connection, [](RuleBuilder rule) { rule.fault(fault::refuse()).converse({says("a")}); });
  alone(request, [](RuleBuilder rule) { rule.fault(fault::close_in_request(1)).answer(200); });
  alone(request, [](RuleBuilder rule) { rule.change_request([](Request&) {}).throttle_request(1); });
  alone("has a rule for itself", [](RuleBuilder rule) { rule.one_of({fault::refuse()}); });
  rules.when(AnyRequest()).throttle_request(1).fault(fault::close_in_request(1));
}

TEST(RuleBuilder, RefusesScriptsAndGatesThatAreNone) {
  Rules rules;
  EXPECT_THROW(rules.when(AnyRequest()).converse(std::vector<WebSocketMessage>{}), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).hold_message(1, nullptr), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).hold_message(0, std::make_shared<Gate>()), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).throttle_request(0), std::invalid_argument);
  EXPECT_THROW(rules.when(AnyRequest()).replace_in_url("(", ""), std::invalid_argument);
}

TEST(RuleBuilder, ChangesWhatTheOriginIsAsked) {
  Rules rules;
  const auto asked = [&](const std::string& url) {
    Request request;
    request.url = Url::parse(url);
    request.headers = {{"X-A", "1"}, {"X-B", "2"}};
    for (const auto& change : rules.last().change_request) change(request);
    return request;
  };
  rules.when(AnyRequest())
      .replace_in_url("^https://api\\.(\\w+)\\.test/v\\d/", "http://staging-$1.test:8080/v9/")
      .set_request_header("x-a", "3")
      .remove_request_header("X-B");
  const auto request = asked("https://api.weather.test/v1/today?city=Oslo");
  EXPECT_EQ(request.url.str(), "http://staging-weather.test:8080/v9/today?city=Oslo");
  EXPECT_EQ(request.headers.find("X-A"), "3");
  EXPECT_FALSE(request.headers.has("X-B"));
  rules.when(AnyRequest()).replace_in_url("https", "no url ");
  EXPECT_EQ(asked("https://h/").url.str(), "https://h/") << "what is no URL stays as it was";
}

}  // namespace
}  // namespace wiretape
