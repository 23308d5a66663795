// SPDX-License-Identifier: MIT
#include "policy/rule_reader.hpp"

#include <gmock/gmock.h>

#include "cassette/yaml.hpp"
#include "policy/rules.hpp"
#include "support/matching.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::policy {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::ThrowsMessage;

class RuleReader : public testing::Test {
protected:
  ReadRules rules_of(const std::string& list) {
    dir_.write("rules.yaml", "rules:\n" + list);
    return read_rules_file(dir_.path("rules.yaml"));
  }
  // The only rule, that does only this.
  std::shared_ptr<Rule> rule_that(const std::string& action) {
    return rules_of("  - do: [" + action + "]\n").at(0);
  }
  Response changed(const std::string& action, Response response) {
    const auto rule = rule_that(action);
    for (const auto& each : rule->actions) std::get<ChangeAction>(each).change(response);
    return response;
  }
  support::TempDirectory dir_;
};

template <class Kind>
const Kind& only(const std::shared_ptr<Rule>& rule) {
  EXPECT_EQ(rule->actions.size(), 1U);
  return std::get<Kind>(rule->actions.at(0));
}

TEST_F(RuleReader, ReadsWhichAndHowOften) {
  const auto rules = rules_of(
      "  - name: busy\n"
      "    when: {path: /today}\n"
      "    after: 1\n"
      "    first: 3\n"
      "    probability: 0.25\n"
      "    times: 2\n"
      "    do:\n"
      "      - delay: 200 ms\n"
      "      - fault: reset_after(512)\n"
      "  - do: [{answer: 404}]\n");
  ASSERT_EQ(rules.size(), 2U);
  const auto& busy = *rules[0];
  EXPECT_EQ(busy.name, "busy");
  EXPECT_TRUE(busy.which.matches(test::get("http://h/today")));
  EXPECT_FALSE(busy.which.matches(test::get("http://h/week")));
  EXPECT_FALSE(busy.acts_on(1));
  EXPECT_TRUE(busy.acts_on(2) && busy.acts_on(3));
  EXPECT_FALSE(busy.acts_on(4));
  EXPECT_EQ(busy.probability, 0.25);
  EXPECT_TRUE(busy.expected->accepts(2));
  EXPECT_FALSE(busy.expected->accepts(1));
  ASSERT_EQ(busy.actions.size(), 2U);
  EXPECT_EQ(std::get<DelayAction>(busy.actions[0]).latency, Latency(200ms));
  EXPECT_EQ(std::get<FaultAction>(busy.actions[1]).fault, fault::reset_after(512));
}

TEST_F(RuleReader, ReadsAnswers) {
  const auto answer = [&](const std::string& action) { return rule_that(action)->answers.at(0)({}); };
  EXPECT_EQ(answer("{answer: 503}").status, 503);
  const auto whole = answer("{answer: {status: 429, headers: {Retry-After: \"1\"}, body: busy}}");
  EXPECT_EQ(whole.status, 429);
  EXPECT_EQ(whole.headers.find("Retry-After"), "1");
  EXPECT_EQ(whole.body.bytes, "busy");
  const auto json = answer("{answer: {json: {celsius: -3, sky: snow}}}");
  EXPECT_EQ(json.status, 200);
  EXPECT_EQ(json.headers.find("Content-Type"), "application/json");
  EXPECT_EQ(json.body.bytes, R"({"celsius":-3,"sky":"snow"})");
}

TEST_F(RuleReader, ReadsEachAction) {
  EXPECT_EQ(only<DelayAction>(rule_that("{delay_body: 1 s}")).before, DelayAction::Before::body);
  EXPECT_EQ(only<DelayAction>(rule_that("{delay_chunks: \"uniform(1 ms, 2 ms)\"}")).latency,
            Latency::uniform(1ms, 2ms));
  EXPECT_EQ(only<ThrottleAction>(rule_that("{throttle: 1000}")).bytes_per_second, 1000U);
  EXPECT_EQ(only<ThrottleRequestAction>(rule_that("{throttle_request: 10}")).bytes_per_second, 10U);
  EXPECT_EQ(only<DribbleAction>(rule_that("{dribble: {pieces: 3, over: 1 s}}")).over, 1s);
  EXPECT_EQ(only<SliceAction>(rule_that("{slice: {size: 7, variation: 2}}")).variation, 2U);
  EXPECT_EQ(only<FaultAction>(rule_that("{truncate: 9}")).fault, fault::close_after(9));
  const auto chaos =
      only<ChaosAction>(rule_that("{one_of: {faults: [reset, empty_reply()], statuses: [500]}}"));
  EXPECT_EQ(chaos.faults.size(), 2U);
  EXPECT_EQ(chaos.statuses, std::vector<int>{500});
}

