// SPDX-License-Identifier: MIT
#include "policy/message_player.hpp"

#include <algorithm>
#include <set>

#include "policy/json.hpp"

namespace wiretape::policy {

namespace {

// The indices of what the server says unasked.
std::vector<std::size_t> indices_of_server(const WebSocketConversation& recorded) {
  std::vector<std::size_t> out;
  std::multiset<std::string> pings;
  for (std::size_t i = 0; i < recorded.messages.size(); ++i) {
    const auto& message = recorded.messages[i];
    if (message.from == WebSocketSender::client) {
      if (message.opcode == WebSocketOpcode::ping) pings.insert(message.payload);
      continue;
    }
    const auto asked = message.opcode == WebSocketOpcode::pong ? pings.find(message.payload) : pings.end();
    if (asked == pings.end()) {
      out.push_back(i);
    } else {
      pings.erase(asked);
    }
  }
  return out;
}

// What was cut off when the client left cannot be waited for.
bool is_compared(const WebSocketMessage& message) {
  const bool is_whole = message.is_finished && message.missing == 0;
  return message.from == WebSocketSender::client && is_whole &&
         (message.is_data() || message.opcode == WebSocketOpcode::close);
}

}  // namespace

std::vector<const WebSocketMessage*> server_messages(const WebSocketConversation& recorded) {
  std::vector<const WebSocketMessage*> out;
  for (const auto index : indices_of_server(recorded)) out.push_back(&recorded.messages[index]);
  return out;
}

MessagePlayer::MessagePlayer(const WebSocketConversation& recorded, const WebSocketOptions& options,
                             const secrets::Redactor* redactor)
    : recorded_(recorded), options_(options), redactor_(redactor) {
  const auto of_server = indices_of_server(recorded);
  unsaid_ = of_server.size();
  auto next = of_server.begin();
  for (std::size_t i = 0; i < recorded.messages.size(); ++i) {
    if (next != of_server.end() && *next == i) {
      const bool is_free = expected_.empty() || options.order == MessageOrder::by_time;
      if (is_free) {
        ready_.push_back(i);
      } else {
        expected_.back().releases.push_back(i);
      }
      ++next;
    } else if (is_compared(recorded.messages[i])) {
      expected_.push_back({.index = i, .releases = {}});
    }
  }
}

const WebSocketMessage* MessagePlayer::due() const {
  return ready_.empty() ? nullptr : &recorded_.messages[ready_.front()];
}

std::chrono::milliseconds MessagePlayer::due_after() const {
  const auto index = ready_.front();
  const auto at = recorded_.messages[index].at;
  if (options_.order == MessageOrder::by_time || index == 0) return at;
  return std::max(at - recorded_.messages[index - 1].at, std::chrono::milliseconds(0));
}

void MessagePlayer::said() {
  ready_.pop_front();
  --unsaid_;
}

MessagePlayer::Heard MessagePlayer::hear(const WebSocketMessage& live) {
  auto* expected = meant_by(live);
  const bool is_close = live.opcode == WebSocketOpcode::close;
  if (expected == nullptr) return {is_close ? Verdict::unasked : Verdict::unexpected};
  const auto& recorded = recorded_.messages[expected->index];
  if (is_same(recorded, live)) return take(*expected, Verdict::same);
  // The closing handshake can come at any time, and ends what there is to say.
  if (is_close && recorded.opcode != WebSocketOpcode::close) {
    return {Verdict::early, &recorded, expected->index + 1};
  }
  return take(*expected, Verdict::differs);
}

const WebSocketMessage* MessagePlayer::unheard() const {
  for (const auto& expected : expected_) {
    const auto& message = recorded_.messages[expected.index];
    if (!expected.is_heard && message.opcode != WebSocketOpcode::close) return &message;
  }
  return nullptr;
}

bool MessagePlayer::is_over() const {
  return unsaid_ == 0 && std::all_of(expected_.begin() + static_cast<std::ptrdiff_t>(first_unheard_),
                                     expected_.end(), [](const Expected& e) { return e.is_heard; });
}

bool MessagePlayer::is_same(const WebSocketMessage& recorded, const WebSocketMessage& live) const {
  if (recorded.opcode != live.opcode) return false;
  const bool are_texts = live.opcode == WebSocketOpcode::text;
  if (are_equal(recorded.payload, live.payload, are_texts)) return true;
  return redactor_ != nullptr &&
         are_equal(redactor_->comparable(recorded, secrets::Side::recorded).payload,
                   redactor_->comparable(live, secrets::Side::live).payload, are_texts);
}

bool MessagePlayer::are_equal(const std::string& recorded, const std::string& live, bool are_texts) const {
  if (recorded == live) return true;
  if (!options_.compares_json || !are_texts) return false;
  const auto a = parse_json(recorded), b = parse_json(live);
  return a && b && *a == *b;
}

MessagePlayer::Expected* MessagePlayer::first_unheard() {
  while (first_unheard_ < expected_.size() && expected_[first_unheard_].is_heard) ++first_unheard_;
  return first_unheard_ < expected_.size() ? &expected_[first_unheard_] : nullptr;
}

// The recorded message that this one stands for, the same or not.
MessagePlayer::Expected* MessagePlayer::meant_by(const WebSocketMessage& live) {
  auto* first = first_unheard();
  if (first == nullptr || options_.order != MessageOrder::any_client_order) return first;
  const auto same = std::find_if(expected_.begin(), expected_.end(), [&](const Expected& expected) {
    return !expected.is_heard && is_same(recorded_.messages[expected.index], live);
  });
  return same == expected_.end() ? first : &*same;
}

MessagePlayer::Heard MessagePlayer::take(Expected& expected, Verdict verdict) {
  expected.is_heard = true;
  for (const auto index : expected.releases) ready_.push_back(index);
  return {verdict, &recorded_.messages[expected.index], expected.index + 1};
}

}  // namespace wiretape::policy
