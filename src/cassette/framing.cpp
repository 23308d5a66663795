// SPDX-License-Identifier: MIT
#include "cassette/framing.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/framing.hpp"

namespace wiretape::cassette {

namespace {

constexpr std::string_view content_length = "Content-Length";

// A Content-Length that is none, like "x", means what mend_lengths can make of it.
Framing or_guess(const Result<http::BodyFraming>& found, const Headers& headers) {
  if (found) return found->framing;
  return headers.has(content_length) ? Framing::content_length : Framing::none;
}

// Sizes come from a file: their sum may not fit.
bool do_chunks_add_up(const std::vector<Chunk>& chunks, std::uint64_t size) {
  for (const auto& chunk : chunks) {
    if (chunk.size > size) return false;
    size -= chunk.size;
  }
  return size == 0;
}

// However it is spelled: "5, 5" and "005" are 5 (RFC 9110 §8.6).
bool is_length(std::string_view value, std::uint64_t size) {
  const auto items = split(value, ',');
  return std::all_of(items.begin(), items.end(),
                     [=](std::string_view item) { return parse_decimal(trim(item)) == size; });
}

Headers with_length(const Headers& headers, std::uint64_t size) {
  Headers mended;
  for (const auto& field : headers) {
    const bool is_mended = equals_ignoring_case(field.name, content_length) && !is_length(field.value, size);
    mended.add(is_mended ? HeaderField{field.name, std::to_string(size)} : field);
  }
  return mended;
}

}  // namespace

Framing implied_framing(const Request& request) {
  const auto found = http::request_framing(request.version, request.headers, http::Strictness::lenient);
  return or_guess(found, request.headers);
}

Framing implied_framing(const Response& response, const Request& request) {
  const auto found = http::response_framing(request.method, response.status, response.version,
                                            response.headers, http::Strictness::lenient);
  return or_guess(found, response.headers);
}

template <class Message>
bool do_lengths_agree(const Message& message) {
  const auto size = message.body.size();
  if (message.body.is_truncated && !message.body.large) return true;
  // Pieces of a body that is not chunked are no lengths, but of another body they are of no use.
  if (message.framing == Framing::chunked || !message.chunks.empty()) {
    if (!do_chunks_add_up(message.chunks, size)) return false;
  }
  if (message.framing != Framing::content_length) return true;
  const auto lengths = message.headers.all(content_length);
  return std::all_of(lengths.begin(), lengths.end(),
                     [=](const std::string& value) { return is_length(value, size); });
}

template <class Message>
void mend_lengths(Message& message) {
  if (do_lengths_agree(message)) return;
  const auto size = message.body.size();
  message.headers = with_length(message.headers, size);
  if (do_chunks_add_up(message.chunks, size)) return;
  const auto at = message.chunks.empty() ? std::chrono::milliseconds{0} : message.chunks.front().at;
  message.chunks.clear();
  if (message.framing == Framing::chunked && size > 0) message.chunks.push_back({.size = size, .at = at});
}

template bool do_lengths_agree(const Request&);
template bool do_lengths_agree(const Response&);
template void mend_lengths(Request&);
template void mend_lengths(Response&);

}  // namespace wiretape::cassette
