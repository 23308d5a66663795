// SPDX-License-Identifier: MIT
#include "http/http1_reader.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "http/chunk_line.hpp"
#include "http/grammar.hpp"
#include "http/line.hpp"
#include "http/message_head.hpp"

namespace wiretape::http {

namespace {

// Old clients send one behind a body (RFC 9112 §2.2); more than a few are no mistake of that kind.
constexpr std::size_t max_empty_lines = 8;

// So much of a first line is looked at, and shown, before it is called no status line.
constexpr std::size_t beginning_bytes = 16;

// A longer head is read each time.
constexpr std::size_t repeatable_bytes = 4 * 1024;

bool may_be_status_line(std::string_view bytes) {
  const auto begins_like = [&](std::string_view word) {
    const auto count = std::min(word.size(), bytes.size());
    return equals_ignoring_case(bytes.substr(0, count), word.substr(0, count));
  };
  return begins_like("HTTP/") || begins_like("ICY ");  // SHOUTcast
}

}  // namespace

Http1Reader::Http1Reader(Side side, Strictness strictness, ReaderLimits limits)
    : side_(side), strictness_(strictness), limits_(limits), section_(strictness) {}

Http1Reader::Next& Http1Reader::next() {
  if (std::holds_alternative<ReadError>(next_)) return next_;
  while (!step()) {
  }
  return next_;
}

bool Http1Reader::take_repeat() {
  const bool may_come = state_ == State::start && !has_begun_ && !repeatable_.empty();
  if (!may_come || !input_.rest().starts_with(repeatable_)) return false;
  input_.forget();
  input_.drop(repeatable_.size());
  begin_message();
  return true;
}

bool Http1Reader::fail(ReadError error) {
  constexpr std::size_t shown_behind = 64;
  error.head = input_.remembered().substr(0, error.offset + shown_behind);
  next_ = std::move(error);
  return true;
}

bool Http1Reader::wait() {
  next_.emplace<std::monostate>();
  return true;
}

bool Http1Reader::is_between_messages() const {
  return state_ == State::start && !has_begun_ &&
         input_.rest().find_first_not_of("\r\n") == std::string::npos;
}

bool Http1Reader::step() {
  switch (state_) {
    case State::start:
      return read_start();
    case State::fields:
      return read_fields();
    case State::counted_body:
    case State::chunk_data:
      return read_body();
    case State::open_body:
      return read_open_body();
    case State::chunk_line:
      return read_chunk_line();
    case State::chunk_end:
      return read_chunk_end();
    case State::trailers:
      return read_trailers();
    case State::end:
      return read_end();
  }
  return wait();
}

bool Http1Reader::read_start() {
  const bool is_strict = strictness_ == Strictness::strict;
  const auto rest = input_.rest();
  if (rest.starts_with("\r\n") || (!is_strict && rest.starts_with('\n'))) {
    if (++empty_lines_ > max_empty_lines) return fail({"too many empty lines before a message", offset()});
    input_.drop(rest[0] == '\n' ? 1 : 2);
    if (!has_begun_) message_start_ = input_.taken();
    return false;
  }
  if (!has_begun_) input_.remember();
  if (auto error = check_beginning()) return fail(*std::move(error));
  begin_section();
  const auto line = input_.line();
  if ((line ? line->size() : rest.size()) > limits_.head_bytes) return fail(over_limit());
  if (!line) return starve();
  if (side_ == Side::requests ? read_request_line(*line) : read_status_line(*line)) return true;
  input_.drop(line->size());
  has_begun_ = true;
  state_ = State::fields;
  return false;
}

bool Http1Reader::read_request_line(std::string_view line) {
  const bool is_strict = strictness_ == Strictness::strict;
  auto parsed = parse_request_line(line, strictness_);
  if (!parsed) return fail(refused(parsed.error()));
  request_line_ = *std::move(parsed);
  const auto& [method, text, version, raw] = request_line_;
  const auto target_start = method.size() + 1;
  if (is_strict && version[5] != '1') {
    return fail({version + "; only HTTP/1.x is spoken here", offset() + target_start + text.size() + 1, 505});
  }
  auto target = parse_target(method, text);
  if (!target && is_strict) return fail(refused(target.error(), target_start));
  target_ = target ? *std::move(target) : Target{TargetForm::origin, {"http", "", 80, text}};
  return false;
}

bool Http1Reader::read_status_line(std::string_view line) {
  auto parsed = parse_status_line(line, strictness_);
  if (!parsed) return fail(refused(parsed.error()));
  status_line_ = *std::move(parsed);
  return false;
}

// What can be no message of ours is refused at once: its line may never end.
std::optional<ReadError> Http1Reader::check_beginning() const {
  const auto rest = input_.rest();
  if (rest.empty() || rest == "\r") return std::nullopt;
  if (side_ == Side::requests) {
    if (strictness_ == Strictness::lenient || is_token_char(rest[0]) || is_blank(rest[0]))
      return std::nullopt;
    return ReadError{"a request cannot begin with " + quote(rest.substr(0, 1)), offset()};
  }
  const auto beginning = rest.substr(0, beginning_bytes);
  const auto line = beginning.substr(0, beginning.find('\n'));
  const bool is_enough = beginning.size() == beginning_bytes || line.size() < beginning.size() || has_ended_;
  if (!is_enough || may_be_status_line(line)) return std::nullopt;
  return ReadError{"the answer begins with " + quote(line) + " and not with HTTP/", offset()};
}

// Takes the next line into section_.
bool Http1Reader::take_section_line(bool& is_last) {
  const auto line = input_.line();
  const auto size = input_.taken() - section_start_ + (line ? line->size() : input_.rest().size());
  if (size > limits_.head_bytes) return fail(over_limit());
  if (!line) return starve();
  auto taken = section_.take(*line, offset());
  if (!taken) return fail({taken.error().message, taken.error().offset});
  if (section_.size() > limits_.fields) {
    return fail({"more than " + std::to_string(limits_.fields) + " fields", offset(), 431});
  }
  input_.drop(line->size());
  is_last = *taken;
  return false;
}

bool Http1Reader::read_fields() {
  bool is_last = false;
  if (take_section_line(is_last)) return true;
  if (!is_last) return false;
  return side_ == Side::requests ? read_request_head() : read_response_head();
}

bool Http1Reader::read_request_head() {
  auto head = make_request_head(std::move(request_line_), std::move(target_), section_.finish(), strictness_);
  if (!head) return fail(refused_field(head.error()));
  const auto size = input_.taken() - message_start_;
  const bool is_repeatable = head->request.framing == Framing::none && size <= repeatable_bytes;
  repeatable_ = is_repeatable ? input_.remembered().substr(0, size) : std::string_view();
  begin_body(head->request.framing, head->content_length);
  return give(*std::move(head));
}

bool Http1Reader::read_response_head() {
  const bool is_interim = status_line_.status / 100 == 1 && status_line_.status != 101;
  if (is_interim) {
    state_ = State::start;
    return give(InterimHead{{status_line_.status, std::move(status_line_.reason), section_.finish().headers,
                             std::move(status_line_.version)}});
  }
  const auto method = expected_.empty() ? std::string("GET") : std::move(expected_.front());
  if (!expected_.empty()) expected_.pop_front();
  auto head = make_response_head(std::move(status_line_), section_.finish(), method, strictness_);
  if (!head) return fail(refused_field(head.error()));
  begin_body(head->response.framing, head->content_length);
  return give(*std::move(head));
}

void Http1Reader::begin_section() {
  section_start_ = input_.taken();
  section_.restart();
}

void Http1Reader::begin_body(Framing framing, std::uint64_t length) {
  input_.forget();
  length_ = left_ = length;
  switch (framing) {
    case Framing::none:
      state_ = State::end;
      break;
    case Framing::content_length:
      state_ = left_ == 0 ? State::end : State::counted_body;
      break;
    case Framing::chunked:
      state_ = State::chunk_line;
      break;
    case Framing::until_close:
      state_ = State::open_body;
      break;
  }
}

bool Http1Reader::read_body() {
  if (input_.empty()) return starve();
  auto bytes = input_.take(static_cast<std::size_t>(std::min<std::uint64_t>(left_, std::string::npos)));
  left_ -= bytes.size();
  if (left_ == 0) state_ = state_ == State::chunk_data ? State::chunk_end : State::end;
  return give(Data{std::move(bytes)});
}

bool Http1Reader::read_open_body() {
  if (!input_.empty()) return give(Data{input_.take(std::string::npos)});
  if (!has_ended_) return wait();
  state_ = State::end;
  return false;
}

bool Http1Reader::read_chunk_line() {
  const auto line = input_.line();
  if ((line ? line->size() : input_.rest().size()) > limits_.chunk_line_bytes) {
    return fail(
        {"a chunk line of more than " + std::to_string(limits_.chunk_line_bytes) + " bytes", offset()});
  }
  if (!line) return starve();
  auto chunk = parse_chunk_line(*line, strictness_);
  if (!chunk) return fail(refused(chunk.error()));
  input_.drop(line->size());
  left_ = chunk->size;
  if (left_ > 0) {
    state_ = State::chunk_data;
    return give(*std::move(chunk));
  }
  last_extension_ = std::move(chunk->extension);
  begin_section();
  state_ = State::trailers;
  return false;
}

bool Http1Reader::read_chunk_end() {
  const auto rest = input_.rest();
  if (rest.empty() || rest == "\r") return starve();
  const bool is_crlf = rest.starts_with("\r\n");
  const bool is_lf = strictness_ == Strictness::lenient && rest[0] == '\n';
  if (!is_crlf && !is_lf) return fail({"a chunk longer than its size, or without CRLF behind it", offset()});
  input_.drop(is_crlf ? 2 : 1);
  state_ = State::chunk_line;
  return false;
}

bool Http1Reader::read_trailers() {
  bool is_last = false;
  if (take_section_line(is_last)) return true;
  if (!is_last) return false;
  state_ = State::end;
  return give(Trailers{section_.finish().headers, std::exchange(last_extension_, {})});
}

bool Http1Reader::read_end() {
  begin_message();
  return give(End{});
}

void Http1Reader::begin_message() {
  state_ = State::start;
  has_begun_ = false;
  empty_lines_ = 0;
  message_start_ = input_.taken();
  input_.shrink();
}

// More bytes are needed; but none will come where the peer has ended.
bool Http1Reader::starve() {
  if (!has_ended_ || is_between_messages()) return wait();
  return fail({"the connection ended " + how_it_ended(), offset() + input_.rest().size()});
}

std::string Http1Reader::how_it_ended() const {
  switch (state_) {
    case State::counted_body:
      return "after " + std::to_string(length_ - left_) + " of " + std::to_string(length_) +
             " bytes of the body";
    case State::chunk_line:
    case State::chunk_data:
    case State::chunk_end:
      return "in the middle of a chunked body";
    case State::trailers:
      return "in the middle of the trailers";
    case State::start:
      if (input_.empty()) return "behind an interim response";
      [[fallthrough]];
    default:
      return "in the middle of the head";
  }
}

ReadError Http1Reader::over_limit() const {
  const auto bytes = std::to_string(limits_.head_bytes) + " bytes";
  if (state_ == State::trailers) return {"trailers of more than " + bytes, offset(), 431};
  const bool is_target = state_ == State::start && side_ == Side::requests;
  if (is_target) return {"a request line of more than " + bytes, offset(), 414};
  return {"a head of more than " + bytes, offset(), 431};
}

// An error in the line at the cursor.
ReadError Http1Reader::refused(const Error& error, std::size_t within_line) const {
  return {error.message, offset() + within_line + error.offset};
}

// An error in a field that was read, by its index.
ReadError Http1Reader::refused_field(const Error& error) const {
  return {error.message, section_.offset_of(error.offset)};
}

}  // namespace wiretape::http
