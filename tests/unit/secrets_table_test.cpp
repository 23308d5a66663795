// SPDX-License-Identifier: MIT
#include "secrets/table.hpp"

#include <gmock/gmock.h>

namespace wiretape::secrets {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> found_in(const Table& table, std::string_view text) {
  std::vector<std::string> out;
  for (const auto& [at, size, name] : table.find_in(text))
    out.push_back(std::string(name) + '=' + std::string(text.substr(at, size)));
  return out;
}

TEST(Table, GivesEachSecretOneName) {
  Table table;
  EXPECT_EQ(table.name_for("first-1"), "1");
  EXPECT_EQ(table.name_for("second-2"), "2");
  EXPECT_EQ(table.name_for("first-1"), "1");
  EXPECT_EQ(table.name_for("third-3", "tenant"), "tenant");
  EXPECT_EQ(table.name_for("third-3"), "tenant");
  EXPECT_EQ(table.name_of("second-2"), "2");
  EXPECT_EQ(table.name_of("fourth-4"), std::nullopt);
  EXPECT_EQ(table.size(), 3U);
}

TEST(Table, GoesOnBehindTheNumbersThatThereAre) {
  Table table;
  table.leave_out_numbers_in("{{secret:7}} {{secret:tenant}} {{secret:3:hex:16}}");
  EXPECT_EQ(table.name_for("a"), "8");
}

TEST(Table, FindsSecretsWhereverTheyStand) {
  Table table;
  table.name_for("s3cr3t/va+lue\"x");
  table.name_for("0ther-t0ken");
  EXPECT_THAT(found_in(table, "xs3cr3t/va+lue\"xx0ther-t0ken"),
              ElementsAre("1=s3cr3t/va+lue\"x", "2=0ther-t0ken"));
  EXPECT_THAT(found_in(table, "a=s3cr3t%2Fva%2Blue%22x&"), ElementsAre("1=s3cr3t%2Fva%2Blue%22x"))
      << "in a URL";
  EXPECT_THAT(found_in(table, R"({"a": "s3cr3t\/va+lue\"x"})"), ElementsAre(R"(1=s3cr3t\/va+lue\"x)"))
      << "in JSON";
  EXPECT_THAT(found_in(table, "s3cr3t"), IsEmpty());
}

TEST(Table, TakesTheLongestOfThoseThatBeginAlike) {
  Table table;
  table.name_for("t0ken-abc");
  table.name_for("t0ken-abc-and-more");
  EXPECT_THAT(found_in(table, "t0ken-abc-and-more t0ken-abc"),
              ElementsAre("2=t0ken-abc-and-more", "1=t0ken-abc"));
}

TEST(Table, LooksForNothingThatStandsThereByChance) {
  Table table;
  for (const auto* value : {"1234", "20261130", "application/json", "aaaaaaa1", "abc1"}) {
    table.name_for(value);
    EXPECT_THAT(found_in(table, std::string("a ") + value), IsEmpty()) << value;
  }
  table.name_for("dark-mode-1", {}, false);
  EXPECT_THAT(found_in(table, "dark-mode-1"), IsEmpty());
}

}  // namespace
}  // namespace wiretape::secrets
