// SPDX-License-Identifier: MIT
// What can go wrong with an answer: deck.when(HasPath("/today")).fault(fault::reset_after(512)).
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace wiretape {

enum class FaultKind : std::uint8_t {
  no_answer,
  empty_reply,
  reset,
  garbage,
  bad_status_line,
  content_length_too_big,
  content_length_too_small,
  content_length_missing,
  content_length_twice,
  duplicate_field,
  oversized_field,
  invalid_field,
  close_after,
  reset_after,
  stall_after,
  corrupt_byte,
  malformed_chunk,
  missing_last_chunk,
  wrong_coding,
  slow_close,
};

// A fault with its measures. Bytes of a body are counted as they are on the wire, without chunk lines.
struct Fault {
  FaultKind kind;
  std::uint64_t count = 0;  // of bytes, or where one is; see fault::
  std::string bytes = {};   // that are said
  std::chrono::milliseconds time{0};

  [[nodiscard]] std::string str() const;  // "reset_after(512)"
  friend bool operator==(const Fault&, const Fault&) = default;
};

// Each makes one. docs/faults.md says what a client sees of it.
namespace fault {

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

}  // namespace fault

// One line of the catalogue.
struct FaultEntry {
  Fault example;
  std::string_view group;  // "instead of an answer", "in the head", "in the body"
  std::string_view does;
  std::string_view client_sees;
};

// Every kind once, in the order of FaultKind.
[[nodiscard]] std::span<const FaultEntry> fault_catalogue();
[[nodiscard]] std::string_view to_string(FaultKind kind);

}  // namespace wiretape
