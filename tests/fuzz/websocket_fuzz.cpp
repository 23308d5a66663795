// SPDX-License-Identifier: MIT
// WebSocket frames and deflate: read in any cut, put together to messages, and written again.
#include "fuzz/fuzz.hpp"
#include "http/websocket_message_assembler.hpp"
#include "http/websocket_message_writer.hpp"
#include "http/websocket_reproduction.hpp"
#include "support/websocket.hpp"

using namespace wiretape;
using namespace wiretape::http;
using namespace wiretape::http::websocket;
using fuzz::require;

namespace {

constexpr std::size_t decoded_limit = 5000;

test::FrameReading choose(fuzz::Input& input) {
  test::FrameReading how;
  how.from = input.choose(2) == 0 ? Sender::client : Sender::server;
  how.strictness = input.choose(2) == 0 ? Strictness::lenient : Strictness::strict;
  if (input.choose(2) == 1) {
    const bool keeps_no_context = input.choose(2) == 1;
    how.agreement.deflate = PermessageDeflate{keeps_no_context, keeps_no_context};
  }
  how.is_ended = input.choose(2) == 1;
  how.limits.message_bytes = 300;
  how.limits.fragments = 10;
  how.limits.decoded.bytes = decoded_limit;
  return how;
}

std::vector<Message> assemble(const test::FrameReading& how, const std::vector<FrameEvent>& events) {
  MessageAssembler assembler(how.from, how.agreement, how.limits);
  std::vector<Message> messages;
  for (const auto& event : events) {
    if (auto message = assembler.add(event)) messages.push_back(*std::move(message));
  }
  for (auto& message : assembler.end()) messages.push_back(std::move(message));
  return messages;
}

// Writes the messages again, with no more of their wire bytes than is needed; nothing where one was cut.
std::optional<std::string> write_again(const test::FrameReading& how, std::vector<Message>& messages) {
  std::vector<const Message*> pointers;
  bool is_cut = false;
  for (const auto& message : messages) {
    pointers.push_back(&message);
    is_cut = is_cut || message.is_truncated;
    require(message.payload.size() <= decoded_limit, "a message is decoded up to the limit");
  }
  Reproduction found;
  if (how.agreement.deflate && messages.size() < 6) {
    found = find_reproduction(pointers, how.agreement.compression(how.from).value_or(Compression{}));
    for (std::size_t i = 0; i < messages.size(); ++i) {
      if (!found.needs_wire[i]) messages[i].wire.reset();
    }
  }
  MessageWriter writer(how.from, how.agreement, how.agreement, found.settings);
  MessageTurns turns(pointers, writer);
  std::string out;
  bool is_written = true;
  while (!turns.is_at_end()) {
    const auto frames = turns.next();
    require(frames || is_cut, "a message that is whole can be written");
    is_written = is_written && frames;
    if (frames) out += test::write_frames(*frames);
  }
  if (!is_written) return std::nullopt;
  return out;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto cut = 1 + input.choose(8);
  const auto how = choose(input);
  const std::string bytes(input.rest());
  const auto whole = test::read_frames(bytes, how);
  fuzz::require_equal(test::read_frames(bytes, how, cut).text, whole.text, "frames do not depend on the cut");
  const auto frames = test::write_frames(whole.events);
  if (how.strictness == Strictness::lenient) {
    fuzz::require_equal(frames + whole.rest, bytes, "what is read leniently is written as it came");
  }
  auto messages = assemble(how, whole.events);
  if (const auto again = write_again(how, messages)) {
    fuzz::require_equal(*again, frames, "messages give the frames they came in");
  }
  return 0;
}
