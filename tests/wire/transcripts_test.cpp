// SPDX-License-Identifier: MIT
// Runs fixtures/wire/*.md; see README.md there.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "support/transcript.hpp"

namespace wiretape::test {
namespace {

const auto folder = std::filesystem::path(WIRETAPE_SOURCE_DIR) / "fixtures" / "wire";

std::vector<std::string> files() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto& path = entry.path();
    if (path.extension() == ".md" && path.stem() != "README") names.push_back(path.stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool is_as_it_came(const std::string& written, const Read& read, const std::string& bytes) {
  const bool is_unfinished = read.text.ends_with("more\n");
  return is_unfinished ? bytes.starts_with(written) : written + read.rest == bytes;
}

class Transcripts : public testing::TestWithParam<std::string> {};

// GoogleTest shows the difference of two texts line by line.
TEST_P(Transcripts, GiveTheirEventsInEveryCut) {
  const auto file = (folder / (GetParam() + ".md")).string();
  const auto transcripts = read_transcripts(file);
  EXPECT_FALSE(transcripts.empty());
  std::vector<std::string> got;
  for (const auto& transcript : transcripts) {
    SCOPED_TRACE(file + ": " + transcript.name);
    const auto whole = read_events(transcript.bytes, transcript.how);
    got.push_back(whole.text);
    EXPECT_EQ(whole.text, transcript.events);
    for (const std::size_t cut : {1U, 2U, 3U, 7U}) {
      EXPECT_EQ(read_events(transcript.bytes, transcript.how, cut).text, transcript.events)
          << "cut at " << cut;
    }
    if (whole.has_error) continue;
    const auto written = write_events(whole.events);
    EXPECT_NE(is_as_it_came(written, whole, transcript.bytes), transcript.is_rewritten) << escape(written);
  }
  if (std::getenv("WIRETAPE_WRITE_GOLDENS") != nullptr) write_events(file, transcripts, got);
}

INSTANTIATE_TEST_SUITE_P(Wire, Transcripts, testing::ValuesIn(files()),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace wiretape::test
