// SPDX-License-Identifier: MIT
// What goes over the wire, recorded: the bytes of a request, 0xFF, those of its response, and a digit: 1 the
// chunks take their time.
#include "fuzz/cassettes.hpp"
#include "fuzz/fuzz.hpp"
#include "http/content_coding.hpp"
#include "support/events_text.hpp"

using namespace wiretape;

namespace {

// The first message of a stream of events, put together as a recorder does it.
template <class Head, class Message>
class Collector {
public:
  explicit Collector(Message Head::*part, std::chrono::milliseconds pace) : part_(part), pace_(pace) {}

  void operator()(const Head& head) {
    if (!message) message = head.*part_;
  }
  void operator()(const http::InterimHead& head) {
    if constexpr (requires(Message m) { m.interim; }) interim_.push_back(head.interim);
  }
  void operator()(const http::ChunkStart& chunk) {
    if (is_open()) message->chunks.push_back({chunk.size, chunk.extension, at_ += pace_});
  }
  void operator()(const http::Data& data) {
    if (is_open()) message->body.bytes += data.bytes;
  }
  void operator()(const http::Trailers& trailers) {
    if (!is_open()) return;
    message->last_chunk_extension = trailers.extension;
    message->trailers = trailers.fields;
  }
  void operator()(const http::End&) { is_ended = true; }
  template <class Other>
  void operator()(const Other&) {}

  std::optional<Message> take() {
    if (!message) return std::nullopt;
    if constexpr (requires(Message m) { m.interim; }) message->interim = interim_;
    auto decoded = http::decode_content(message->body.bytes, message->headers, {.bytes = 64 * 1024});
    const bool is_coded = !message->body.empty() && http::has_content_coding(message->headers);
    if (is_coded && decoded) message->body.decoded = *std::move(decoded);
    return std::move(message);
  }

  std::optional<Message> message;
  bool is_ended = false;

private:
  [[nodiscard]] bool is_open() const { return message && !is_ended; }

  Message Head::*part_;
  std::chrono::milliseconds pace_;
  std::chrono::milliseconds at_{0};
  std::vector<Interim> interim_;
};

test::Read read(std::string_view bytes, http::Http1Reader::Side side, std::vector<std::string> answers) {
  return test::read_events(bytes, {.side = side,
                                   .strictness = http::Strictness::lenient,
                                   .answers = std::move(answers),
                                   .is_ended = true});
}

Outcome outcome_of(std::string_view bytes, const std::string& method, std::chrono::milliseconds pace) {
  const auto got = read(bytes, http::Http1Reader::Side::responses, {method});
  Collector<http::ResponseHead, Response> collector(&http::ResponseHead::response, pace);
  for (const auto& event : got.events) std::visit(collector, event);
  const bool is_whole = collector.is_ended;
  auto response = collector.take();
  if (is_whole) return *std::move(response);
  return TransportError{TransportErrorKind::closed, got.text, std::move(response)};
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::chrono::milliseconds pace(input.choose(2));
  const auto sent = read(input.part(), http::Http1Reader::Side::requests, {});
  Collector<http::RequestHead, Request> collector(&http::RequestHead::request, pace);
  for (const auto& event : sent.events) std::visit(collector, event);
  auto request = collector.take();
  if (!request || !collector.is_ended) return 0;
  Interaction interaction{.request = *std::move(request)};
  interaction.outcome = outcome_of(input.rest(), interaction.request.method, pace);
  interaction.timing = {pace, pace};
  fuzz::check_written_again({.header = {}, .interactions = {interaction, interaction}});
  return 0;
}
