// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <filesystem>

#include <sys/wait.h>
#include <unistd.h>

#include "cassette/format.hpp"
#include "cassette/store.hpp"
#include "cassette/tape.hpp"
#include "support/interactions.hpp"
#include "support/large_body.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::cassette {
namespace {

using support::TempDirectory;
using support::weather;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;
using testing::ThrowsMessage;
using testing::UnorderedElementsAre;

const CassetteHeader header{cassette_format, "wiretape 0.1.0", "2026-11-24T04:13:45Z", {"method"}};

TEST(Recorder, PutsTheWholeInPlaceAtTheEnd) {
  const TempDirectory dir;
  Recorder recorder(Store(dir.path(), "S/a.yaml"), "", header);
  recorder.append(weather());
  recorder.append(weather());
  EXPECT_EQ(recorder.appended(), 2U);
  EXPECT_THAT(dir.files(), ElementsAre("S/a.yaml.part"));
  recorder.commit();
  EXPECT_THAT(dir.files(), ElementsAre("S/a.yaml"));
  EXPECT_EQ(read_cassette(dir.path("S/a.yaml")), (Cassette{header, {weather(), weather()}}));
}

TEST(Recorder, PutsAsideWhatIsRejected) {
  const TempDirectory dir;
  const Store store(dir.path(), "a.yaml");
  store.replace("the old one");
  Recorder recorder(store, "", header);
  EXPECT_EQ(recorder.reject(), std::nullopt) << "nothing was appended";
  recorder.append(weather());
  EXPECT_THAT(recorder.reject(), Optional(testing::EndsWith("/a.yaml.rejected")));
  EXPECT_THAT(dir.files(), ElementsAre("a.yaml", "a.yaml.rejected"));
  EXPECT_EQ(dir.read("a.yaml"), "the old one");
  EXPECT_EQ(parse_cassette(dir.read("a.yaml.rejected"), CassetteFormat::yaml, "a").interactions.size(), 1U);
}

TEST(Recorder, HasEachInteractionOnDiskAsSoonAsItEnds) {
  const TempDirectory dir;
  Recorder recorder(Store(dir.path(), "a.yaml"), "", header);
  for (std::size_t n = 1; n <= 3; ++n) {
    recorder.append(weather());
    auto tape = Tape::open(dir.read("a.yaml.part"), CassetteFormat::yaml);
    ASSERT_TRUE(tape);
    EXPECT_EQ(tape->size(), n);
  }
}

TEST(Recorder, KeepsTheFilesOfLargeBodiesThatAreStillNamed) {
  const TempDirectory dir;
  const Store store(dir.path(), "a.yaml");
  const auto old = support::large(store.place(), "old"), kept = support::large(store.place(), "kept");
  const auto record = [&](const std::string& existing, const std::vector<Interaction>& interactions) {
    Recorder recorder(store, existing, header);
    for (const auto& interaction : interactions) recorder.append(interaction);
    recorder.commit();
  };
  const auto file = [](const Interaction& interaction) { return support::large_body_of(interaction).file; };
  record("", {old, kept});
  const auto fresh = support::large(store.place(), "new");
  record(dir.read("a.yaml"), {fresh});
  EXPECT_THAT(dir.files(), UnorderedElementsAre("a.yaml", file(old), file(kept), file(fresh)));
  record("", {kept, fresh});
  EXPECT_THAT(dir.files(), UnorderedElementsAre("a.yaml", file(kept), file(fresh)));
}

TEST(Recorder, KeepsWhatIsThereByteForByte) {
  const TempDirectory dir;
  const auto existing = "# mine\n" + yaml_beginning(header) +
                        "--- {request: {method: GET, url: 'http://a/'}, "
                        "response: {status: 200}} # by hand\n...";
  dir.write("a.yaml", existing);
  Recorder recorder(Store(dir.path(), "a.yaml"), existing, header);
  recorder.append(weather());
  recorder.commit();
  EXPECT_EQ(dir.read("a.yaml"), existing + "\n" + yaml_document(weather()));
}

TEST(Recorder, GoesOnWithAJsonCassette) {
  const TempDirectory dir;
  const Cassette cassette{header, {weather()}};
  write_cassette(cassette, dir.path("a.json"));
  Recorder recorder(Store(dir.path(), "a.json"), dir.read("a.json"), {});
  recorder.append(weather());
  recorder.commit();
  EXPECT_THAT(dir.files(), ElementsAre("a.json"));
  EXPECT_EQ(dir.read("a.json"), format_cassette({header, {weather(), weather()}}, CassetteFormat::json));
}

TEST(Recorder, MakesNoFileOfNothing) {
  const TempDirectory dir;
  Recorder(Store(dir.path(), "a.yaml"), "", header).commit();
  EXPECT_THAT(dir.files(), IsEmpty());
}

TEST(Recorder, LeavesTheOldCassetteWithoutACommit) {
  const TempDirectory dir;
  dir.write("a.yaml", "old");
  { Recorder(Store(dir.path(), "a.yaml"), "", header).append(weather()); }
  EXPECT_EQ(dir.read("a.yaml"), "old");
  EXPECT_THAT(dir.files(), ElementsAre("a.yaml"));
}

TEST(Recorder, LetsNoSecondOneIn) {
  const TempDirectory dir;
  Recorder first(Store(dir.path(), "a.yaml"), "", header);
  Recorder second(Store(dir.path(), "a.yaml"), "", header);
  first.append(weather());
  EXPECT_THAT([&] { second.append(weather()); },
              ThrowsMessage<CassetteError>(HasSubstr("is being recorded by another")));
  first.commit();
  EXPECT_EQ(read_cassette(dir.path("a.yaml")).interactions.size(), 1U);
}

TEST(Recorder, DoesNotOverwriteWhatAnotherProcessAddedMeanwhile) {
  const TempDirectory dir;
  const auto existing = yaml_beginning(header);
  dir.write("a.yaml", existing);
  Recorder late(Store(dir.path(), "a.yaml"), existing, header);
  Recorder first(Store(dir.path(), "a.yaml"), existing, header);
  first.append(weather());
  first.commit();
  EXPECT_THAT([&] { late.append(weather()); },
              ThrowsMessage<CassetteError>(HasSubstr("was changed by someone else")));
  EXPECT_THAT(dir.files(), ElementsAre("a.yaml"));
}

TEST(Recorder, PutsAsideWhatAKilledProcessHadRecorded) {
  const TempDirectory dir;
  const auto whole = yaml_beginning(header) + yaml_document(weather());
  const auto torn = yaml_document(weather());
  dir.write("a.yaml.part", whole + torn.substr(0, torn.size() / 2));
  Recorder recorder(Store(dir.path(), "a.yaml"), "", header);
  EXPECT_EQ(recorder.recovered_notice(), std::nullopt);
  recorder.append(weather());
  recorder.commit();
  EXPECT_THAT(recorder.recovered_notice(), Optional(HasSubstr("its 1 whole interactions are kept in")));
  EXPECT_EQ(dir.read("a.yaml.recovered"), whole);
  EXPECT_EQ(read_cassette(dir.path("a.yaml.recovered")).interactions.size(), 1U);
  EXPECT_EQ(read_cassette(dir.path("a.yaml")).interactions.size(), 1U);
}

TEST(Recorder, LeavesNoLitterOfAKilledProcessThatHadNothingWhole) {
  const TempDirectory dir;
  for (const auto& left :
       {std::string("garbage"), yaml_beginning(header), yaml_beginning(header) + "---\nrequest:\n"}) {
    dir.write("a.yaml.part", left);
    Recorder recorder(Store(dir.path(), "a.yaml"), "", header);
    recorder.append(weather());
    EXPECT_EQ(recorder.recovered_notice(), std::nullopt);
  }
  EXPECT_THAT(dir.files(), IsEmpty());
}

TEST(Recorder, WritesNothingInAForkedChild) {
  const TempDirectory dir;
  Recorder used(Store(dir.path(), "used.yaml"), "", header);
  Recorder fresh(Store(dir.path(), "fresh.yaml"), "", header);
  used.append(weather());
  const auto child = ::fork();
  if (child == 0) {
    for (auto* recorder : {&used, &fresh}) {
      recorder->append(weather());
      recorder->commit();
      recorder->~Recorder();
    }
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0);
  EXPECT_THAT(dir.files(), ElementsAre("used.yaml.part"));
  used.commit();
  EXPECT_EQ(read_cassette(dir.path("used.yaml")).interactions.size(), 1U);
}

TEST(Recorder, KeepsTheOldCassetteWhenTheDiskFails) {
  const TempDirectory dir;
  std::filesystem::create_directories(dir.path("a.yaml"));
  Recorder recorder(Store(dir.path(), "a.yaml"), "", header);
  recorder.append(weather());
  EXPECT_THAT([&] { recorder.commit(); }, ThrowsMessage<CassetteError>(HasSubstr("cannot be put in place")));
}

}  // namespace
}  // namespace wiretape::cassette
