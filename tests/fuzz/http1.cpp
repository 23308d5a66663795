// SPDX-License-Identifier: MIT
#include "fuzz/http1.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "fuzz/fuzz.hpp"
#include "http/http1_writer.hpp"

namespace wiretape::fuzz {

namespace {

using namespace http;
using test::Read;
using test::read_events;
using test::Reading;

// interim*, head, (data | chunk)*, trailers?, end; and the lengths announced are the lengths that came.
class Order {
public:
  void operator()(const RequestHead& head) { begin(head.request.framing, head.content_length); }
  void operator()(const ResponseHead& head) { begin(head.response.framing, head.content_length); }
  void operator()(const InterimHead&) { require(!framing_, "an interim response comes before a head"); }
  void operator()(const ChunkStart& chunk) {
    require(framing_ == Framing::chunked && left_ == 0 && !has_trailers_, "a chunk begins where one may");
    require(chunk.size > 0, "a chunk of no bytes is the last one, and no chunk");
    require(chunk.extension.empty() || chunk.extension[0] == ';', "an extension begins with its semicolon");
    left_ = chunk.size;
  }
  void operator()(const Data& data) {
    require(framing_ && framing_ != Framing::none && !data.bytes.empty(), "data stands in a body");
    if (framing_ == Framing::until_close) return;
    require(data.bytes.size() <= left_, "no more data comes than was announced");
    left_ -= data.bytes.size();
  }
  void operator()(const Trailers&) {
    require(framing_ == Framing::chunked && left_ == 0 && !has_trailers_, "trailers follow the last chunk");
    has_trailers_ = true;
  }
  void operator()(const End&) {
    require(framing_ && left_ == 0, "no less data comes than was announced");
    require(has_trailers_ == (framing_ == Framing::chunked), "a chunked body ends with its trailers");
    framing_.reset();
  }

private:
  void begin(Framing framing, std::uint64_t length) {
    require(!framing_, "a message begins behind the end of the one before");
    framing_ = framing;
    left_ = framing == Framing::content_length ? length : 0;
    has_trailers_ = false;
  }

  std::optional<Framing> framing_;  // of the message that has begun
  std::uint64_t left_ = 0;
  bool has_trailers_ = false;
};

std::string head_of(const Event& event) {
  if (const auto* request = std::get_if<RequestHead>(&event))
    return write_request_head(request->request, request->target);
  if (const auto* response = std::get_if<ResponseHead>(&event))
    return write_response_head(response->response);
  return {};
}

// One behind the other, with bodies and interim responses between them.
bool has_heads_as_they_came(const std::vector<Event>& events, std::string_view bytes) {
  std::size_t at = 0;
  for (const auto& event : events) {
    const auto head = head_of(event);
    at = bytes.find(head, at);
    if (at == std::string_view::npos) return false;
    at += head.size();
  }
  return true;
}

// What is kept without its raw form is written in one line: an interim response's reason, an extension.
struct HasBytesOfNoLine {
  bool operator()(const InterimHead& head) const { return has_any(head.interim.reason); }
  bool operator()(const ChunkStart& chunk) const { return has_any(chunk.extension); }
  bool operator()(const Trailers& trailers) const { return has_any(trailers.extension); }
  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }

private:
  static bool has_any(std::string_view text) {
    return text.find_first_of(std::string_view("\r\0", 2)) != std::string_view::npos;
  }
};

bool is_rewritten(const std::vector<Event>& events) {
  return std::any_of(events.begin(), events.end(),
                     [](const Event& event) { return std::visit(HasBytesOfNoLine{}, event); });
}

void check_written_again(const Read& read, const Reading& how) {
  if (read.has_error || read.text.ends_with("more\n") || is_rewritten(read.events)) return;
  const auto written = test::write_events(read.events) + read.rest;
  auto again = how;
  again.limits = {};  // CR LF for an LF alone may be a byte too much
  require_equal(read_events(written, again).text, read.text, "what is written again reads as the same");
}

// A reason's first blank is its own to a strict reader, and a gap to a lenient one.
void check_leniently(std::string_view bytes, Reading how, const Read& strictly) {
  how.strictness = Strictness::lenient;
  const auto leniently = read_events(bytes, how);
  require(!leniently.has_error, "leniency takes what strictness takes");
  if (how.side == Http1Reader::Side::responses) return;
  require_equal(leniently.text, strictly.text, "leniency reads what strictness reads");
}

}  // namespace

void check_messages(std::string_view bytes, const Reading& how, const std::vector<std::size_t>& cuts) {
  const auto read = read_events(bytes, how);
  require_equal(read_events(bytes, how, cuts).text, read.text, "no cut changes the events");
  for (const auto line : split(read.text, '\n')) require_message(line);
  Order order;
  for (const auto& event : read.events) std::visit(order, event);
  require(has_heads_as_they_came(read.events, bytes), "heads leave as they came");
  check_written_again(read, how);
  if (!read.has_error && how.strictness == Strictness::strict) check_leniently(bytes, how, read);
}

}  // namespace wiretape::fuzz
