// SPDX-License-Identifier: MIT
#include "cli/show.hpp"

#include <gmock/gmock.h>

#include "cli/failure.hpp"
#include "support/interactions.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class ShowTest : public testing::Test {
protected:
  ShowTest() {
    Cassette cassette;
    cassette.interactions = {support::weather(), support::weather()};
    std::get<Response>(cassette.interactions[0].outcome).body.bytes = "raw \x1b bytes";
    cassette.interactions[1].outcome = TransportError{TransportErrorKind::refused, "no one there"};
    write_cassette(cassette, what.file);
  }

  std::string failure() {
    try {
      return "no failure, but " + show(what, {});
    } catch (const Failure& failure) {
      return failure.what();
    }
  }

  support::TempDirectory dir;
  Show what{.file = dir.path("weather.yaml")};
};

TEST_F(ShowTest, ShowsATable) { EXPECT_THAT(show(what, {}), StartsWith(what.file + ": 2 interactions")); }

TEST_F(ShowTest, AddsTheEnding) {
  what.file = dir.path("weather");
  EXPECT_THAT(show(what, {}), HasSubstr("weather.yaml: 2 interactions"));
}

TEST_F(ShowTest, ShowsJson) {
  what.is_json = true;
  EXPECT_THAT(show(what, {}), StartsWith("{\n"));
  what.number = 2;
  EXPECT_THAT(show(what, {}), HasSubstr("\"failure\": \"refused\""));
}

TEST_F(ShowTest, ShowsOneInteraction) {
  what.number = 2;
  EXPECT_THAT(show(what, {}), StartsWith("interaction 2,"));
  what.number = 3;
  EXPECT_THAT(failure(), StartsWith(what.file + ": has no interaction 3; it holds 2\n  next: "));
}

TEST_F(ShowTest, WritesABodyAsItIs) {
  what.is_body = true;
  what.number = 1;
  EXPECT_EQ(show(what, {}), "raw \x1b bytes");
  what.number = 2;
  EXPECT_THAT(failure(), StartsWith("interaction 2 is a failure without a response: no one there\n  next: "));
}

TEST_F(ShowTest, SaysWhereACassetteCannotBeRead) {
  dir.write("broken.yaml", "wiretape: 1\n---\nrequest: [\n");
  what.file = dir.path("broken.yaml");
  EXPECT_THROW(static_cast<void>(show(what, {})), CassetteError);
  what.file = dir.path("none.yaml");
  EXPECT_THROW(static_cast<void>(show(what, {})), CassetteError);
}

}  // namespace
}  // namespace wiretape::cli
