// SPDX-License-Identifier: MIT
#include "proxy/change_filter.hpp"

#include "cassette/framing.hpp"
#include "http/content_coding.hpp"

namespace wiretape::proxy {

void settle_body(Response& response, const Body& before) {
  auto& body = response.body;
  if (body.decoded && body.decoded != before.decoded) {
    // A coding that nobody here knows leaves the text as it is.
    body.bytes = *body.decoded;
    if (auto encoded = http::encode_content(body.bytes, response.headers)) body.bytes = *std::move(encoded);
  }
  cassette::mend_lengths(response);
}

void ChangeFilter::take(Step step) {
  auto* event = std::get_if<http::Event>(&step);
  if (is_passing_ || std::holds_alternative<Raw>(step) ||
      (event && std::holds_alternative<http::InterimHead>(*event))) {
    return give(std::move(step));
  }
  if (auto* failure = std::get_if<TransportError>(&step)) return let_go(std::move(*failure), false);
  add(*event);
}

void ChangeFilter::add(http::Event& event) {
  if (auto* head = std::get_if<http::ResponseHead>(&event)) {
    held_ = std::move(head->response);
  } else if (const auto* chunk = std::get_if<http::ChunkStart>(&event)) {
    held_->chunks.push_back({chunk->size, chunk->extension});
  } else if (const auto* data = std::get_if<http::Data>(&event)) {
    held_->body.bytes += data->bytes;
    if (held_->body.bytes.size() > most_bytes) let_go({}, false);
  } else if (auto* trailers = std::get_if<http::Trailers>(&event)) {
    held_->trailers = std::move(trailers->fields);
    held_->last_chunk_extension = std::move(trailers->extension);
  } else {
    let_go({}, true);
  }
}

void ChangeFilter::let_go(std::optional<TransportError> failure, bool is_whole) {
  is_passing_ = true;
  if (!held_) return give(*std::move(failure));
  Response response = *std::exchange(held_, std::nullopt);
  if (is_whole) {
    if (auto decoded = http::decode_content(response.body.bytes, response.headers);
        decoded && http::has_content_coding(response.headers) && !response.body.empty()) {
      response.body.decoded = *std::move(decoded);
    }
    const auto before = response.body;
    change_(response);
    settle_body(response, before);
  }
  auto made = std::make_shared<Interaction>();
  const bool is_cut = !is_whole;
  if (is_cut) {
    made->outcome = TransportError{failure ? failure->kind : TransportErrorKind::closed,
                                   failure ? failure->message : "", std::move(response)};
  } else {
    made->outcome = std::move(response);
  }
  RecordedSource source(made);
  while (auto step = source.poll()) {
    const bool is_failure = std::holds_alternative<TransportError>(*step);
    const bool is_end = event_of<http::End>(*step) != nullptr;
    if (!is_failure || failure) give(*std::move(step));
    if (is_failure || is_end) return;
  }
}

}  // namespace wiretape::proxy
