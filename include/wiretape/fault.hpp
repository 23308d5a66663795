// SPDX-License-Identifier: MIT
// What can go wrong with a connection, a request and its answer:
// deck.when(HasPath("/today")).fault(fault::reset_after(512)).
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace wiretape {

enum class FaultKind : std::uint8_t {
  // Of the connection.
  refuse,
  accept_and_close,
  accept_and_reset,
  tls_alert,
  handshake_stall,
  certificate_expired,
  certificate_not_yet_valid,
  certificate_for_another_host,
  certificate_self_signed,
  certificate_of_unknown_authority,
  certificate_with_weak_key,
  // While the request arrives.
  close_in_request,
  reset_in_request,
  stall_in_request,
  // Instead of an answer.
  no_answer,
  empty_reply,
  reset,
  garbage,
  bad_status_line,
  // In the head.
  content_length_too_big,
  content_length_too_small,
  content_length_missing,
  content_length_twice,
  duplicate_field,
  oversized_field,
  invalid_field,
  // In the body.
  close_after,
  reset_after,
  stall_after,
  corrupt_byte,
  malformed_chunk,
  missing_last_chunk,
  wrong_coding,
  slow_close,
  // In a WebSocket.
  refuse_upgrade,
  drop_message,
  duplicate_message,
  reorder_messages,
  half_frame,
  wrong_opcode,
  masked_message,
  close_at_message,
  reset_at_message,
  silent_death,
  no_pong,
};

// A fault with its measures. Bytes of a body are counted as they are on the wire, without chunk lines;
// messages are the server's texts and binary ones, counted from 1.
struct Fault {
  FaultKind kind;
  std::uint64_t count = 0;  // of bytes, or where one is; which message; see fault::
  std::string bytes = {};   // that are said
  std::chrono::milliseconds time{0};
  int code = 0;  // of an alert, a status, a close frame

  [[nodiscard]] std::string str() const;  // "reset_after(512)"
  friend bool operator==(const Fault&, const Fault&) = default;
};

// The fault that str() says, "close_after(512)"; without its measures, "close_after", as the catalogue has
// it. Throws std::invalid_argument, with the names that are most like it.
[[nodiscard]] Fault parse_fault(std::string_view text);

// Each makes one. docs/faults.md says what a client sees of it. Those whose measures mean nothing throw
// std::invalid_argument.
namespace fault {

// Of the connection. The rule's matcher is asked about the host alone: a CONNECT for "https://host:port/".
// Where there is no tunnel and no TLS, about the request. Such a fault has a rule for itself.
[[nodiscard]] Fault refuse();            // as an origin where nobody listens
[[nodiscard]] Fault accept_and_close();  // FIN
[[nodiscard]] Fault accept_and_reset();  // RST
[[nodiscard]] Fault tls_alert(int alert = 40);
[[nodiscard]] Fault handshake_stall();
[[nodiscard]] Fault certificate_expired();
[[nodiscard]] Fault certificate_not_yet_valid();
[[nodiscard]] Fault certificate_for_another_host();
[[nodiscard]] Fault certificate_self_signed();
[[nodiscard]] Fault certificate_of_unknown_authority();
[[nodiscard]] Fault certificate_with_weak_key();  // RSA of 1024 bits

// While the request arrives, behind so many bytes of its body; a shorter one is read to its end. The matcher
// is asked about the head. Such a fault has a rule for itself.
[[nodiscard]] Fault close_in_request(std::uint64_t bytes);  // FIN
[[nodiscard]] Fault reset_in_request(std::uint64_t bytes);  // RST
[[nodiscard]] Fault stall_in_request(std::uint64_t bytes);  // silence, until the client gives up

// Instead of an answer.
[[nodiscard]] Fault no_answer();    // silence, until the client gives up
[[nodiscard]] Fault empty_reply();  // the connection ends without a byte
[[nodiscard]] Fault reset();        // RST without a byte
[[nodiscard]] Fault garbage(std::string bytes = "\x16\x03 this is no HTTP \xff\r\n\r\n");
[[nodiscard]] Fault bad_status_line();

// In the head. The body that follows is whole; then the connection ends.
[[nodiscard]] Fault content_length_too_big(std::uint64_t by = 1);
[[nodiscard]] Fault content_length_too_small(std::uint64_t by = 1);
[[nodiscard]] Fault content_length_missing();
[[nodiscard]] Fault content_length_twice();  // two that differ
[[nodiscard]] Fault duplicate_field(std::string name = "Content-Type");
[[nodiscard]] Fault oversized_field(std::uint64_t bytes = std::uint64_t{128} * 1024);
[[nodiscard]] Fault invalid_field();  // a name that is no token

// In the body, behind so many of its bytes; 0: right behind the head. A shorter body ends as it does.
[[nodiscard]] Fault close_after(std::uint64_t bytes);  // FIN
[[nodiscard]] Fault reset_after(std::uint64_t bytes);  // RST
[[nodiscard]] Fault stall_after(std::uint64_t bytes);  // silence, until the client gives up
[[nodiscard]] Fault corrupt_byte(std::uint64_t at = 0);
[[nodiscard]] Fault malformed_chunk();
[[nodiscard]] Fault missing_last_chunk();
[[nodiscard]] Fault wrong_coding();  // says gzip, and is none
// Without a length, so that the body lasts until the connection ends: this much later.
[[nodiscard]] Fault slow_close(std::chrono::milliseconds after);

// In a WebSocket: of the server's nth message, from 1. On a connection that is none they do nothing.
[[nodiscard]] Fault refuse_upgrade(int status = 403);
[[nodiscard]] Fault drop_message(std::uint64_t n);
[[nodiscard]] Fault duplicate_message(std::uint64_t n);
[[nodiscard]] Fault reorder_messages(std::uint64_t n);  // behind the one that follows it
[[nodiscard]] Fault half_frame(std::uint64_t n);        // then FIN
[[nodiscard]] Fault wrong_opcode(std::uint64_t n);      // one that is reserved (RFC 6455 §5.2)
[[nodiscard]] Fault masked_message(std::uint64_t n);    // which a server's must not be (RFC 6455 §5.1)
[[nodiscard]] Fault close_at_message(std::uint64_t n, int code = 1011);  // a close frame in its place
[[nodiscard]] Fault reset_at_message(std::uint64_t n);                   // RST in its place
[[nodiscard]] Fault silent_death(std::uint64_t n);  // from there on nothing, pongs and closing included
[[nodiscard]] Fault no_pong();

}  // namespace fault

// One line of the catalogue.
struct FaultEntry {
  Fault example;
  std::string_view group;  // "of the connection", "in the body"
  std::string_view does;
  std::string_view client_sees;
};

// Every kind once, in the order of FaultKind.
[[nodiscard]] std::span<const FaultEntry> fault_catalogue();
[[nodiscard]] std::string_view to_string(FaultKind kind);

}  // namespace wiretape
