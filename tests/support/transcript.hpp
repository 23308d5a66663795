// SPDX-License-Identifier: MIT
// The files of fixtures/wire; their format is described in README.md there.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "support/events_text.hpp"
#include "support/websocket.hpp"

namespace wiretape::test {

struct Transcript {
  std::string name;
  Reading how;
  std::optional<FrameReading> frames;  // WebSocket's, in the place of `how`
  bool is_rewritten = false;
  std::string bytes;
  std::string events;
  std::size_t events_begin = 0;  // the lines of the events' block in the file, without its fences
  std::size_t events_end = 0;
};

// Throws std::runtime_error with file and line where the format is not kept.
std::vector<Transcript> read_transcripts(const std::string& file);
// Puts `events`, one for each transcript, into the file.
void write_events(const std::string& file, const std::vector<Transcript>& transcripts,
                  const std::vector<std::string>& events);

}  // namespace wiretape::test
