// SPDX-License-Identifier: MIT
// A cassette is untrusted input: what is wrong in it is told, and does no harm.
#include <gmock/gmock.h>

#include <filesystem>

#include <sys/resource.h>

#include <wiretape/wiretape.hpp>

#include "support/played.hpp"
#include "support/process.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string beginning = "---\nwiretape: 1\n...\n---\nrequest:\n  method: GET\n  url: http://o.test/a\n";

// What a client gets of a cassette, or what is said of it when it is opened; then what the test hears.
std::string outcome(const TempDirectory& dir, const std::string& text,
                    const std::string& name = "tape.yaml") {
  dir.write(name, text);
  DeckOptions options;
  options.cassette = name;
  options.cassette_dir = dir.path();
  options.mode = RecordMode::none;
  try {
    Deck deck(options);
    auto all = get_once(deck, "http://o.test/a");
    for (const auto& finding : deck.stop()) all += finding.message + '\n';
    return all;
  } catch (const CassetteError& error) {
    return std::string("refused: ") + error.what();
  }
}

struct HostileCassettes : testing::Test {
  TempDirectory dir;
};

TEST_F(HostileCassettes, AddNoLineToAHead) {
  for (const std::string evil :
       {"a\\r\\nInjected: 1", "a\\nInjected: 1", "a\\0Injected: 1", "a\\rInjected: 1"}) {
    const auto in_value = outcome(dir, beginning + "response:\n  status: 200\n  headers:\n    - X-Evil: \"" +
                                           evil + "\"\n    - Content-Length: \"0\"\n...\n");
    EXPECT_THAT(in_value, Not(HasSubstr("\nInjected: 1"))) << evil;
    const auto in_reason = outcome(
        dir, beginning + "response:\n  status: 200\n  reason: \"" + evil + "\"\n  headers: []\n...\n");
    EXPECT_THAT(in_reason, Not(HasSubstr("\nInjected: 1"))) << evil;
    EXPECT_THAT(in_value + in_reason, Not(HasSubstr(std::string("\0Injected", 9)))) << evil;
  }
}

TEST_F(HostileCassettes, RunNoTagsAndFollowNoAliases) {
  for (const std::string body :
       {"    text: !!python/object/apply:os.system [\"id\"]\n", "    text: !include /etc/passwd\n",
        "    text: &a hello\n", "    json: {a: &a [1], b: *a}\n"}) {
    EXPECT_THAT(
        outcome(dir, beginning + "response:\n  status: 200\n  headers: []\n  body:\n" + body + "...\n"),
        AllOf(HasSubstr("tape.yaml:"), Not(HasSubstr("uid="))))
        << body;
  }
  std::string laughs = "    json:\n      a: &a [x,x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c < 'k'; ++c) {
    const auto last = std::string(1, static_cast<char>(c - 1));
    laughs += std::string("      ") + c + ": &" + c + " [*" + last;
    for (int i = 0; i < 9; ++i) laughs += ",*" + last;
    laughs += "]\n";
  }
  EXPECT_THAT(
      outcome(dir, beginning + "response:\n  status: 200\n  headers: []\n  body:\n" + laughs + "...\n"),
      HasSubstr("tape.yaml:"));
}

TEST_F(HostileCassettes, NestNoDeeperThanTheStack) {
  const std::string deep(200'000, '[');
  EXPECT_THAT(outcome(dir, beginning + "response:\n  status: 200\n  headers: []\n  body:\n    json: " + deep +
                               "\n...\n"),
              HasSubstr("tape.yaml:"));
  EXPECT_THAT(outcome(dir, "{\"wiretape\":1,\"interactions\":" + deep, "tape.json"), HasSubstr("refused: "));
  EXPECT_THAT(outcome(dir, deep), HasSubstr("refused: "));
}

TEST_F(HostileCassettes, TellOfGiantKeysAndNumbers) {
  EXPECT_THAT(outcome(dir, beginning + std::string(4'000'000, 'k') + ": 1\n...\n"), HasSubstr("tape.yaml:"));
  for (const auto* status : {"99999999999999999999", "-1", "1e3", "two hundred"})
    EXPECT_THAT(outcome(dir, beginning + "response:\n  status: " + status + "\n...\n"),
                HasSubstr("tape.yaml:"))
        << status;
}

TEST_F(HostileCassettes, NameNoFileOutsideOfTheirDirectory) {
  dir.write("secret.txt", "outside");
  const TempDirectory outside;
  outside.write("secret.txt", "outside");
  std::filesystem::create_directories(dir.path("sub/tape.yaml.bodies"));
  std::filesystem::create_symlink(outside.path("secret.txt"), dir.path("sub/tape.yaml.bodies/link.txt"));
  const std::vector<std::string> files{"../secret.txt",
                                       outside.path("secret.txt"),
                                       "tape.yaml.bodies/../../secret.txt",
                                       "tape.yaml.bodies/link.txt",
                                       "tape.yaml.bodies/\\0.txt",
                                       "."};
  for (const auto& file : files) {
    dir.write("sub/tape.yaml", beginning + "response:\n  status: 200\n  headers: []\n  body:\n    file: \"" +
                                   file + "\"\n    size: 7\n...\n");
    DeckOptions options;
    options.cassette = "tape.yaml";
    options.cassette_dir = dir.path("sub");
    options.mode = RecordMode::none;
    Deck deck(options);
    EXPECT_THAT(get_once(deck, "http://o.test/a"), Not(HasSubstr("outside"))) << file;
    const auto findings = deck.stop();
    ASSERT_FALSE(findings.empty()) << file;
    EXPECT_EQ(findings[0].kind, FindingKind::cassette_unreadable) << findings[0].message;
  }
}

// A gigabyte of zeros in a megabyte, once and packed again.
TEST_F(HostileCassettes, FillNoMemoryWithWhatIsCompressed) {
  const auto gzip = find_program("gzip");
  if (gzip.empty()) GTEST_SKIP() << "there is no gzip";
  const auto bomb = run({"sh", "-c", "head -c 1073741824 /dev/zero | gzip -9 | base64 -w0"}).out;
  ASSERT_GT(bomb.size(), 1'000'000U);
  const auto text =
      beginning +
      "response:\n  status: 200\n  headers:\n    - Content-Encoding: gzip\n  body:\n    base64: " + bomb +
      "\n...\n";
  rusage before{}, after{};
  ::getrusage(RUSAGE_SELF, &before);
  const auto got = outcome(dir, text);
  ::getrusage(RUSAGE_SELF, &after);
  EXPECT_THAT(got, testing::StartsWith("HTTP/1.1 200 OK\r\n")) << "it is played as it is";
  EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 300 * 1024) << "KiB";
}

TEST_F(HostileCassettes, AreNamedWhereTheyAreNoText) {
  EXPECT_THAT(outcome(dir, "\xff\xfe\x00w"), HasSubstr("UTF-16"));
  EXPECT_THAT(outcome(dir, beginning + "response:\n  status: 200\n  reason: \"\xc3\x28\"\n...\n"),
              HasSubstr("tape.yaml:"));
  EXPECT_THAT(outcome(dir, std::string("\x7f"
                                       "ELF\x02\x01\x01\x00\x00",
                                       9)),
              HasSubstr("refused: "));
  EXPECT_THAT(outcome(dir, "wiretape: 99\n"), HasSubstr("refused: "));
}

}  // namespace
}  // namespace wiretape
