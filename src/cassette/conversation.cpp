// SPDX-License-Identifier: MIT
#include "cassette/conversation.hpp"

#include <algorithm>
#include <limits>

#include "base/base64.hpp"
#include "base/text.hpp"
#include "cassette/mapping.hpp"
#include "cassette/shown.hpp"
#include "http/websocket_close.hpp"

namespace wiretape::cassette {

namespace {

namespace websocket = http::websocket;

constexpr std::uint64_t any_number = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t highest_size = std::uint64_t{1} << 63;
constexpr const char* opcodes = "text, binary, continuation, close, ping, pong, 3 to 7 or 11 to 15";

constexpr std::string_view unnamed = "opcode ";

bool is_close_with_code(const WebSocketMessage& message) {
  if (message.opcode != WebSocketOpcode::close) return false;
  const auto close = websocket::parse_close(message.payload);
  return close.code && is_valid_utf8(close.reason) && websocket::close_payload(close) == message.payload;
}

// What the keys of the payload say of the opcode.
WebSocketOpcode implied_opcode(bool has_code, bool is_base64) {
  if (has_code) return WebSocketOpcode::close;
  return is_base64 ? WebSocketOpcode::binary : WebSocketOpcode::text;
}

Node fragment_node(const WebSocketFragment& fragment) {
  auto node = Node::mapping(Node::Layout::flow);
  node.add("size", Node::number(fragment.size));
  if (fragment.decoded_size != fragment.size) {
    node.add("decoded_size", Node::number(fragment.decoded_size));
  }
  if (fragment.at.count() != 0) node.add("at_ms", Node::number(fragment.at.count()));
  if (fragment.mask) {
    const std::string key(fragment.mask->begin(), fragment.mask->end());
    node.add("mask", Node::string(base64_encode(key)));
  }
  if (fragment.reserved != 0) node.add("reserved", Node::number(int{fragment.reserved}));
  if (fragment.length_form != WebSocketLengthForm::shortest) {
    node.add("length_bytes", Node::number(fragment.length_form == WebSocketLengthForm::two_bytes ? 2 : 8));
  }
  return node;
}

// By its name, or its number where it has none.
Node opcode_node(WebSocketOpcode opcode) {
  auto name = to_string(opcode);
  if (name.starts_with(unnamed)) return Node::plain(name.substr(unnamed.size()));
  return Node::string(std::move(name));
}

void add_payload(Node& node, const WebSocketMessage& message) {
  const bool has_code = is_close_with_code(message);
  if (has_code) {
    node.add("code", Node::number(*message.close_code()));
    if (const auto reason = message.close_reason(); !reason.empty()) node.add("reason", text_node(reason));
    return;
  }
  auto shown = Node::mapping();
  const bool is_text = message.opcode != WebSocketOpcode::binary && message.undecoded.empty();
  if (!message.payload.empty() || message.is_data()) add_shown(shown, message.payload, is_text);
  const bool is_base64 = !shown.children.empty() && shown.children[0].key == "base64";
  const bool is_implied = !shown.children.empty() && message.opcode == implied_opcode(false, is_base64);
  if (!is_implied) node.add("opcode", opcode_node(message.opcode));
  for (auto& child : shown.children) node.add(std::move(child));
}

Node message_node(const WebSocketMessage& message) {
  auto node = Node::mapping();
  node.add("from", Node::string(std::string(to_string(message.from))));
  if (message.at.count() != 0) node.add("at_ms", Node::number(message.at.count()));
  add_payload(node, message);
  if (message.is_compressed) node.add("compressed", Node::plain("true"));
  if (message.wire) node.add("wire", folded_base64(*message.wire));
  if (!message.undecoded.empty()) node.add("undecoded", text_node(message.undecoded));
  if (!message.is_finished) node.add("unfinished", Node::plain("true"));
  if (message.missing > 0) node.add("missing", Node::number(message.missing));
  if (message.is_truncated) node.add("truncated", Node::plain("true"));
  if (message.after_fragment > 0) node.add("after_fragment", Node::number(message.after_fragment));
  if (!message.fragments.empty()) {
    auto list = Node::sequence();
    for (const auto& fragment : message.fragments) list.add(fragment_node(fragment));
    node.add("fragments", std::move(list));
  }
  return node;
}

Node deflate_node(const WebSocketDeflate& deflate) {
  auto node = Node::mapping(Node::Layout::flow);
  node.add("level", Node::number(deflate.level));
  node.add("memory_level", Node::number(deflate.memory_level));
  node.add("strategy", Node::number(deflate.strategy));
  if (deflate.flushes_each_fragment) node.add("flushes_each_fragment", Node::plain("true"));
  if (!deflate.keeps_context) node.add("forgets_each_message", Node::plain("true"));
  return node;
}

WebSocketSender sender_of(const Node& node) {
  if (node.text == "client") return WebSocketSender::client;
  if (node.text != "server") unexpected(node, "client or server");
  return WebSocketSender::server;
}

WebSocketOpcode opcode_of(const Node& node) {
  for (int value = 0; value < 16; ++value) {
    const auto opcode = static_cast<WebSocketOpcode>(value);
    if (opcode_node(opcode).text == node.text) return opcode;
  }
  unexpected(node, opcodes);
}

std::array<std::uint8_t, 4> mask_of(const Node& node) {
  const auto bytes = bytes_of_base64(node);
  std::array<std::uint8_t, 4> mask{};
  if (bytes.size() != mask.size()) unexpected(node, "four bytes in base64");
  std::copy(bytes.begin(), bytes.end(), mask.begin());
  return mask;
}

WebSocketLengthForm length_form_of(Mapping& mapping) {
  const auto* node = mapping.find("length_bytes");
  if (node == nullptr) return WebSocketLengthForm::shortest;
  if (node->text == "2") return WebSocketLengthForm::two_bytes;
  if (node->text != "8") unexpected(*node, "2 or 8");
  return WebSocketLengthForm::eight_bytes;
}

WebSocketFragment fragment_of(Node& node) {
  Mapping mapping(node, "fragment", {"size", "decoded_size", "at_ms", "mask", "reserved", "length_bytes"});
  WebSocketFragment fragment;
  fragment.size = number_of(mapping.need("size"), highest_size);
  fragment.decoded_size = mapping.number("decoded_size", fragment.size, highest_size);
  fragment.at = mapping.milliseconds("at_ms");
  if (const auto* mask = mapping.find("mask")) fragment.mask = mask_of(*mask);
  fragment.reserved = static_cast<std::uint8_t>(mapping.number("reserved", 0, 7));
  fragment.length_form = length_form_of(mapping);
  return fragment;
}

void read_payload(Mapping& mapping, const Node& node, WebSocketMessage& message) {
  const auto* code = mapping.find("code");
  const auto* opcode = mapping.find("opcode");
  const bool is_base64 = mapping.find("base64") != nullptr;
  message.opcode = opcode != nullptr ? opcode_of(*opcode) : implied_opcode(code != nullptr, is_base64);
  message.payload = shown_of(mapping, node, "a message");
  if (code == nullptr) {
    if (mapping.find("reason") != nullptr) unreadable(node, "a close frame has no reason without a code");
    return;
  }
  if (message.opcode != WebSocketOpcode::close || !message.payload.empty()) {
    unreadable(node, "'code' is for close frames, which have no other payload");
  }
  const auto number = static_cast<std::uint16_t>(number_of(*code, 65535));
  message.payload = websocket::close_payload({number, mapping.text("reason")});
}

WebSocketMessage message_of(Node& node) {
  Mapping mapping(
      node, "message",
      {"from", "at_ms", "opcode", "json", "json_style", "text", "base64", "code", "reason", "compressed",
       "wire", "undecoded", "unfinished", "missing", "truncated", "after_fragment", "fragments"});
  WebSocketMessage message;
  message.from = sender_of(mapping.need("from"));
  message.at = mapping.milliseconds("at_ms");
  read_payload(mapping, node, message);
  message.is_compressed = mapping.flag("compressed");
  if (const auto* wire = mapping.find("wire")) message.wire = bytes_of_base64(*wire);
  message.undecoded = mapping.text("undecoded");
  message.is_finished = !mapping.flag("unfinished");
  message.missing = mapping.number("missing", 0, highest_size);
  message.is_truncated = mapping.flag("truncated");
  message.after_fragment = mapping.number("after_fragment", 0, any_number);
  if (auto* fragments = mapping.find("fragments")) {
    for (auto& element : elements_of(*fragments)) message.fragments.push_back(fragment_of(element));
  }
  return message;
}

int small_number(Mapping& mapping, std::string_view key, int otherwise, std::uint64_t highest) {
  return static_cast<int>(mapping.number(key, static_cast<std::uint64_t>(otherwise), highest));
}

// The ranges are zlib's.
WebSocketDeflate deflate_of(Node& node) {
  Mapping mapping(node, "deflate",
                  {"level", "memory_level", "strategy", "flushes_each_fragment", "forgets_each_message"});
  WebSocketDeflate deflate;
  deflate.level = small_number(mapping, "level", deflate.level, 9);
  deflate.memory_level = small_number(mapping, "memory_level", deflate.memory_level, 9);
  deflate.strategy = small_number(mapping, "strategy", deflate.strategy, 4);
  if (deflate.memory_level == 0) unexpected(*mapping.find("memory_level"), "1 to 9");
  deflate.flushes_each_fragment = mapping.flag("flushes_each_fragment");
  deflate.keeps_context = !mapping.flag("forgets_each_message");
  return deflate;
}

}  // namespace

Node to_node(const WebSocketConversation& conversation) {
  auto node = Node::mapping();
  if (!conversation.messages.empty()) {
    auto list = Node::sequence();
    for (const auto& message : conversation.messages) list.add(message_node(message));
    node.add("messages", std::move(list));
  }
  node.add("ended", Node::string(std::string(to_string(conversation.end))));
  if (conversation.ended_at.count() != 0)
    node.add("ended_at_ms", Node::number(conversation.ended_at.count()));
  if (conversation.deflate != WebSocketDeflate()) node.add("deflate", deflate_node(conversation.deflate));
  return node;
}

WebSocketConversation conversation_of(Node& node) {
  Mapping mapping(node, "websocket", {"messages", "ended", "ended_at_ms", "deflate"});
  WebSocketConversation conversation;
  if (auto* messages = mapping.find("messages")) {
    for (auto& element : elements_of(*messages)) conversation.messages.push_back(message_of(element));
  }
  if (const auto* ended = mapping.find("ended")) {
    const auto end = websocket_end(ended->text);
    if (!end) unexpected(*ended, "server_closed, server_reset, client_closed, client_reset or open");
    conversation.end = *end;
  }
  conversation.ended_at = mapping.milliseconds("ended_at_ms");
  if (auto* deflate = mapping.find("deflate")) conversation.deflate = deflate_of(*deflate);
  return conversation;
}

}  // namespace wiretape::cassette
