// SPDX-License-Identifier: MIT
// A body that is kept, in memory or in a file, as the events it came as.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <wiretape/http.hpp>

#include "cassette/side_files.hpp"
#include "http/event.hpp"
#include "http/http1_writer.hpp"

namespace wiretape::proxy {

// Cuts where the chunks cut, as long as they still sum up to the body: a person may have edited one
// without the other. Large pieces come in smaller ones, so that a body is never copied whole.
class RecordedBody {
public:
  // `message` (a Request or Response) outlives this. `is_cut_short`: its end never came. `file`: where the
  // whole of a large body is, if not where the body says.
  template <class Message>
  RecordedBody(const Message& message, bool is_cut_short, std::optional<cassette::SideFileReader> file = {})
      : RecordedBody(message.body, message.chunks, is_cut_short, std::move(file)) {}

  // The next ChunkStart or Data; nothing after the last. Throws CassetteError where a large body's file
  // cannot be read.
  std::optional<http::Event> next();

private:
  RecordedBody(const Body& body, const std::vector<Chunk>& chunks, bool is_cut_short,
               std::optional<cassette::SideFileReader> file);
  [[nodiscard]] std::string read(std::size_t count);

  const Body& body_;
  const std::vector<Chunk>& chunks_;
  std::optional<cassette::SideFileReader> file_;  // once it is needed
  std::uint64_t size_;
  bool follows_chunks_;
  std::size_t chunk_ = 0;         // next chunk
  std::uint64_t chunk_left_ = 0;  // bytes of the chunk begun
  std::uint64_t sent_ = 0;
};

// A whole request's body in its framing, piece by piece.
class RequestBody {
public:
  // As in RecordedBody.
  explicit RequestBody(const Request& request, std::optional<cassette::SideFileReader> file = {});
  // What is next on the wire, in pieces of some 64 KiB; empty after the last.
  [[nodiscard]] std::string next();

private:
  const Request& request_;
  RecordedBody body_;
  http::BodyWriter writer_;
  bool has_ended_ = false;
};

}  // namespace wiretape::proxy
