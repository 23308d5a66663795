// SPDX-License-Identifier: MIT
#include "cassette/side_files.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "base/digest.hpp"
#include "support/full_disk.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::cassette {
namespace {

namespace fs = std::filesystem;
using support::TempDirectory;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;
using testing::UnorderedElementsAre;

struct SideFilesTest : testing::Test {
  // A body as it is after it was written.
  LargeBody written(const std::string& bytes, const std::string& ending = "bin") const {
    SideFileWriter writer(cassette);
    writer.append(bytes);
    LargeBody body{bytes.size(), sha256_hex(bytes)};
    writer.put_in_place(body, ending);
    return body;
  }
  std::string message(LargeBody named) const {
    const auto read = SideFiles(cassette).read(std::move(named));
    return read ? "no fault" : read.error().message;
  }

  TempDirectory dir;
  Place cassette{dir.path("Up/Load.yaml"), "Up/Load.yaml"};
};

TEST_F(SideFilesTest, GiveBackWhatWasWritten) {
  const std::string bytes("a\0b", 3);
  const auto body = written(bytes, "png");
  EXPECT_EQ(body.file, "Load.yaml.bodies/" + sha256_hex(bytes).substr(0, 32) + ".png");
  EXPECT_EQ(dir.read("Up/" + body.file), bytes);
  const auto read = SideFiles(cassette).read({.size = 3, .sha256 = body.sha256, .file = body.file});
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->bytes, bytes);
  EXPECT_FALSE(read->is_truncated);
  EXPECT_EQ(read->large, body);
}

TEST_F(SideFilesTest, HoldTheBeginningOnly) {
  const auto body = written("0123456789");
  const auto read = SideFiles(cassette, 4).read(body);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->bytes, "0123");
  EXPECT_TRUE(read->is_truncated);
  EXPECT_EQ(read->size(), 10U);
}

TEST_F(SideFilesTest, AreKnownAndNotReadWithoutAPlace) {
  const auto read = SideFiles().read({.size = 10, .sha256 = "00", .file = "a.bodies/b"});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->size(), 10U);
  EXPECT_TRUE(read->is_truncated);
  EXPECT_THAT(read->bytes, IsEmpty());
}

TEST_F(SideFilesTest, GoByTheFileAfterAnEdit) {
  auto body = written("recorded");
  dir.write("Up/" + body.file, "edited by hand");
  auto read = SideFiles(cassette).read(body);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->bytes, "edited by hand");
  EXPECT_EQ(read->large->sha256, sha256_hex("edited by hand"));
  EXPECT_EQ(read->large->size, 14U);
}

TEST_F(SideFilesTest, AreMissedWhenTheyAreNotThere) {
  EXPECT_EQ(message({.size = 1, .file = "Load.yaml.bodies/no"}),
            "the body's file 'Load.yaml.bodies/no' is missing: it belongs to the cassette as much as this "
            "text does");
  fs::create_directories(dir.path("Up/folder"));
  EXPECT_THAT(message({.size = 1, .file = "folder"}), HasSubstr("cannot be read: "));
}

TEST_F(SideFilesTest, StayBesideTheCassette) {
  dir.write("secret", "s");
  for (const auto* name : {"../secret", "/etc/passwd", "", "a/../../secret", "a\\b"}) {
    EXPECT_THAT(message({.size = 1, .file = name}), HasSubstr("the body's file '")) << name;
  }
  dir.write("Up/x", "");
  fs::create_symlink("../secret", dir.path("Up/link"));
  fs::create_directory_symlink("..", dir.path("Up/out"));
  EXPECT_THAT(message({.size = 1, .file = "link"}), HasSubstr("leads out of the cassette directory"));
  EXPECT_THAT(message({.size = 1, .file = "out/secret"}), HasSubstr("leads out of the cassette directory"));
}

TEST_F(SideFilesTest, AreSharedByEqualBodies) {
  EXPECT_EQ(written("same").file, written("same").file);
  EXPECT_NE(written("same").file, written("other").file);
}

TEST_F(SideFilesTest, LeaveNothingWhenTheyAreNotPutInPlace) {
  {
    SideFileWriter writer(cassette);
    writer.append("lost");
  }
  EXPECT_FALSE(fs::exists(dir.path("Up/Load.yaml.bodies")));
}

TEST_F(SideFilesTest, MayOutliveTheFolderThatAnotherWriterRemoved) {
  SideFileWriter writer(cassette);
  writer.append("kept");
  { const SideFileWriter other(cassette); }
  LargeBody body{4, sha256_hex("kept")};
  writer.put_in_place(body, "txt");
  EXPECT_EQ(dir.read("Up/" + body.file), "kept");
}