TEST_F(RuleReader, ReadsChanges) {
  Response response;
  response.headers = {{"X-A", "1"}, {"X-B", "2"}};
  response.body.bytes = R"({"a":1,"b":[1],"c":3})";
  EXPECT_EQ(changed("{set_status: 404}", response).status, 404);
  EXPECT_EQ(changed("{set_headers: {X-A: new}}", response).headers.find("X-A"), "new");
  EXPECT_FALSE(changed("{remove_headers: [X-A, X-B]}", response).headers.has("X-B"));
  EXPECT_EQ(changed("{set_body: other}", response).body.bytes, "other");
  EXPECT_EQ(changed("{replace_in_body: {regex: 'a(.)', with: 'z$1'}}", response).body.bytes,
            R"({"z":1,"b":[1],"c":3})");
  EXPECT_EQ(changed("{set_json: {/a: null}}", response).body.bytes, R"({"a":null,"b":[1],"c":3})");
  EXPECT_EQ(changed("{remove_json: [/a, /c]}", response).body.bytes, R"({"b":[1]})");
  EXPECT_EQ(changed("{append_json: {/b: {d: 1}}}", response).body.bytes, R"({"a":1,"b":[1,{"d":1}],"c":3})");
}

TEST_F(RuleReader, ReadsWhatTheOriginIsAsked) {
  const auto rule = rule_that(
      "{set_request_headers: {X-Env: staging}}, {remove_request_headers: [Cookie]}, "
      "{replace_in_url: {regex: '^https://api', with: 'https://staging'}}");
  auto request = test::get("https://api.weather.test/");
  request.headers = {{"Cookie", "a"}};
  for (const auto& change : rule->change_request) change(request);
  EXPECT_EQ(request.url.str(), "https://staging.weather.test/");
  EXPECT_EQ(request.headers, (Headers{{"X-Env", "staging"}}));
}

TEST_F(RuleReader, ReadsJsonToo) {
  dir_.write("rules.json", R"({"rules": [{"name": "a", "do": [{"answer": 500}, {"delay": "1 ms"}]}]})");
  EXPECT_EQ(read_rules_file(dir_.path("rules.json")).at(0)->name, "a");
}

TEST_F(RuleReader, SaysWhatIsWrongAndWhere) {
  const auto refused = [&](const std::string& list, const std::string& says) {
    EXPECT_THAT([&] { rules_of(list); }, ThrowsMessage<CassetteError>(HasSubstr(says))) << list;
  };
  refused("  - when: {path: /a}\n", "rules.yaml:2: a rule has no 'do'");
  refused("  - do:\n      - answr: 503\n",
          "rules.yaml:3: there is no action 'answr', did you mean 'answer'?");
  refused("  - do:\n      - delay: soon\n", "rules.yaml:3: 'soon' is no time; it is like");
  refused("  - do:\n      - delay: 1 ms\n      - fault: rest\n",
          "rules.yaml:4: there is no fault 'rest'; is it reset?");
  refused("  - do:\n      - answer: 99\n", "rules.yaml:3: answer(99): a final status is 200 to 999");
  refused("  - do: []\n", "a rule that does nothing");
  refused("  - frist: 1\n    do: [{answer: 500}]\n", "unknown key 'frist' in a rule, did you mean 'first'?");
  refused("  - first: 0\n    do: [{answer: 500}]\n", "first(0): requests are counted from 1");
  refused("  - probability: often\n    do: [{answer: 500}]\n", "must be a number from 0 to 1");
  refused("  - probability: 2\n    do: [{answer: 500}]\n", "is not from 0 to 1");
  refused("  - do: [{fault: refuse}, {delay: 1 ms}]\n", "a fault of the connection has a rule for itself");
  refused("  a: 1\n", "'rules' must be a list");
}

TEST_F(RuleReader, RefusesFilesThatAreNone) {
  const auto refused = [&](const char* name, const std::string& text, const std::string& says) {
    if (!text.empty()) dir_.write(name, text);
    EXPECT_THAT([&] { static_cast<void>(read_rules_file(dir_.path(name))); },
                ThrowsMessage<CassetteError>(HasSubstr(says)));
  };
  refused("none.yaml", "", "there is no such file");
  refused("a.yaml", "rule: []\n", "unknown key 'rule' in a file of rules, did you mean 'rules'?");
  refused("b.yaml", "rules: [\n", "b.yaml:");
  refused("c.json", "{", "c.json:");
}

TEST(HeaderRules, AreReadFromTheHeader) {
  CassetteHeader header;
  EXPECT_TRUE(read_header_rules(header.rules, "a.yaml").empty());
  header.rules = R"([{"do":[{"answer":503}]}])";
  EXPECT_EQ(read_header_rules(header.rules, "a.yaml").size(), 1U);
  header.rules = R"([{"do":[{"answr":503}]}])";
  EXPECT_THAT(
      [&] { static_cast<void>(read_header_rules(header.rules, "a.yaml")); },
      ThrowsMessage<CassetteError>(HasSubstr("a.yaml: in the header's rules: there is no action 'answr'")));
}

}  // namespace
}  // namespace wiretape::policy
