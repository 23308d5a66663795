// SPDX-License-Identifier: MIT
#include "cli/diff.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include <wiretape/cassette.hpp>

#include "cli/failure.hpp"
#include "support/drifted.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::cli {
namespace {

using testing::HasSubstr;

struct DiffTest : testing::Test {
  void write(const char* name, std::string body) const {
    write_cassette({{}, {test::json_answer("https://a.test/a", std::move(body))}}, dir.path(name));
  }
  int run(DriftFails fails_on = DriftFails::breaking) {
    Diff what;
    what.run.cassette = dir.path("a.yaml");
    what.run.drift.fails_on = fails_on;
    what.against = dir.path("b.yaml");
    for (const auto* ending : {".json", ".html", ".xml", ".txt"})
      what.reports.push_back(dir.path("r") + ending);
    std::ostringstream text, err;
    const auto code = diff(what, text, err, [](const char*) { return std::nullopt; });
    out = text.str();
    return code;
  }

  support::TempDirectory dir;
  std::string out;
};

TEST_F(DiffTest, ComparesTwoCassettes) {
  write("a.yaml", R"({"a":1,"b":1})");
  write("b.yaml", R"({"a":"1","b":2})");
  EXPECT_EQ(run(), found_faults);
  EXPECT_THAT(out, HasSubstr("1 interaction compared, 1 breaking and 1 benign changes"));
  EXPECT_THAT(dir.read("r.json"), HasSubstr("\"kind\": \"type\""));
  EXPECT_THAT(dir.read("r.html"), HasSubstr("<!doctype html>"));
  EXPECT_THAT(dir.read("r.xml"), HasSubstr("<testsuites"));
  EXPECT_EQ(dir.read("r.txt"), out);
  EXPECT_EQ(run(DriftFails::never), succeeded);
}

TEST_F(DiffTest, EndsWellWithoutBreakingChanges) {
  write("a.yaml", R"({"a":1})");
  write("b.yaml", R"({"a":2})");
  EXPECT_EQ(run(), succeeded);
  EXPECT_EQ(run(DriftFails::any), found_faults);
}

TEST_F(DiffTest, LeavesOutWhatTheHeaderSaysIsVolatile) {
  write_cassette({{.volatile_places = {"json:/a"}}, {test::json_answer("https://a.test/a", R"({"a":1})")}},
                 dir.path("a.yaml"));
  write("b.yaml", R"({"a":2})");
  EXPECT_EQ(run(DriftFails::any), succeeded);
}

TEST_F(DiffTest, NeedsBoth) {
  write("a.yaml", "{}");
  EXPECT_THROW(run(), CassetteError);
}

}  // namespace
}  // namespace wiretape::cli
