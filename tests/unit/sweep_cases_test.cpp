// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <cstdlib>
#include <regex>
#include <set>

#include <wiretape/cassette.hpp>
#include <wiretape/sweep.hpp>

#include "support/temp_directory.hpp"

namespace wiretape {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

std::string document(const std::string& method, const std::string& url) {
  return "---\nrequest: {method: " + method + ", url: \"" + url +
         "\"}\nresponse: {status: 200, headers: [{Content-Length: \"7\"}], body: {text: '{\"a\":1}'}}\n...\n";
}

class SweepCases : public testing::Test {
protected:
  ~SweepCases() override { ::unsetenv("WIRETAPE_SWEEP_ONLY"); }

  std::string cassette(const std::vector<std::string>& documents) {
    std::string text = "---\nwiretape: 1\n...\n";
    for (const auto& each : documents) text += each;
    dir_.write("a.yaml", text);
    return dir_.path("a.yaml");
  }
  static std::vector<std::string> names(const std::vector<SweepCase>& cases) {
    std::vector<std::string> out;
    for (const auto& each : cases) out.push_back(each.name());
    return out;
  }
  support::TempDirectory dir_;
};

TEST_F(SweepCases, HaveNamesThatGoogleTestTakes) {
  const auto cases =
      sweep_cases(cassette({document("GET", "https://h/v1/today.json?city=Oslo"),
                            document("M-SEARCH", "https://h/" + std::string(200, 'a')),
                            document("GET", "https://h/"), document("GET", "https://h/%C3%B8")}));
  std::set<std::string> all;
  for (const auto& name : names(cases)) {
    EXPECT_TRUE(std::regex_match(name, std::regex("[A-Za-z0-9_]{1,120}"))) << name;
    EXPECT_TRUE(all.insert(name).second) << name;
  }
  EXPECT_THAT(all, Contains("Interaction1_GET_v1_today_json_ResetAfterHead"));
  EXPECT_THAT(all, Contains("Interaction2_MSEARCH_" + std::string(40, 'a') + "_Reset"));
  EXPECT_THAT(all, Contains("Interaction3_GET_Reset"));
  EXPECT_THAT(all, Contains("Interaction4_GET_C3_B8_Reset"));
  EXPECT_THAT(all, Contains("Interaction1_GET_v1_today_json_Json_a_Missing"));
  EXPECT_EQ(cases.front().name(), "AsRecorded");
}

TEST_F(SweepCases, SayWhatTheyAre) {
  SweepOptions options;
  options.chooses = [](const SweepCase& one) { return one.name() == "Interaction2_GET_b_Status404"; };
  const auto path = cassette({document("GET", "https://h/a"), document("GET", "https://h/b")});
  const auto cases = sweep_cases(path, options);
  ASSERT_EQ(cases.size(), 1U);
  const auto& one = cases[0];
  EXPECT_EQ(one.group(), SweepGroup::status);
  EXPECT_EQ(one.interaction(), 2U);
  EXPECT_EQ(one.request(), "GET https://h/b");
  EXPECT_EQ(one.fault(), "status 404 Not Found");
  EXPECT_EQ(one.cassette(), path);
  EXPECT_EQ(testing::PrintToString(one), one.name());
}

TEST_F(SweepCases, AreOfTheGroupsThatAreWanted) {
  SweepOptions options;
  options.groups = {SweepGroup::tls};
  for (const auto& each : sweep_cases(cassette({document("GET", "https://h/a")}), options))
    EXPECT_EQ(each.group(), SweepGroup::tls);
  options.groups = {};
  EXPECT_TRUE(sweep_cases(cassette({document("GET", "https://h/a")}), options).empty());
}

TEST_F(SweepCases, SweepAConnectionOnceForEachOrigin) {
  const auto all = names(sweep_cases(cassette(
      {document("GET", "https://h/a"), document("GET", "https://h/b"), document("GET", "https://other/c")})));
  EXPECT_THAT(all, Contains("Interaction1_GET_a_CertificateExpired"));
  EXPECT_THAT(all, Not(Contains("Interaction2_GET_b_CertificateExpired")));
  EXPECT_THAT(all, Contains("Interaction3_GET_c_CertificateExpired"));
}

TEST_F(SweepCases, CanBeRunAlone) {
  ::setenv("WIRETAPE_SWEEP_ONLY", "Interaction1_GET_a_Reset", 1);
  EXPECT_THAT(names(sweep_cases(cassette({document("GET", "https://h/a")}))),
              ElementsAre("Interaction1_GET_a_Reset"));
}

TEST_F(SweepCases, AreFoundWhereDecksHaveTheirCassettes) {
  SweepOptions options;
  options.deck.cassette_dir = dir_.path();
  const auto path = cassette({document("GET", "https://h/a")});
  EXPECT_EQ(sweep_cases("a.yaml", options).at(0).cassette(), path);
  ::setenv("WIRETAPE_CASSETTE_DIR", dir_.path().c_str(), 1);
  EXPECT_EQ(sweep_cases("a.yaml").at(0).cassette(), path);
  ::unsetenv("WIRETAPE_CASSETTE_DIR");
  EXPECT_EQ(sweep_cases("a.yaml").at(0).name(), "CassetteCannotBeRead");
}

TEST_F(SweepCases, OfWhatCannotBeReadIsOneThatSaysSo) {
  EXPECT_THAT(names(sweep_cases(dir_.path("none.yaml"))), ElementsAre("CassetteCannotBeRead"));
  dir_.write("b.yaml", "no: cassette\n");
  const auto cases = sweep_cases(dir_.path("b.yaml"));
  ASSERT_EQ(cases.size(), 1U);
  EXPECT_THROW(SweepDeck{cases[0]}, CassetteError);
}

}  // namespace
}  // namespace wiretape
