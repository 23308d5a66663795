// SPDX-License-Identifier: MIT
#include "cli/redact.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include <wiretape/cassette.hpp>

#include "support/large_body.hpp"
#include "support/played.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct RedactTest : testing::Test {
  bool run(std::vector<Redaction> redactions = {}) {
    std::ostringstream out_text, err_text;
    const bool is_clean = redact({{dir.path("a.yaml")}, std::move(redactions)}, out_text, err_text);
    out = out_text.str();
    err = err_text.str();
    return is_clean;
  }
  void write(std::vector<Interaction> interactions) {
    write_cassette({{}, std::move(interactions)}, dir.path("a.yaml"));
  }

  support::TempDirectory dir;
  std::string out, err;
};

TEST_F(RedactTest, PutsPlaceholders) {
  auto first = support::interaction("https://o.test/login", R"({"odd": "t0ken-abc", "pin": 1234})");
  auto second = support::interaction("https://o.test/a", "x");
  second.request.headers.add("Authorization", "Bearer t0ken-abc");
  second.request.headers.add("X-Tenant", "mona");
  write({first, second});
  EXPECT_TRUE(run({redact::header("X-Tenant").as("tenant")})) << err;
  const auto text = dir.read("a.yaml");
  EXPECT_THAT(text, AllOf(Not(HasSubstr("t0ken-abc")), Not(HasSubstr("1234")), Not(HasSubstr("mona"))));
  EXPECT_THAT(text, AllOf(HasSubstr("Bearer {{secret:2}}"), HasSubstr("{{secret:2:text:9}}"),
                          HasSubstr("{{secret:tenant}}")));
  EXPECT_EQ(out, dir.path("a.yaml") + ": replaced header:Authorization, header:X-Tenant, json:/pin\n");
  EXPECT_THAT(read_cassette(dir.path("a.yaml")).header.redact,
              ElementsAre("defaults", "header:X-Tenant as tenant"));
  EXPECT_TRUE(run());
  EXPECT_EQ(dir.read("a.yaml"), text) << "once is enough";
}

TEST_F(RedactTest, LeavesACassetteThatStillLooksAsIfItHeldOne) {
  write({support::interaction("https://o.test/a",
                              R"({"mySecretThing": "q7Zk29vLxT04mWbR8sYd", "pin": "12"})")});
  const auto before = dir.read("a.yaml");
  EXPECT_FALSE(run());
  EXPECT_THAT(err, AllOf(HasSubstr("/mySecretThing"), Not(HasSubstr("q7Zk29vLxT04mWbR8sYd"))));
  EXPECT_EQ(dir.read("a.yaml"), before);
  EXPECT_TRUE(run({keep::json("/mySecretThing")}));
}

TEST_F(RedactTest, SaysWhereThereIsNone) {
  write({support::interaction("https://o.test/a", "snow")});
  EXPECT_TRUE(run());
  EXPECT_EQ(out, dir.path("a.yaml") + ": holds no secret\n");
}

TEST_F(RedactTest, NeedsTheFile) { EXPECT_THROW(run(), CassetteError); }

}  // namespace
}  // namespace wiretape::cli
