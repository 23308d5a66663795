// SPDX-License-Identifier: MIT
#include "proxy/recorded_body.hpp"

#include <algorithm>

#include "http/http1_writer.hpp"

namespace wiretape::proxy {

namespace {

constexpr std::size_t piece = 64 * 1024;

bool fits(const std::vector<Chunk>& chunks, std::size_t body, bool is_cut_short) {
  std::uint64_t sum = 0;
  for (const auto& chunk : chunks) sum += chunk.size;
  return is_cut_short ? sum >= body : sum == body;
}

}  // namespace

RecordedBody::RecordedBody(const std::string& bytes, const std::vector<Chunk>& chunks, Framing framing,
                           bool is_cut_short)
    : bytes_(bytes),
      chunks_(chunks),
      follows_chunks_(framing == Framing::chunked && fits(chunks, bytes.size(), is_cut_short)) {}

std::optional<http::Event> RecordedBody::next() {
  if (follows_chunks_ && chunk_left_ == 0 && chunk_ < chunks_.size()) {
    const auto& chunk = chunks_[chunk_++];
    chunk_left_ = chunk.size;
    return http::ChunkStart{chunk.size, chunk.extension};
  }
  std::size_t count = std::min(piece, bytes_.size() - sent_);
  if (follows_chunks_) count = std::min(count, chunk_left_);
  if (count == 0) return std::nullopt;
  http::Data data{bytes_.substr(sent_, count)};
  sent_ += count;
  if (follows_chunks_) chunk_left_ -= count;
  return data;
}

std::string body_bytes(const Request& request) {
  http::BodyWriter writer(request.framing);
  std::string bytes;
  RecordedBody body(request, false);
  while (const auto event = body.next()) bytes += writer.write(*event);
  if (request.framing == Framing::chunked) bytes += writer.write(http::Trailers{request.trailers});
  return bytes += writer.write(http::End{});
}

}  // namespace wiretape::proxy
