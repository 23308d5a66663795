// SPDX-License-Identifier: MIT
#include "secrets/placeholder.hpp"

#include <gtest/gtest.h>

#include "base/base64.hpp"

namespace wiretape::secrets {
namespace {

TEST(Placeholder, IsReadAsItIsWritten) {
  EXPECT_EQ(written({"1"}), "{{secret:1}}");
  EXPECT_EQ(written({"tenant", Form::hex, 32}), "{{secret:tenant:hex:32}}");
  EXPECT_EQ(written({}), any_secret);
  const auto found = find_placeholder("a {{secret:tenant:hex:32}} b");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->placeholder.name, "tenant");
  EXPECT_EQ(found->placeholder.form, Form::hex);
  EXPECT_EQ(found->placeholder.size, 32U);
  EXPECT_EQ(found->at, 2U);
  EXPECT_EQ(found->size, 24U);
}

TEST(Placeholder, IsNothingThatOnlyLooksAlike) {
  for (const auto* text : {"{{secret}}", "{{secret:}}", "{{secret::1}}", "{{secret:a b}}", "{{secret:1:hex}}",
                           "{{secret:1:oct:3}}", "{{secret:1:hex:0}}", "{{secret:1:hex:999999999}}",
                           "{{secret:1}", "{secret:1}"}) {
    EXPECT_FALSE(find_placeholder(text)) << text;
  }
  EXPECT_EQ(find_placeholder("{{secret:}} {{secret:2}}")->placeholder.name, "2");
}

TEST(Placeholder, IsLookedForInTimeThatGrowsWithTheText) {
  std::string text;
  while (text.size() < 1'000'000) text += "{{secret:";
  EXPECT_FALSE(find_placeholder(text + "}}"));
}

TEST(Form, IsWhatAClientMightLookAt) {
  EXPECT_EQ(form_of("1234"), Form::digits);
  EXPECT_EQ(form_of("0123456789abcdef"), Form::hex);
  EXPECT_EQ(form_of("0123456789ABCDEF"), Form::upper_hex);
  EXPECT_EQ(form_of("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), Form::uuid);
  EXPECT_EQ(form_of(base64_encode("0123456789abcdef!")), Form::base64);
  EXPECT_EQ(form_of("eyJhbGciOiJub25lIn0.eyJzdWIiOiJtb25hIn0.x"), Form::jwt);
  EXPECT_EQ(form_of("-----BEGIN PRIVATE KEY-----"), Form::pem);
  EXPECT_EQ(form_of("a secret"), Form::text);
}

TEST(Harmless, HasTheFormAndTheSize) {
  for (const auto form : {Form::digits, Form::hex, Form::upper_hex, Form::base64, Form::text}) {
    const auto value = harmless({"1", form, 40});
    EXPECT_EQ(value.size(), 40U);
    if (form != Form::base64) {
      EXPECT_EQ(form_of(value), form) << value;
    }
  }
  EXPECT_TRUE(base64_decode(harmless({"1", Form::base64, 40})));
  EXPECT_EQ(form_of(harmless({"1", Form::uuid, 36})), Form::uuid);
  EXPECT_EQ(form_of(harmless({"1", Form::number, 4})), Form::digits);
  EXPECT_NE(harmless({"1", Form::number, 4})[0], '0') << "no number of JSON begins with it";
  const auto jwt = harmless({"1", Form::jwt, 200});
  EXPECT_EQ(jwt.size(), 200U);
  EXPECT_EQ(form_of(jwt), Form::jwt);
  EXPECT_EQ(harmless({"1", Form::pem, 200}).size(), 200U);
}

TEST(Harmless, IsTheSameEachTimeAndAnotherForEachName) {
  EXPECT_EQ(harmless({"1", Form::text, 20}), harmless({"1", Form::text, 20}));
  EXPECT_NE(harmless({"1", Form::text, 20}), harmless({"2", Form::text, 20}));
  EXPECT_FALSE(harmless({"1"}).empty());
}

}  // namespace
}  // namespace wiretape::secrets
