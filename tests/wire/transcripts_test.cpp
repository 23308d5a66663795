// SPDX-License-Identifier: MIT
// Runs fixtures/wire/*.md; see README.md there.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "http/websocket_message_assembler.hpp"
#include "support/transcript.hpp"

namespace wiretape::test {
namespace {

using http::Strictness;

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

// The events of WebSocket frames, and behind them the messages that they are.
Read read_transcript(const Transcript& transcript, std::size_t cut) {
  if (!transcript.frames) return read_events(transcript.bytes, transcript.how, cut);
  const auto& how = *transcript.frames;
  const auto frames = read_frames(transcript.bytes, how, cut);
  http::websocket::MessageAssembler assembler(how.from, how.agreement);
  Read read{.text = frames.text, .rest = frames.rest};
  read.has_error = how.strictness == Strictness::strict && !frames.faults.empty();
  const auto add = [&](const WebSocketMessage& message) {
    read.text += "message " + to_string(message.opcode) + (message.payload.empty() ? "" : " ") +
                 escape(message.payload) + (message.is_compressed ? ", compressed" : "") +
                 (message.is_finished ? "" : ", unfinished") +
                 (message.missing == 0 ? "" : ", without " + std::to_string(message.missing) + " bytes") +
                 (message.undecoded.empty() ? "" : ", undecoded: " + message.undecoded) + '\n';
  };
  for (const auto& event : frames.events) {
    if (const auto message = assembler.add(event)) add(*message);
  }
  for (const auto& message : assembler.end()) add(message);
  return read;
}

std::string written(const Transcript& transcript, const Read& read) {
  if (!transcript.frames) return write_events(read.events);
  return write_frames(read_frames(transcript.bytes, *transcript.frames).events);
}

// GoogleTest shows the difference of two texts line by line.
TEST_P(Transcripts, GiveTheirEventsInEveryCut) {
  const auto file = (folder / (GetParam() + ".md")).string();
  const auto transcripts = read_transcripts(file);
  EXPECT_FALSE(transcripts.empty());
  std::vector<std::string> got;
  for (const auto& transcript : transcripts) {
    SCOPED_TRACE(file + ": " + transcript.name);
    const auto whole = read_transcript(transcript, 0);
    got.push_back(whole.text);
    EXPECT_EQ(whole.text, transcript.events);
    for (const std::size_t cut : {1U, 2U, 3U, 7U}) {
      EXPECT_EQ(read_transcript(transcript, cut).text, transcript.events) << "cut at " << cut;
    }
    if (whole.has_error) continue;
    const auto again = written(transcript, whole);
    EXPECT_NE(is_as_it_came(again, whole, transcript.bytes), transcript.is_rewritten) << escape(again);
  }
  if (std::getenv("WIRETAPE_WRITE_GOLDENS") != nullptr) write_events(file, transcripts, got);
}

INSTANTIATE_TEST_SUITE_P(Wire, Transcripts, testing::ValuesIn(files()),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace wiretape::test
