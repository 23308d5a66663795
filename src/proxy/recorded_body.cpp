// SPDX-License-Identifier: MIT
#include "proxy/recorded_body.hpp"

#include <algorithm>

namespace wiretape::proxy {

namespace {

constexpr std::size_t piece = 64 * 1024;

bool fits(const std::vector<Chunk>& chunks, std::uint64_t body, bool is_cut_short) {
  std::uint64_t sum = 0;
  for (const auto& chunk : chunks) sum += chunk.size;
  return is_cut_short ? sum >= body : sum == body;
}

// What there is of it: all, unless nobody kept what was not held.
std::uint64_t size_of(const Body& body, bool has_file) {
  return has_file || (body.large && !body.large->path.empty()) ? body.size() : body.bytes.size();
}

}  // namespace

RecordedBody::RecordedBody(const Body& body, const std::vector<Chunk>& chunks, bool is_cut_short,
                           std::optional<cassette::SideFileReader> file)
    : body_(body),
      chunks_(chunks),
      file_(std::move(file)),
      size_(size_of(body, file_.has_value())),
      follows_chunks_(fits(chunks, size_, is_cut_short)) {}

std::optional<http::Event> RecordedBody::next() {
  if (follows_chunks_ && chunk_left_ == 0 && chunk_ < chunks_.size()) {
    const auto& chunk = chunks_[chunk_++];
    chunk_left_ = chunk.size;
    return http::ChunkStart{chunk.size, chunk.extension};
  }
  auto count = std::min<std::uint64_t>(piece, size_ - sent_);
  if (follows_chunks_) count = std::min(count, chunk_left_);
  if (count == 0) return std::nullopt;
  http::Data data{read(static_cast<std::size_t>(count))};
  sent_ += data.bytes.size();
  if (follows_chunks_) chunk_left_ -= data.bytes.size();
  return data;
}

std::string RecordedBody::read(std::size_t count) {
  if (sent_ < body_.bytes.size()) return body_.bytes.substr(static_cast<std::size_t>(sent_), count);
  if (!file_) file_.emplace(body_.large->path);
  auto bytes = file_->read(sent_, count);
  if (!bytes.empty()) return bytes;
  throw CassetteError(body_.large->path, 0, "has become shorter", "leave it alone while it is played");
}

RequestBody::RequestBody(const Request& request, std::optional<cassette::SideFileReader> file)
    : request_(request), body_(request, false, std::move(file)), writer_(request.framing) {}

std::string RequestBody::next() {
  std::string bytes;
  while (!has_ended_ && bytes.size() < piece) {
    if (const auto event = body_.next()) {
      bytes += writer_.write(*event);
      continue;
    }
    has_ended_ = true;
    if (request_.framing == Framing::chunked) {
      bytes += writer_.write(http::Trailers{request_.trailers, request_.last_chunk_extension});
    }
    bytes += writer_.write(http::End{});
  }
  return bytes;
}

}  // namespace wiretape::proxy
