// SPDX-License-Identifier: MIT
#include "proxy/message_reader.hpp"

#include <utility>

namespace wiretape::proxy {

namespace {

namespace websocket = http::websocket;

websocket::MessageLimits limits_of(const Limits& limits) {
  websocket::MessageLimits out;
  out.frame_bytes = out.message_bytes = limits.conversation_bytes;
  return out;
}

}  // namespace

MessageReader::MessageReader(WebSocketSender from, const websocket::Agreement& agreement,
                             http::Strictness strictness, const Limits& limits)
    : from_(from),
      is_strict_(strictness == http::Strictness::strict),
      reader_(from, agreement, strictness, limits_of(limits)),
      assembler_(from, agreement, limits_of(limits)) {}

MessageReader::Heard MessageReader::hear(std::string_view bytes, Time at) {
  reader_.feed(bytes);
  return read(at);
}

MessageReader::Heard MessageReader::end(Time at) {
  reader_.feed_end();
  auto heard = read(at);
  for (auto& message : assembler_.end(at)) add(heard, std::move(message), at);
  return heard;
}

MessageReader::Heard MessageReader::read(Time at) {
  Heard heard;
  while (true) {
    auto next = reader_.next();
    if (std::holds_alternative<std::monostate>(next)) return heard;
    if (auto* fault = std::get_if<WebSocketFault>(&next)) {
      heard.faults.push_back(std::move(*fault));
      if (is_strict_) return heard;
      continue;
    }
    const auto& event = std::get<websocket::FrameEvent>(next);
    if (const auto* head = std::get_if<websocket::FrameHead>(&event)) {
      const bool is_control = websocket::is_control_opcode(head->opcode);
      if (!is_control) is_within_message_ = !head->is_final;
    }
    if (auto message = assembler_.add(event, at)) add(heard, *std::move(message), at);
  }
}

void MessageReader::add(Heard& heard, WebSocketMessage message, Time at) const {
  message.from = from_;
  message.at = at;
  for (auto& fault : message.faults) heard.faults.push_back(std::move(fault));
  message.faults.clear();
  heard.messages.push_back(std::move(message));
}

}  // namespace wiretape::proxy
