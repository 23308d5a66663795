// SPDX-License-Identifier: MIT
#include "policy/json_edit.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace wiretape::policy {
namespace {

std::string told(const Result<std::string>& result) {
  return result ? *result : "error: " + result.error().message;
}

const std::string json = R"({"b":1.50,"a":{"x":[1,2,3]},"m/n":null})";

TEST(JsonEdit, SetsAValue) {
  EXPECT_EQ(told(set_json(json, "/a/x/1", "\"two\"")), R"({"b":1.5,"a":{"x":[1,"two",3]},"m/n":null})");
  EXPECT_EQ(told(set_json(json, "/a/new", "[]")), R"({"b":1.5,"a":{"x":[1,2,3],"new":[]},"m/n":null})");
  EXPECT_EQ(told(set_json(json, "/m~1n", "true")), R"({"b":1.5,"a":{"x":[1,2,3]},"m/n":true})");
  EXPECT_EQ(told(set_json(json, "", "1")), "1");
}

TEST(JsonEdit, RemovesAValue) {
  EXPECT_EQ(told(remove_json(json, "/a/x/0")), R"({"b":1.5,"a":{"x":[2,3]},"m/n":null})");
  EXPECT_EQ(told(remove_json(json, "/a")), R"({"b":1.5,"m/n":null})");
}

TEST(JsonEdit, AppendsToAnArray) {
  EXPECT_EQ(told(append_json("[1]", "", "{}")), "[1,{}]");
  EXPECT_EQ(told(append_json(json, "/a/x", "4")), R"({"b":1.5,"a":{"x":[1,2,3,4]},"m/n":null})");
}

TEST(JsonEdit, SaysWhatIsNotThere) {
  EXPECT_EQ(told(set_json(json, "/no/where", "1")), "error: there is no /no/where in the body");
  EXPECT_EQ(told(set_json(json, "/a/x/3", "1")), "error: there is no /a/x/3 in the body");
  EXPECT_EQ(told(set_json(json, "/a/x/-", "1")), "error: there is no /a/x/- in the body");
  EXPECT_EQ(told(remove_json(json, "")), "error: there is no  in the body");
  EXPECT_EQ(told(remove_json(json, "/a/y")), "error: there is no /a/y in the body");
  EXPECT_EQ(told(append_json(json, "/a", "1")), "error: there is no array /a in the body");
  EXPECT_EQ(told(set_json("no", "/a", "1")), "error: the body is no JSON");
}

TEST(JsonEdit, RefusesTextsThatAreNone) {
  EXPECT_NO_THROW(need_pointer("set_json", "/a"));
  EXPECT_THROW(need_pointer("set_json", "a"), std::invalid_argument);
  EXPECT_NO_THROW(need_json("set_json", "null"));
  EXPECT_THROW(need_json("set_json", "nul"), std::invalid_argument);
}

}  // namespace
}  // namespace wiretape::policy
