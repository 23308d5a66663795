// SPDX-License-Identifier: MIT
#include "secrets/rules.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace wiretape::secrets {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Throws;
using testing::ThrowsMessage;

std::optional<std::string> no_variable(const char*) { return std::nullopt; }

TEST(Redactions, AreReadAsTheyAreWritten) {
  const std::vector<Redaction> all{redact::header("X-Tenant"), redact::cookie("id").as("session"),
                                   redact::query("sig"),       redact::json("/a/*/b"),
                                   redact::form("pin"),        redact::text("acct-[0-9]+ as is"),
                                   redact::variable("MY_KEY"), keep::json("/etag"),
                                   keep::text("AKIA.*EXAMPLE")};
  for (const auto& redaction : all) {
    const auto read = parse_redaction(written(redaction));
    ASSERT_TRUE(read) << written(redaction);
    if (redaction.name != "acct-[0-9]+ as is") {
      EXPECT_EQ(*read, redaction) << written(redaction);
    }
  }
  EXPECT_EQ(written(all[1]), "cookie:id as session");
  EXPECT_EQ(written(all[7]), "keep json:/etag");
  EXPECT_EQ(as_code(all[1]), R"(redact::cookie("id").as("session"))");
  EXPECT_EQ(as_code(all[7]), R"(keep::json("/etag"))");
  EXPECT_THAT(written({redact::header("A")}, true), ElementsAre("defaults", "header:A"));
}

TEST(Redactions, ThatAreNoneAreRefused) {
  for (const auto* text : {"", "header", "header:", "head:X", "json:a", "text:(", "keep", "keep variable:X"})
    EXPECT_FALSE(parse_redaction(text)) << text;
  EXPECT_THAT([] { static_cast<void>(redact::json("a/b")); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("RFC 6901")));
  EXPECT_THAT([] { static_cast<void>(keep::text("(")); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("keep::text: '('")));
  EXPECT_THAT([] { Rules({redact::header("X").as("a b")}, true, no_variable); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("'a b' is no name")));
}

TEST(Rules, FindWhoNamesAPlace) {
  const Rules rules({redact::header("X-Tenant"), redact::json("/items/*/id"), keep::text("abc.*")}, true,
                    no_variable);
  EXPECT_NE(rules.named(Redaction::Where::header, "x-tenant"), nullptr);
  EXPECT_EQ(rules.named(Redaction::Where::query, "x-tenant"), nullptr);
  EXPECT_NE(rules.at_path({"items", "7", "id"}), nullptr);
  EXPECT_EQ(rules.at_path({"items", "7"}), nullptr);
  EXPECT_EQ(rules.at_path({"items", "7", "id", "x"}), nullptr);
  EXPECT_TRUE(rules.is_kept("abcdef"));
  EXPECT_FALSE(rules.is_kept("xabcdef")) << "as a whole";
}

TEST(Rules, TellMatchesOfTextsByTheirGroup) {
  const Rules rules({redact::text("id=([0-9]+)"), redact::text("x+")}, true, no_variable);
  std::vector<std::string> told;
  const std::string text = "id=12 xx id=3";
  rules.for_each_match(text, [&](const Redaction&, std::size_t at, std::size_t size) {
    told.push_back(text.substr(at, size));
  });
  EXPECT_THAT(told, ElementsAre("12", "3", "xx"));
}

TEST(Rules, TakeValuesOfTheEnvironment) {
  const auto variables = [](const char* name) -> std::optional<std::string> {
    if (std::string(name) == "LONG") return "a-long-value";
    if (std::string(name) == "SHORT") return "abc";
    return std::nullopt;
  };
  const Rules rules({redact::variable("LONG"), redact::variable("SHORT"), redact::variable("MISSING")}, true,
                    variables);
  ASSERT_EQ(rules.values().size(), 1U) << "too short a value would stand everywhere";
  EXPECT_EQ(rules.values()[0].first, "a-long-value");
}

TEST(Rules, RunOverLongTextsWithoutAStack) {
  const Rules rules({redact::text("(a|b)+c")}, true, no_variable);
  int told = 0;
  rules.for_each_match(std::string(300'000, 'a') + "c",
                       [&](const Redaction&, std::size_t, std::size_t) { ++told; });
  EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace wiretape::secrets
