// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <map>
#include <nlohmann/json.hpp>

#include <wiretape/matchers.hpp>

#include "support/rule_host.hpp"
#include "sweep/catalogue.hpp"

namespace wiretape::sweep {
namespace {

using Json = nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

Response response_of(std::string body) {
  Response response;
  response.body.bytes = std::move(body);
  return response;
}

// What each mutation makes of the body, by its name.
std::map<std::string, std::string> bodies(const std::string& body, std::size_t places = 40) {
  std::map<std::string, std::string> out;
  test::FreeRuleHost host;
  const auto recorded = response_of(body);
  for (const auto& swept : json_mutations(recorded, places)) {
    RuleBuilder rule(AnyRequest(), host);
    swept.act(rule);
    auto response = recorded;
    for (const auto& action : host.rules.back()->actions) std::get<ChangeAction>(action).change(response);
    EXPECT_TRUE(out.try_emplace(swept.name, response.body.bytes).second) << swept.name;
  }
  return out;
}

TEST(JsonMutations, AreOfEachValueInTurn) {
  const auto all = bodies(R"({"celsius":-3,"sky":"snow","week":[1,2],"ok":true,"next":null})");
  EXPECT_EQ(Json::parse(all.at("Json_celsius_Missing")),
            Json::parse(R"({"sky":"snow","week":[1,2],"ok":true,"next":null})"));
  EXPECT_EQ(Json::parse(all.at("Json_celsius_Null"))["celsius"], nullptr);
  EXPECT_EQ(Json::parse(all.at("Json_celsius_WrongType"))["celsius"], "a string");
  EXPECT_EQ(Json::parse(all.at("Json_celsius_HugeNumber"))["celsius"].get<double>(), 18446744073709551616.0);
  EXPECT_EQ(Json::parse(all.at("Json_sky_WrongType"))["sky"], 42);
  EXPECT_EQ(Json::parse(all.at("Json_sky_LongString"))["sky"].get<std::string>().size(), 65536U);
  EXPECT_EQ(Json::parse(all.at("Json_sky_UnknownEnum"))["sky"], "swept_by_wiretape");
  EXPECT_FALSE(Json::accept(all.at("Json_sky_InvalidUtf8")));
  EXPECT_EQ(Json::parse(all.at("Json_week_EmptyList"))["week"], Json::array());
  EXPECT_EQ(Json::parse(all.at("Json_week_WrongType"))["week"], Json::object());
  EXPECT_EQ(Json::parse(all.at("Json_week_0_Missing"))["week"], Json::parse("[2]"));
  EXPECT_EQ(Json::parse(all.at("Json_ok_WrongType"))["ok"], "a string");
  EXPECT_EQ(Json::parse(all.at("Json_next_WrongType"))["next"], Json::parse(R"({"was":null})"));
  EXPECT_EQ(all.count("Json_next_Null"), 0U);
  EXPECT_EQ(all.at("Json_Truncated"), R"({"celsius":-3,"sky":"snow","wee)");
  EXPECT_EQ(all.at("Json_Null"), "null");
  EXPECT_EQ(all.at("Json_WrongType"), "[]");
}

TEST(JsonMutations, KnowWhatLooksLikeAnEnumerator) {
  EXPECT_EQ(bodies(R"({"a":"two words"})").count("Json_a_UnknownEnum"), 0U);
  EXPECT_EQ(bodies(R"({"a":"IN_PROGRESS-2"})").count("Json_a_UnknownEnum"), 1U);
  EXPECT_EQ(bodies(R"({"a":""})").count("Json_a_UnknownEnum"), 0U);
}

TEST(JsonMutations, ReachMembersWhosePointersAreEscaped) {
  const auto all = bodies(R"({"a/b":1,"c~d":2})");
  EXPECT_EQ(Json::parse(all.at("Json_a_1b_Missing")), Json::parse(R"({"c~d":2})"));
  EXPECT_EQ(Json::parse(all.at("Json_c_0d_Missing")), Json::parse(R"({"a/b":1})"));
}

TEST(JsonMutations, StopAtSoManyPlaces) {
  const std::string body = R"({"a":1,"b":2,"c":3})";
  EXPECT_EQ(bodies(body, 2).count("Json_a_Missing"), 1U);
  EXPECT_EQ(bodies(body, 2).count("Json_b_Missing"), 0U);
}

TEST(JsonMutations, AreNoneOfWhatIsNoStructure) {
  for (const auto* body : {"", "42", "\"text\"", "{", "<html>"})
    EXPECT_THAT(json_mutations(response_of(body), 40), IsEmpty());
}

TEST(JsonMutations, AreOfTheDecodedText) {
  auto coded = response_of("compressed");
  coded.body.decoded = R"({"a":1})";
  EXPECT_FALSE(json_mutations(coded, 40).empty());
}

}  // namespace
}  // namespace wiretape::sweep
