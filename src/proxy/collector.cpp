// SPDX-License-Identifier: MIT
#include "proxy/collector.hpp"

#include <algorithm>

#include "http/content_coding.hpp"

namespace wiretape::proxy {

namespace {

constexpr std::uint64_t largest_inline_text = 1024 * 1024;
constexpr std::uint64_t largest_inline_binary = 64 * 1024;
// Beyond it the last chunk grows: a timeline that nobody reads must not fill the memory.
constexpr std::size_t most_chunks = 64 * 1024;
// What comes within so short a time came as one.
constexpr std::chrono::milliseconds pause{10};

}  // namespace

void BodyCollector::begin(Body& body, const Headers& headers, std::vector<Chunk>& chunks, Headers& trailers) {
  body_ = &body;
  headers_ = &headers;
  chunks_ = &chunks;
  trailers_ = &trailers;
  is_coded_ = http::has_content_coding(headers);
  begun_ = timers_.now();
}

void BodyCollector::add(const http::Event& event) {
  std::visit(
      [this](const auto& piece) {
        if constexpr (requires { add_piece(piece); }) add_piece(piece);
      },
      event);
}

void BodyCollector::add_piece(const http::ChunkStart& chunk) {
  is_chunked_ = true;
  if (chunks_->size() == most_chunks) {
    chunks_->back().size += chunk.size;
  } else {
    chunks_->push_back(Chunk{chunk.size, chunk.extension, now()});
  }
}

void BodyCollector::add_piece(const http::Data& data) {
  if (!is_chunked_) note_time(data.bytes.size());
  keep(data.bytes);
  hold(data.bytes);
  size_ += data.bytes.size();
}

void BodyCollector::add_piece(const http::Trailers& trailers) {
  *last_extension_ = trailers.extension;
  *trailers_ = trailers.fields;
}

void BodyCollector::note_time(std::size_t bytes) {
  const auto at = now();
  const bool is_new = chunks_->empty() || (at - last_ >= pause && chunks_->size() < most_chunks);
  if (is_new) chunks_->push_back(Chunk{0, {}, at});
  chunks_->back().size += bytes;
  last_ = at;
}

void BodyCollector::hold(const std::string& bytes) {
  const auto room = limits_.body_bytes - std::min(limits_.body_bytes, body_->bytes.size());
  body_->bytes.append(bytes, 0, room);
  if (bytes.size() > room) body_->is_truncated = true;
}

// All but what is held: the digest, and the file. What was held so far is the body so far, until one of them
// is begun.
void BodyCollector::keep(const std::string& bytes) {
  const auto size = size_ + bytes.size();
  if (open_file_ && !digest_ && !is_coded_) text_.feed(bytes);
  const bool needs_file = open_file_ && size > largest_inline(is_coded_ || !text_.has_failed());
  if (!digest_ && (needs_file || size > limits_.body_bytes)) {
    digest_.emplace();
    digest_->add(body_->bytes);
    if (needs_file && (file_ = open_file_())) file_->append(body_->bytes);
  }
  if (!digest_) return;
  digest_->add(bytes);
  if (size > limits_.body_limit_bytes) file_.reset();
  if (file_) file_->append(bytes);
}

void BodyCollector::finish() {
  const bool has_come_at_once = !is_chunked_ && chunks_->size() == 1;
  if (has_come_at_once) chunks_->clear();
  decode();
  if (open_file_ && !digest_) {
    const auto& shown = body_->text();
    http::websocket::Utf8Validator text;
    text.feed(shown);
    if (shown.size() > largest_inline(text.is_complete())) {
      digest_.emplace();
      digest_->add(body_->bytes);
      if (size_ <= limits_.body_limit_bytes) file_ = open_file_();
      if (file_) file_->append(body_->bytes);
    }
  }
  if (digest_) body_->large = LargeBody{size_, digest_->hex()};
}

void BodyCollector::decode() {
  if (body_->is_truncated || body_->empty() || !is_coded_) return;
  auto decoded = http::decode_content(body_->bytes, *headers_);
  if (decoded) {
    body_->decoded = *std::move(decoded);
  } else if (decoded.error().is_limit) {
    refused_decoding_ = decoded.error().message;
  }
}

// No more than what is held when the file is begun.
std::uint64_t BodyCollector::largest_inline(bool is_text) const {
  const std::uint64_t otherwise = is_text ? largest_inline_text : largest_inline_binary;
  return std::min<std::uint64_t>(
      {limits_.body_file_bytes.value_or(otherwise), limits_.body_bytes, limits_.body_limit_bytes});
}

std::chrono::milliseconds BodyCollector::now() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(timers_.now() - begun_);
}

}  // namespace wiretape::proxy
