// SPDX-License-Identifier: MIT
#include "proxy/bent_messages.hpp"

#include <utility>

#include "http/websocket_close.hpp"
#include "policy/stage.hpp"
#include "proxy/gate_wait.hpp"

namespace wiretape::proxy {

namespace {

namespace websocket = http::websocket;

constexpr auto reserved_opcode = static_cast<WebSocketOpcode>(3);  // RFC 6455 §5.2
constexpr websocket::MaskKey some_key{0x12, 0x34, 0x56, 0x78};

std::vector<Fault> message_faults(const policy::Bend& bend) {
  std::vector<Fault> faults;
  for (const auto& step : bend.steps) {
    const auto* fault = std::get_if<FaultAction>(&step.action);
    if (fault && policy::is_of_websocket(fault->fault.kind)) faults.push_back(fault->fault);
  }
  return faults;
}

std::vector<HoldMessageAction> message_holds(const policy::Bend& bend) {
  std::vector<HoldMessageAction> holds;
  for (const auto& step : bend.steps) {
    if (const auto* hold = std::get_if<HoldMessageAction>(&step.action)) holds.push_back(*hold);
  }
  return holds;
}

websocket::Frame close_frame(int code) {
  websocket::Frame frame;
  frame.head.opcode = WebSocketOpcode::close;
  frame.payload =
      websocket::close_payload({static_cast<std::uint16_t>(code), "a rule ends the conversation"});
  frame.head.length = frame.payload.size();
  return frame;
}

}  // namespace

bool bends_messages(const policy::Bend& bend) {
  return !message_faults(bend).empty() || !message_holds(bend).empty();
}

void refuse_compression(Request& upgrade) { upgrade.headers.remove("Sec-WebSocket-Extensions"); }

BentMessages::BentMessages(io::Executor executor, Outbox& out, io::Stream& client, const policy::Bend& bend)
    : executor_(std::move(executor)),
      out_(out),
      client_(client),
      faults_(message_faults(bend)),
      holds_(message_holds(bend)),
      reader_(WebSocketSender::server, {}, http::Strictness::lenient) {}

void BentMessages::put(std::string_view bytes) {
  if (faults_.empty() && holds_.empty()) return out_.put(bytes);
  reader_.feed(bytes);
  read_frames();
}

void BentMessages::read_frames() {
  while (true) {
    auto next = reader_.next();
    if (std::holds_alternative<std::monostate>(next)) return;
    auto* event = std::get_if<websocket::FrameEvent>(&next);
    if (event == nullptr) continue;
    if (auto* head = std::get_if<websocket::FrameHead>(event)) read_ = {*head, {}};
    if (auto* data = std::get_if<http::Data>(event)) read_.payload += data->bytes;
    if (std::holds_alternative<websocket::FrameEnd>(*event)) put(std::exchange(read_, {}));
  }
}

void BentMessages::put(Frame frame) {
  if (is_held_) {
    waiting_.push_back(std::move(frame));
  } else {
    say(std::move(frame));
  }
}

void BentMessages::say(Frame frame) {
  if (is_dead_ || is_over_) return;
  if (!websocket::is_control_opcode(frame.head.opcode)) return say_data(std::move(frame));
  const bool is_pong = frame.head.opcode == WebSocketOpcode::pong;
  for (const auto& fault : faults_) {
    if (is_pong && fault.kind == FaultKind::no_pong) {
      has_acted_ = true;
      return;
    }
  }
  out_.put(websocket::write_frame(frame));
}

void BentMessages::say_data(Frame frame) {
  if (!is_within_message_) {
    if (!std::exchange(is_counted_, true)) count_message();
    if (is_held_) return waiting_.push_front(std::move(frame));
    is_counted_ = false;
    if (fault_) begin_fault(frame);
    if (is_dead_ || is_over_) return;
    is_within_message_ = true;
  }
  write(frame);
  if (frame.head.is_final) end_message();
}

void BentMessages::count_message() {
  ++number_;
  fault_.reset();
  for (const auto& fault : faults_) {
    const bool is_here = fault.kind != FaultKind::no_pong && fault.count == number_;
    if (is_here) fault_ = fault;
  }
  for (const auto& held : holds_) {
    if (held.n == number_) hold(held.gate);
  }
}

void BentMessages::begin_fault(Frame& frame) {
  has_acted_ = true;
  switch (fault_->kind) {
    case FaultKind::half_frame: {
      const auto bytes = websocket::write_frame(frame);
      out_.put(std::string_view(bytes).substr(0, (bytes.size() + 1) / 2));
      return end();
    }
    case FaultKind::close_at_message:
      out_.put(websocket::write_frame(close_frame(fault_->code)));
      return end();
    case FaultKind::reset_at_message:
      is_over_ = true;
      return client_.reset();
    case FaultKind::silent_death:
      is_dead_ = true;
      return;
    case FaultKind::wrong_opcode:
      frame.head.opcode = reserved_opcode;
      return;
    default:
      return;
  }
}

void BentMessages::write(const Frame& frame) {
  const auto kind = fault_ ? std::optional(fault_->kind) : std::nullopt;
  const bool is_kept = kind == FaultKind::duplicate_message || kind == FaultKind::reorder_messages;
  if (is_kept) kept_.push_back(frame);
  if (kind == FaultKind::drop_message || kind == FaultKind::reorder_messages) return;
  if (kind != FaultKind::masked_message) return out_.put(websocket::write_frame(frame));
  auto masked = frame;
  masked.head.mask = some_key;
  out_.put(websocket::write_frame(masked));
}

void BentMessages::end_message() {
  is_within_message_ = false;
  const bool is_reordered = fault_ && fault_->kind == FaultKind::reorder_messages;
  if (!is_reordered) {
    for (const auto* later : {&kept_, &behind_}) {
      for (const auto& frame : *later) out_.put(websocket::write_frame(frame));
    }
    behind_.clear();
  } else {
    behind_.insert(behind_.end(), kept_.begin(), kept_.end());
  }
  kept_.clear();
}

void BentMessages::end() {
  is_over_ = true;
  out_.end();
}

void BentMessages::hold(const std::shared_ptr<Gate>& gate) {
  is_held_ = std::make_shared<char>();
  when_open(*gate, executor_, is_held_, [this] { go_on(); });
}

void BentMessages::go_on() {
  is_held_.reset();
  while (!waiting_.empty() && !is_held_) {
    auto frame = std::move(waiting_.front());
    waiting_.pop_front();
    say(std::move(frame));
  }
}

}  // namespace wiretape::proxy
