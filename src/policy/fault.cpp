// SPDX-License-Identifier: MIT
#include <wiretape/fault.hpp>

#include <stdexcept>

namespace wiretape::fault {

namespace {

std::uint64_t need_message(const char* call, std::uint64_t n) {
  if (n == 0) throw std::invalid_argument(std::string(call) + ": messages are counted from 1");
  return n;
}

}  // namespace

Fault refuse() { return {FaultKind::refuse}; }
Fault accept_and_close() { return {FaultKind::accept_and_close}; }
Fault accept_and_reset() { return {FaultKind::accept_and_reset}; }
Fault tls_alert(int alert) {
  if (alert < 0 || alert > 255) throw std::invalid_argument("tls_alert: an alert is 0 to 255 (RFC 8446 §6)");
  return {.kind = FaultKind::tls_alert, .code = alert};
}
Fault handshake_stall() { return {FaultKind::handshake_stall}; }
Fault certificate_expired() { return {FaultKind::certificate_expired}; }
Fault certificate_not_yet_valid() { return {FaultKind::certificate_not_yet_valid}; }
Fault certificate_for_another_host() { return {FaultKind::certificate_for_another_host}; }
Fault certificate_self_signed() { return {FaultKind::certificate_self_signed}; }
Fault certificate_of_unknown_authority() { return {FaultKind::certificate_of_unknown_authority}; }
Fault certificate_with_weak_key() { return {FaultKind::certificate_with_weak_key}; }

Fault close_in_request(std::uint64_t bytes) { return {FaultKind::close_in_request, bytes}; }
Fault reset_in_request(std::uint64_t bytes) { return {FaultKind::reset_in_request, bytes}; }
Fault stall_in_request(std::uint64_t bytes) { return {FaultKind::stall_in_request, bytes}; }

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

Fault refuse_upgrade(int status) {
  if (status < 200 || status > 999)
    throw std::invalid_argument("refuse_upgrade: a final status is 200 to 999");
  return {.kind = FaultKind::refuse_upgrade, .code = status};
}
Fault drop_message(std::uint64_t n) { return {FaultKind::drop_message, need_message("drop_message", n)}; }
Fault duplicate_message(std::uint64_t n) {
  return {FaultKind::duplicate_message, need_message("duplicate_message", n)};
}
Fault reorder_messages(std::uint64_t n) {
  return {FaultKind::reorder_messages, need_message("reorder_messages", n)};
}
Fault half_frame(std::uint64_t n) { return {FaultKind::half_frame, need_message("half_frame", n)}; }
Fault wrong_opcode(std::uint64_t n) { return {FaultKind::wrong_opcode, need_message("wrong_opcode", n)}; }
Fault masked_message(std::uint64_t n) {
  return {FaultKind::masked_message, need_message("masked_message", n)};
}
Fault close_at_message(std::uint64_t n, int code) {
  if (code < 0 || code > 65535) throw std::invalid_argument("close_at_message: a code has 16 bits");
  return {.kind = FaultKind::close_at_message, .count = need_message("close_at_message", n), .code = code};
}
Fault reset_at_message(std::uint64_t n) {
  return {FaultKind::reset_at_message, need_message("reset_at_message", n)};
}
Fault silent_death(std::uint64_t n) { return {FaultKind::silent_death, need_message("silent_death", n)}; }
Fault no_pong() { return {FaultKind::no_pong}; }

}  // namespace wiretape::fault
