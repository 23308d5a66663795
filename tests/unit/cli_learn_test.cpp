// SPDX-License-Identifier: MIT
#include "cli/learn.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include <wiretape/cassette.hpp>

#include "support/drifted.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct LearnTest : testing::Test {
  void write(const char* name, std::string body) const {
    write_cassette({{}, {test::json_answer("https://a.test/a", std::move(body))}}, dir.path(name));
  }
  bool run(bool writes) {
    std::ostringstream text;
    const bool are_alike = learn({dir.path("a.yaml"), dir.path("b.yaml"), writes}, text);
    out = text.str();
    return are_alike;
  }

  support::TempDirectory dir;
  std::string out;
};

TEST_F(LearnTest, PrintsWhatDiffersAndChangesNothing) {
  write("a.yaml", R"({"at":1})");
  write("b.yaml", R"({"at":2})");
  const auto before = dir.read("a.yaml");
  EXPECT_FALSE(run(false));
  EXPECT_THAT(out, HasSubstr("volatile: [json:/at]"));
  EXPECT_EQ(dir.read("a.yaml"), before);
  write("b.yaml", R"({"at":1})");
  EXPECT_TRUE(run(true));
  EXPECT_EQ(dir.read("a.yaml"), before);
}

TEST_F(LearnTest, WritesThePlacesIntoTheHeader) {
  write("a.yaml", R"({"at":1,"id":1})");
  write("b.yaml", R"({"at":2,"id":1})");
  EXPECT_FALSE(run(true));
  EXPECT_THAT(read_cassette(dir.path("a.yaml")).header.volatile_places, ElementsAre("json:/at"));
  write("b.yaml", R"({"at":2,"id":2})");
  EXPECT_FALSE(run(true));
  EXPECT_THAT(read_cassette(dir.path("a.yaml")).header.volatile_places, ElementsAre("json:/at", "json:/id"));
  EXPECT_THAT(out, HasSubstr("its header names 2 volatile places"));
}

TEST_F(LearnTest, NeedsTwoCassettes) {
  write("a.yaml", "{}");
  EXPECT_THROW(run(false), CassetteError);
}

}  // namespace
}  // namespace wiretape::cli
