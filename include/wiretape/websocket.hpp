// SPDX-License-Identifier: MIT
// WebSocket as values: what was said after an upgrade, and what it takes to say it again in the same frames.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wiretape {

// Whose message it is. A client masks its frames, a server does not (RFC 6455 §5.1).
enum class WebSocketSender : std::uint8_t { client, server };

[[nodiscard]] std::string_view to_string(WebSocketSender sender);

// 3 to 7 and 11 to 15 are reserved; they are values of this type too, as is what a peer makes of them.
enum class WebSocketOpcode : std::uint8_t {
  continuation = 0,
  text = 1,
  binary = 2,
  close = 8,
  ping = 9,
  pong = 10
};

[[nodiscard]] std::string to_string(WebSocketOpcode opcode);  // "text", "ping", "opcode 3"

// How a frame's length is written. Other than the shortest breaks RFC 6455 §5.2; a form that is too short
// counts as the shortest.
enum class WebSocketLengthForm : std::uint8_t { shortest, two_bytes, eight_bytes };

// A frame of a message: what does not follow from the message.
struct WebSocketFragment {
  std::uint64_t size = 0;           // of its payload on the wire
  std::uint64_t decoded_size = 0;   // what it gave of the message's payload; the same without compression
  std::chrono::milliseconds at{0};  // when its last byte came, since the handshake
  std::optional<std::array<std::uint8_t, 4>> mask = {};
  std::uint8_t reserved = 0;  // RSV1 is 4, RSV2 2, RSV3 1; without the bit of compression
  WebSocketLengthForm length_form = WebSocketLengthForm::shortest;

  friend bool operator==(const WebSocketFragment&, const WebSocketFragment&) = default;
};

// What is wrong with a peer's frames (RFC 6455 §5). An endpoint answers with a close frame of this code.
struct WebSocketFault {
  std::string message;       // "a continuation frame without a message before it"; one line
  std::uint64_t offset = 0;  // bytes since the handshake; 0 where a whole message is at fault
  std::uint16_t close_code = 1002;

  friend bool operator==(const WebSocketFault&, const WebSocketFault&) = default;
};

// A message, or a control frame. Where a peer broke the rules: a continuation without a message is a
// message of that opcode, and a message that another one cuts off is not finished.
struct WebSocketMessage {
  WebSocketOpcode opcode = WebSocketOpcode::text;
  std::string payload = {};                       // not masked; decoded, unless `undecoded` says why not
  bool is_compressed = false;                     // on the wire, by permessage-deflate (RFC 7692)
  std::vector<WebSocketFragment> fragments = {};  // none: one, of the whole payload
  // Compressed bytes, where there are such. Not needed where our own deflater makes the same ones.
  std::optional<std::string> wire = {};
  std::string undecoded = {};  // then `payload` is what was on the wire

  bool is_finished = true;    // the last frame said so
  std::uint64_t missing = 0;  // bytes that the last frame announced and that never came
  // More came than the limits allow: `payload` is the beginning of what was on the wire.
  bool is_truncated = false;
  // A control frame within a fragmented message: behind so many fragments of the next message that is
  // none. 0: between messages.
  std::size_t after_fragment = 0;
  std::vector<WebSocketFault> faults = {};  // that frames alone did not show; no cassette keeps them

  WebSocketSender from = WebSocketSender::client;
  std::chrono::milliseconds at{0};  // when its last byte came, since the handshake

  // Of a close frame: its code (nothing where it has none) and its reason (RFC 6455 §5.5.1).
  [[nodiscard]] std::optional<std::uint16_t> close_code() const;
  [[nodiscard]] std::string close_reason() const;
  // Text or binary: what applications send.
  [[nodiscard]] bool is_data() const {
    return opcode == WebSocketOpcode::text || opcode == WebSocketOpcode::binary;
  }

  friend bool operator==(const WebSocketMessage&, const WebSocketMessage&) = default;
};

// What a test says itself: in Deck::push, or in answer to a message.
[[nodiscard]] WebSocketMessage text_message(std::string text);
[[nodiscard]] WebSocketMessage binary_message(std::string bytes);
[[nodiscard]] WebSocketMessage close_message(std::uint16_t code = 1000, std::string_view reason = {});
// A message of a script: the server's, and the client's.
[[nodiscard]] WebSocketMessage says(WebSocketMessage message);
[[nodiscard]] WebSocketMessage says(std::string text);
[[nodiscard]] WebSocketMessage hears(WebSocketMessage message);
[[nodiscard]] WebSocketMessage hears(std::string text);

// How one side uses zlib (permessage-deflate), so that the same bytes come out again. The defaults are
// zlib's own.
struct WebSocketDeflate {
  int level = 6;         // 0 to 9
  int memory_level = 8;  // 1 to 9
  int strategy = 0;      // Z_DEFAULT_STRATEGY
  bool flushes_each_fragment = false;
  bool keeps_context = true;  // where the agreement lets it

  friend bool operator==(const WebSocketDeflate&, const WebSocketDeflate&) = default;
};

// Who ended the connection, and how. `open`: nobody; it was still there when the deck stopped.
enum class WebSocketEnd : std::uint8_t { server_closed, server_reset, client_closed, client_reset, open };

[[nodiscard]] std::string_view to_string(WebSocketEnd end);
[[nodiscard]] std::optional<WebSocketEnd> websocket_end(std::string_view name);

// What followed a 101 (RFC 6455 §4): messages of both sides in the order of their ends.
struct WebSocketConversation {
  std::vector<WebSocketMessage> messages;
  WebSocketEnd end = WebSocketEnd::server_closed;
  std::chrono::milliseconds ended_at{0};  // since the handshake
  WebSocketDeflate deflate = {};          // the server's

  friend bool operator==(const WebSocketConversation&, const WebSocketConversation&) = default;
};

// "client: text "hello"", "server: close 1000 "bye""; control bytes escaped, long payloads cut.
void PrintTo(const WebSocketMessage& message, std::ostream* os);

}  // namespace wiretape
