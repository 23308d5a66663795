// SPDX-License-Identifier: MIT
#include "drift/cassettes.hpp"

#include <gmock/gmock.h>

#include "support/drifted.hpp"

namespace wiretape::drift {
namespace {

using testing::ElementsAre;

TEST(CassetteComparison, TakesTheSecondForTheOrigin) {
  const auto url = [](const char* path) { return "https://a.test" + std::string(path); };
  const Cassette then{{},
                      {test::json_answer(url("/a"), R"({"id":1,"token":"{{secret:1:hex:32}}"})"),
                       test::json_answer(url("/old"), "{}")}};
  const Cassette now{{},
                     {test::json_answer(url("/new"), "{}"),
                      test::json_answer(url("/a"), R"({"id":"1","token":"{{secret:7:hex:32}}","at":2})")}};
  const auto report = compare_cassettes({"then.yaml", then}, {"now.yaml", now}, {ignore::json("/at")});
  EXPECT_EQ(report.cassette, "then.yaml");
  EXPECT_EQ(report.against, "now.yaml");
  EXPECT_EQ(report.compared, 1U);
  EXPECT_EQ(test::in_lines(report.changes), "breaking type body /id: integer -> string\n");
  EXPECT_THAT(report.not_asked, ElementsAre("GET https://a.test/old, interaction 2"));
  EXPECT_THAT(report.not_recorded, ElementsAre("GET https://a.test/new"));
}

}  // namespace
}  // namespace wiretape::drift
