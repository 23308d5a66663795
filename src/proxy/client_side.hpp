// SPDX-License-Identifier: MIT
// The client's half of a conversation: bytes in, request events out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <system_error>
#include <variant>

#include "http/http1_reader.hpp"
#include "io/deadline.hpp"
#include "proxy/context.hpp"

namespace wiretape::proxy {

// The client ended or broke the connection, perhaps in the middle of a message.
struct Gone {
  std::error_code error;  // none when it ended in order
};

// The last request once more, whole and byte for byte the same.
struct Again {};

// Event and error are the reader's: good until the next is asked for, and may be moved away.
using ClientInput = std::variant<http::Event*, http::ReadError*, Gone, Again>;

// The event, where it is one of that kind.
template <class Kind>
[[nodiscard]] Kind* event_in(const ClientInput& input) {
  auto* const* event = std::get_if<http::Event*>(&input);
  return event ? std::get_if<Kind>(*event) : nullptr;
}

class ClientSide {
public:
  // `stream` outlives it. `prefetched` was already read from it.
  ClientSide(Context& context, io::Stream& stream, std::uint64_t number, std::string_view prefetched);

  // The next event where it is here without waiting.
  [[nodiscard]] std::optional<ClientInput> poll();
  // The next event. Waits at most Limits::idle between messages and Limits::head within a head;
  // beyond it the connection is closed and Gone comes.
  io::Task<ClientInput> next();

  // While an answer is awaited: true once the client has gone away for good, false when it is cancelled. What
  // the client sends ahead is taken in meanwhile, up to 64 KiB. Not beside next().
  io::Task<bool> wait_until_left();

  [[nodiscard]] io::Stream& stream() { return stream_; }
  [[nodiscard]] std::uint64_t number() const { return number_; }
  [[nodiscard]] std::string take_rest() { return reader_.take_rest(); }
  [[nodiscard]] bool is_between_messages() const { return reader_.is_between_messages(); }

private:
  io::Task<void> fill();

  Context& context_;
  io::Stream& stream_;
  std::uint64_t number_;
  http::Http1Reader reader_;
  bool is_in_body_ = false;
  std::optional<Gone> gone_;
  io::Deadline limit_;  // runs while next() waits
};

}  // namespace wiretape::proxy
