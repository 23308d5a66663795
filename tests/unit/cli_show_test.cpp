// SPDX-License-Identifier: MIT
#include "cli/show.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "cli/failure.hpp"
#include "support/interactions.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string shown(const Show& what) {
  std::ostringstream out;
  show(what, {}, out);
  return out.str();
}

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
      return "no failure, but " + shown(what);
    } catch (const Failure& failure) {
      return failure.what();
    }
  }

  support::TempDirectory dir;
  Show what{.file = dir.path("weather.yaml")};
};

TEST_F(ShowTest, ShowsATable) { EXPECT_THAT(shown(what), StartsWith(what.file + ": 2 interactions")); }

TEST_F(ShowTest, AddsTheEnding) {
  what.file = dir.path("weather");
  EXPECT_THAT(shown(what), HasSubstr("weather.yaml: 2 interactions"));
}

TEST_F(ShowTest, ShowsJson) {
  what.is_json = true;
  EXPECT_THAT(shown(what), StartsWith("{\n"));
  what.number = 2;
  EXPECT_THAT(shown(what), HasSubstr("\"failure\": \"refused\""));
}

TEST_F(ShowTest, ShowsOneInteraction) {
  what.number = 2;
  EXPECT_THAT(shown(what), StartsWith("interaction 2,"));
  what.number = 3;
  EXPECT_THAT(failure(), StartsWith(what.file + ": has no interaction 3; it holds 2\n  next: "));
}

TEST_F(ShowTest, WritesABodyAsItIs) {
  what.is_body = true;
  what.number = 1;
  EXPECT_EQ(shown(what), "raw \x1b bytes");
  what.number = 2;
  EXPECT_THAT(failure(), StartsWith("interaction 2 is a failure without a response: no one there\n  next: "));
}

TEST_F(ShowTest, SaysWhereACassetteCannotBeRead) {
  dir.write("broken.yaml", "wiretape: 1\n---\nrequest: [\n");
  what.file = dir.path("broken.yaml");
  EXPECT_THROW(static_cast<void>(shown(what)), CassetteError);
  what.file = dir.path("none.yaml");
  EXPECT_THROW(static_cast<void>(shown(what)), CassetteError);
}

}  // namespace
}  // namespace wiretape::cli