TEST_F(SideFilesTest, CanBeReadWhileTheyAreWritten) {
  SideFileWriter writer(cassette);
  writer.append("begin");
  const auto reader = writer.reader();
  writer.append("ning");
  EXPECT_EQ(reader.size(), 9U);
  EXPECT_EQ(reader.read(0, 100), "beginning");
  EXPECT_EQ(reader.read(5, 2), "ni");
  EXPECT_EQ(reader.read(9, 2), "");
}

TEST_F(SideFilesTest, PassOnAndLeaveNothing) {
  const auto writer = SideFileWriter::passing();
  writer->append("through");
  ASSERT_FALSE(writer->fault());
  EXPECT_EQ(writer->reader().read(0, 100), "through");
}

TEST_F(SideFilesTest, SayWhenTheDiskIsFull) {
  SideFileWriter writer(cassette);
  {
    const support::FullDisk full(10);
    writer.append("0123456789");
    EXPECT_FALSE(writer.fault());
    writer.append("x");
  }
  writer.append("after it has room again");
  ASSERT_TRUE(writer.fault());
  EXPECT_THAT(writer.fault()->what(), HasSubstr("the file of a large body cannot be written"));
  LargeBody body{11, "00"};
  EXPECT_THROW(writer.put_in_place(body, "bin"), CassetteError);
  EXPECT_THROW(static_cast<void>(writer.reader()), CassetteError);
}

TEST_F(SideFilesTest, SayWhenTheirFolderCannotBeMade) {
  dir.write("Up/Load.yaml.bodies", "a file in the way");
  SideFileWriter writer(cassette);
  writer.append("x");
  EXPECT_TRUE(writer.fault());
}

TEST_F(SideFilesTest, AreCopiedBesideAnotherCassette) {
  auto body = written("copied", "txt");
  const auto name = body.file.substr(body.file.rfind('/'));
  const Place other{dir.path("Other.json"), "Other.json"};
  copy_side_file(body, other);
  EXPECT_EQ(body.file, "Other.json.bodies" + name);
  EXPECT_EQ(body.path, dir.path(body.file));
  EXPECT_EQ(dir.read(body.file), "copied");
  copy_side_file(body, other);  // it is there already
  EXPECT_EQ(dir.read(body.file), "copied");
}

TEST_F(SideFilesTest, GoWhenNothingNamesThemAnyMore) {
  const auto kept = written("kept"), gone = written("gone");
  dir.write("Up/Load.yaml.bodies/notes.txt", "a person's own");
  remove_side_files_but(cassette, {kept.file});
  std::vector<std::string> left;
  for (const auto& entry : fs::directory_iterator(dir.path("Up/Load.yaml.bodies"))) {
    left.push_back("Load.yaml.bodies/" + entry.path().filename().string());
  }
  EXPECT_THAT(left, UnorderedElementsAre(kept.file, "Load.yaml.bodies/notes.txt"));
}

TEST_F(SideFilesTest, AreSyncedByName) {
  const auto body = written("synced");
  EXPECT_NO_THROW(sync_side_file(cassette, body.file));
  EXPECT_THAT([&] { sync_side_file(cassette, "Load.yaml.bodies/no"); },
              ThrowsMessage<CassetteError>(HasSubstr("Up/Load.yaml.bodies/no: cannot be opened")));
}

TEST(SideFiles, HaveTheEndingThatProgramsKnow) {
  const auto ending = [](const char* type, const char* coding = nullptr) {
    Headers headers{{"Content-Type", type}};
    if (coding) headers.add("content-encoding", coding);
    return ending_of(headers);
  };
  EXPECT_EQ(ending("image/PNG"), "png");
  EXPECT_EQ(ending("application/problem+json; charset=utf-8"), "json");
  EXPECT_EQ(ending("text/html", "gzip"), "html.gz");
  EXPECT_EQ(ending("application/octet-stream", "zstd"), "bin.zst");
  EXPECT_EQ(ending("../../etc/passwd", "/"), "bin");
  EXPECT_EQ(ending_of({}), "bin");
}

TEST(SideFiles, AreVisitedInEachMessage) {
  Interaction interaction;
  interaction.request.body.large = LargeBody{.size = 1};
  Response partial;
  partial.body.large = LargeBody{.size = 2};
  interaction.outcome = TransportError{.partial = partial};
  std::vector<std::uint64_t> sizes;
  for_each_large_body(interaction, [&](Body& body, const Headers&) { sizes.push_back(body.size()); });
  EXPECT_THAT(sizes, ElementsAre(1U, 2U));
}

}  // namespace
}  // namespace wiretape::cassette
