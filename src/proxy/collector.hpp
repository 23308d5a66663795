// SPDX-License-Identifier: MIT
// Gathers body events into a value: what the journal shows and the cassette keeps.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <wiretape/http.hpp>
#include <wiretape/options.hpp>

#include "base/digest.hpp"
#include "cassette/side_files.hpp"
#include "http/event.hpp"
#include "http/websocket_utf8.hpp"
#include "io/timers.hpp"

namespace wiretape::proxy {

// Makes the file that a large body goes to.
using OpenSideFile = std::function<std::unique_ptr<cassette::SideFileWriter>()>;

// Fills the body, chunks and trailers of one message. Beyond Limits::body_bytes the body is cut and marked;
// what is larger than Limits::body_file_bytes goes to a file while it comes.
class BodyCollector {
public:
  // `open_file` empty: nothing is kept beyond what is held.
  BodyCollector(const io::Timers& timers, const Limits& limits, OpenSideFile open_file)
      : timers_(timers), limits_(limits), open_file_(std::move(open_file)) {}

  // `message` (a Request or Response, whose headers are known) outlives the collector.
  template <class Message>
  void begin(Message& message) {
    last_extension_ = &message.last_chunk_extension;
    begin(message.body, message.headers, message.chunks, message.trailers);
  }
  void add(const http::Event& event);  // heads and End are not the body's: they pass
  // The message has come, or ended before its end: decodes it, and finds out what is left to know.
  void finish();

  // Why a body that would decode to too much stays as it is (DecodeLimits).
  [[nodiscard]] const std::optional<std::string>& refused_decoding() const { return refused_decoding_; }
  // The file of a large body; null where it has none, or is larger than Limits::body_limit_bytes.
  [[nodiscard]] std::unique_ptr<cassette::SideFileWriter> take_file() { return std::move(file_); }

private:
  void begin(Body& body, const Headers& headers, std::vector<Chunk>& chunks, Headers& trailers);
  void add_piece(const http::ChunkStart& chunk);
  void add_piece(const http::Data& data);
  void add_piece(const http::Trailers& trailers);
  void note_time(std::size_t bytes);
  void hold(const std::string& bytes);
  void keep(const std::string& bytes);
  void decode();
  [[nodiscard]] std::uint64_t largest_inline(bool is_text) const;
  [[nodiscard]] std::chrono::milliseconds now() const;

  const io::Timers& timers_;
  const Limits& limits_;
  OpenSideFile open_file_;
  io::Timers::time_point begun_;
  Body* body_ = nullptr;
  const Headers* headers_ = nullptr;
  std::vector<Chunk>* chunks_ = nullptr;
  std::string* last_extension_ = nullptr;
  Headers* trailers_ = nullptr;
  bool is_coded_ = false, is_chunked_ = false;
  std::uint64_t size_ = 0;
  std::chrono::milliseconds last_{0};
  http::websocket::Utf8Validator text_;
  std::optional<Sha256> digest_;  // once there is more than what is held, or a file
  std::unique_ptr<cassette::SideFileWriter> file_;
  std::optional<std::string> refused_decoding_;
};

}  // namespace wiretape::proxy
