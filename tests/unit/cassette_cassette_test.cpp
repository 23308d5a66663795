// SPDX-License-Identifier: MIT
#include <wiretape/cassette.hpp>

#include <gmock/gmock.h>

#include <filesystem>

#include "support/interactions.hpp"
#include "support/large_body.hpp"
#include "support/temp_directory.hpp"

namespace wiretape {
namespace {

using support::TempDirectory;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(CassetteError, SaysFileLineCauseAndRemedy) {
  const CassetteError error("a.yaml", 7, "broken", "mend it");
  EXPECT_STREQ(error.what(), "a.yaml:7: broken\n  next: mend it");
  EXPECT_EQ(error.file(), "a.yaml");
  EXPECT_EQ(error.line(), 7U);
  EXPECT_STREQ(CassetteError("a\n.yaml", 0, "broken", "mend it").what(),
               "a\\n.yaml: broken\n  next: mend it");
}

TEST(CassetteFile, IsJsonOrYamlByItsEnding) {
  const TempDirectory dir;
  const Cassette cassette{{cassette_format, "me", "now", {}}, {support::weather(), support::weather()}};
  for (const auto* name : {"a.json", "a.yaml", "a"}) {
    write_cassette(cassette, dir.path(name));
    EXPECT_EQ(read_cassette(dir.path(name)), cassette) << name;
  }
  EXPECT_EQ(dir.read("a.json"), format_cassette(cassette, CassetteFormat::json));
  EXPECT_EQ(dir.read("a"), format_cassette(cassette, CassetteFormat::yaml));
  EXPECT_THAT(dir.files(), ElementsAre("a", "a.json", "a.yaml"));
}

TEST(CassetteFile, IsReadAndReplacedThroughASymbolicLink) {
  const TempDirectory dir;
  write_cassette({}, dir.path("real/a.yaml"));
  std::filesystem::create_symlink(dir.path("real/a.yaml"), dir.path("link.yaml"));
  write_cassette({{}, {support::weather()}}, dir.path("link.yaml"));
  EXPECT_TRUE(std::filesystem::is_symlink(dir.path("link.yaml")));
  EXPECT_EQ(read_cassette(dir.path("link.yaml")).interactions.size(), 1U);
  EXPECT_EQ(read_cassette(dir.path("real/a.yaml")).interactions.size(), 1U);
}

TEST(CassetteFile, TakesItsLargeBodiesAlong) {
  const TempDirectory dir;
  const Cassette cassette{{}, {support::large({dir.path("a.yaml"), "a.yaml"}, "large")}};
  write_cassette(cassette, dir.path("a.yaml"));
  EXPECT_EQ(read_cassette(dir.path("a.yaml")), cassette);
  write_cassette(read_cassette(dir.path("a.yaml")), dir.path("other/b.json"));
  const auto copied = read_cassette(dir.path("other/b.json")).interactions.at(0);
  const auto& body = std::get<Response>(copied.outcome).body;
  EXPECT_EQ(body.bytes, "large");
  EXPECT_EQ(body.large->path, dir.path("other/" + body.large->file));
  EXPECT_THAT(dir.files(), ElementsAre("a.yaml", testing::StartsWith("a.yaml.bodies/"), "other/b.json",
                                       "other/" + body.large->file));
}

// What read_cassette says of "a.yaml" that holds `text`, or that is whatever `dir` has there.
std::string fault(const TempDirectory& dir) {
  try {
    static_cast<void>(read_cassette(dir.path("a.yaml")));
  } catch (const CassetteError& error) {
    EXPECT_EQ(error.file(), dir.path("a.yaml"));
    return std::string(error.what()).substr(dir.path().size() + 1);
  }
  return "no fault";
}

TEST(CassetteFile, SaysWhereAndWhatToDo) {
  const TempDirectory dir;
  EXPECT_EQ(fault(dir), "a.yaml: there is no such file\n  next: look at the path, or record it first");
  dir.write("a.yaml", "");
  EXPECT_EQ(fault(dir), "a.yaml:1: is empty\n  next: mend the file, or delete it and record it again");
  dir.write("a.yaml", "wiretape: 1\n...\nrequest: {method: GET, url: 'http://a/'}\n\nrespons: {}\n...\n");
  EXPECT_EQ(fault(dir),
            "a.yaml:5: unknown key 'respons' in interaction, did you mean 'response'?\n"
            "  next: mend the file, or delete it and record it again");
}

TEST(CassetteFile, MustBeAFile) {
  const TempDirectory dir;
  std::filesystem::create_directories(dir.path("a.yaml"));
  EXPECT_THAT(fault(dir), HasSubstr("a.yaml: cannot be read: Is a directory\n  next: "));
  EXPECT_THAT([&] { write_cassette({}, dir.path("a.yaml")); },
              ThrowsMessage<CassetteError>(HasSubstr("a.yaml: cannot be")));
}

TEST(CassetteFile, IsOfASizeThatFitsIntoMemory) {
  const TempDirectory dir;
  dir.write("a.yaml", "wiretape: 1\n");
  std::filesystem::resize_file(dir.path("a.yaml"), std::uintmax_t{3} << 30);  // a hole, which takes no room
  EXPECT_EQ(fault(dir), "a.yaml: is larger than 2 GiB\n  next: spread what it holds over several cassettes");
}

}  // namespace
}  // namespace wiretape
