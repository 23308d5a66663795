// SPDX-License-Identifier: MIT
#include <array>
#include <stdexcept>

#include <wiretape/fault.hpp>

#include "base/text.hpp"

namespace wiretape {

namespace {

constexpr std::array<std::string_view, 20> names{"no_answer",
                                                 "empty_reply",
                                                 "reset",
                                                 "garbage",
                                                 "bad_status_line",
                                                 "content_length_too_big",
                                                 "content_length_too_small",
                                                 "content_length_missing",
                                                 "content_length_twice",
                                                 "duplicate_field",
                                                 "oversized_field",
                                                 "invalid_field",
                                                 "close_after",
                                                 "reset_after",
                                                 "stall_after",
                                                 "corrupt_byte",
                                                 "malformed_chunk",
                                                 "missing_last_chunk",
                                                 "wrong_coding",
                                                 "slow_close"};

constexpr auto instead = "instead of an answer", in_head = "in the head", in_body = "in the body";

}  // namespace

std::string_view to_string(FaultKind kind) { return names.at(static_cast<std::size_t>(kind)); }

std::string Fault::str() const {
  std::string measure;
  switch (kind) {
    case FaultKind::content_length_too_big:
    case FaultKind::content_length_too_small:
    case FaultKind::oversized_field:
    case FaultKind::close_after:
    case FaultKind::reset_after:
    case FaultKind::stall_after:
    case FaultKind::corrupt_byte:
      measure = std::to_string(count);
      break;
    case FaultKind::garbage:
    case FaultKind::duplicate_field:
      measure = '"' + escape_control(bytes, 60) + '"';
      break;
    case FaultKind::slow_close:
      measure = std::to_string(time.count()) + " ms";
      break;
    default:
      break;
  }
  return std::string(to_string(kind)) + '(' + measure + ')';
}

namespace fault {

Fault no_answer() { return {FaultKind::no_answer}; }
Fault empty_reply() { return {FaultKind::empty_reply}; }
Fault reset() { return {FaultKind::reset}; }
Fault garbage(std::string bytes) {
  if (bytes.empty()) throw std::invalid_argument("garbage: no bytes; that is empty_reply()");
  return {.kind = FaultKind::garbage, .bytes = std::move(bytes)};
}
Fault bad_status_line() { return {FaultKind::bad_status_line}; }

Fault content_length_too_big(std::uint64_t by) { return {FaultKind::content_length_too_big, by}; }
Fault content_length_too_small(std::uint64_t by) { return {FaultKind::content_length_too_small, by}; }
Fault content_length_missing() { return {FaultKind::content_length_missing}; }
Fault content_length_twice() { return {FaultKind::content_length_twice}; }
Fault duplicate_field(std::string name) {
  return {.kind = FaultKind::duplicate_field, .bytes = std::move(name)};
}
Fault oversized_field(std::uint64_t bytes) { return {FaultKind::oversized_field, bytes}; }
Fault invalid_field() { return {FaultKind::invalid_field}; }

Fault close_after(std::uint64_t bytes) { return {FaultKind::close_after, bytes}; }
Fault reset_after(std::uint64_t bytes) { return {FaultKind::reset_after, bytes}; }
Fault stall_after(std::uint64_t bytes) { return {FaultKind::stall_after, bytes}; }
Fault corrupt_byte(std::uint64_t at) { return {FaultKind::corrupt_byte, at}; }
Fault malformed_chunk() { return {FaultKind::malformed_chunk}; }
Fault missing_last_chunk() { return {FaultKind::missing_last_chunk}; }
Fault wrong_coding() { return {FaultKind::wrong_coding}; }
Fault slow_close(std::chrono::milliseconds after) {
  if (after.count() < 0) throw std::invalid_argument("slow_close: time does not run back");
  return {.kind = FaultKind::slow_close, .time = after};
}

}  // namespace fault

std::span<const FaultEntry> fault_catalogue() {
  static const std::array<FaultEntry, 20> entries{{
      {fault::no_answer(), instead, "reads the request and says nothing",
       "its own time-out; the connection stays open until it leaves"},
      {fault::empty_reply(), instead, "ends the connection without a byte (FIN)",
       "an empty reply: curl's exit code 52"},
      {fault::reset(), instead, "resets the connection without a byte (RST)",
       "\"connection reset by peer\": curl's 56"},
      {fault::garbage(), instead, "says bytes that are no HTTP, and ends the connection",
       "an answer that is malformed, or one of HTTP/0.9: curl's 1"},
      {fault::bad_status_line(), instead, "begins with `HTTP/1.1 TWO HUNDRED OK`, and ends the connection",
       "a status line that cannot be read: curl's 1"},
      {fault::content_length_too_big(), in_head, "announces more bytes than come, and ends the connection",
       "a body that is cut short: curl's 18"},
      {fault::content_length_too_small(), in_head, "announces fewer bytes than come",
       "a body without its last bytes; the rest is in the way of a next answer"},
      {fault::content_length_missing(), in_head,
       "leaves the length out, and ends the connection behind the body",
       "a whole body, that it cannot tell from a part"},
      {fault::content_length_twice(), in_head, "announces two lengths that differ",
       "one of the two lengths (curl the last: 18, cpp-httplib the first), or a malformed answer"},
      {fault::duplicate_field(), in_head, "says a field twice, the second time with another value",
       "the first, the last, or both values, joined"},
      {fault::oversized_field(), in_head, "adds a field of 128 KiB", "a head over its limit: curl's 27"},
      {fault::invalid_field(), in_head, "adds a field whose name is no token",
       "a field with a blank in its name, which many take; or a malformed answer"},
      {fault::close_after(512), in_body, "ends the connection behind so many bytes of the body (FIN)",
       "a body that is cut short: curl's 18"},
      {fault::reset_after(512), in_body, "resets the connection behind so many bytes of the body (RST)",
       "what came, then \"connection reset by peer\": curl's 56"},
      {fault::stall_after(512), in_body, "says no more behind so many bytes of the body",
       "its own time-out in the middle of the body"},
      {fault::corrupt_byte(), in_body, "changes one byte of the body",
       "a whole body with a wrong byte in it"},
      {fault::malformed_chunk(), in_body, "begins a chunk with a size that is no number",
       "a malformed body: curl's 56"},
      {fault::missing_last_chunk(), in_body, "ends the connection before the last chunk",
       "a body that is cut short behind its last byte: curl's 18"},
      {fault::wrong_coding(), in_body, "says `Content-Encoding: gzip` of a body that is none",
       "a body that cannot be decoded: curl's 61 with --compressed; else a whole body"},
      {fault::slow_close(std::chrono::milliseconds(500)), in_body,
       "leaves the length out, and ends the connection a while after the body",
       "a whole body that seems to go on, until then"},
  }};
  return entries;
}

}  // namespace wiretape
