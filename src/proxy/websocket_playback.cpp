// SPDX-License-Identifier: MIT
#include "proxy/websocket_playback.hpp"

#include <cmath>

#include "policy/websocket_findings.hpp"

namespace wiretape::proxy {

namespace {

namespace websocket = http::websocket;
using secrets::Side;

websocket::Agreement agreement_of(const Interaction& recorded) {
  return websocket::read_handshake(recorded.request, std::get<Response>(recorded.outcome)).agreement;
}

}  // namespace

WebSocketPlayback::WebSocketPlayback(Context& context, io::Stream& client, std::uint64_t connection,
                                     std::shared_ptr<const Interaction> upgrade,
                                     std::shared_ptr<const Interaction> recorded,
                                     const websocket::Agreement& agreement, const policy::Bend& bend)
    : WebSocketServer(context, client, connection, std::move(upgrade), agreement, bend),
      recorded_(std::move(recorded)),
      conversation_(*recorded_->conversation),
      player_(conversation_, context.websocket, &context.policy.redactor()),
      writer_(WebSocketSender::server, agreement, agreement_of(*recorded_), conversation_.deflate),
      turns_(policy::server_messages(conversation_), writer_),
      news_(context.executor),
      begun_(context.timers.now()),
      last_(begun_) {}

io::Task<void> WebSocketPlayback::speak() {
  while (!has_ended()) {
    if (player_.due() != nullptr) {
      co_await wait_for_turn();
      if (has_ended() || !say(*player_.due())) co_return;
      co_await to_client_.room();
    } else if (player_.is_over()) {
      co_await end_as_recorded();
      co_return;
    } else {
      co_await news_.wait();
      const auto cancellation = co_await asio::this_coro::cancellation_state;
      if (io::was_cancelled(cancellation)) co_return;
    }
  }
}

// At once, but for the pauses of the recording where they are asked for.
io::Task<void> WebSocketPlayback::wait_for_turn() {
  const bool is_by_time = context_.websocket.order == MessageOrder::by_time;
  const bool is_paced = std::isfinite(context_.speed.factor());
  if (!is_by_time && !is_paced) co_return;
  const auto factor = is_paced ? context_.speed.factor() : 1.0;
  const std::chrono::duration<double, std::milli> pause(static_cast<double>(player_.due_after().count()) /
                                                        factor);
  const auto turn = (is_by_time ? begun_ : last_) + std::chrono::duration_cast<io::Timers::duration>(pause);
  const auto left = turn - context_.timers.now();
  if (left <= io::Timers::duration::zero()) co_return;
  limit_.stop();
  co_await context_.timers.sleep(left);
  if (!has_ended()) limit_.restart(context_.limits.idle);
}

// In another order than the recorded one, a message's fragments stay together.
bool WebSocketPlayback::say(const WebSocketMessage& message) {
  const bool is_in_order = context_.websocket.order != MessageOrder::any_client_order;
  const auto frames = is_in_order ? turns_.next() : writer_.frames(message);
  if (!frames) {
    context_.journal.find(policy::message_unplayable(context_.facts, url(), frames.error()));
    end();
    return false;
  }
  send(*frames);
  tell(message, AnswerSource::cassette);
  player_.said();
  last_ = context_.timers.now();
  for (auto& waiting : std::exchange(pushed_, {})) push(waiting);
  return true;
}

io::Task<void> WebSocketPlayback::end_as_recorded() {
  if (conversation_.end == WebSocketEnd::server_closed) end();
  if (conversation_.end != WebSocketEnd::server_reset) co_return;
  co_await to_client_.empty();
  client_.reset();
}

bool WebSocketPlayback::hear(const WebSocketMessage& message) {
  using Verdict = policy::MessagePlayer::Verdict;
  const auto heard = player_.hear(message);
  last_ = context_.timers.now();
  news_.notify();
  switch (heard.verdict) {
    case Verdict::same:
      return true;
    case Verdict::differs:
      find(policy::message_differs(context_.facts, url(),
                                   {comparable(*heard.recorded, Side::recorded), heard.number},
                                   comparable(message, Side::live)));
      return true;
    case Verdict::unexpected:
      find(policy::message_unexpected(context_.facts, url(), comparable(message, Side::live)));
      return true;
    case Verdict::early:
      find(policy::message_missing(context_.facts, url(), *heard.recorded));
      return false;
    case Verdict::unasked:
      return false;
  }
  return false;
}

WebSocketMessage WebSocketPlayback::comparable(const WebSocketMessage& message, secrets::Side side) const {
  return context_.policy.redactor().comparable(message, side);
}

void WebSocketPlayback::left() {
  const auto* unsaid = player_.unheard();
  if (unsaid) find(policy::message_missing(context_.facts, url(), *unsaid));
}

// A client that was told something else may say something else.
void WebSocketPlayback::find(Finding finding) {
  if (!said_.has_acted()) context_.journal.find(std::move(finding));
}

void WebSocketPlayback::push(const WebSocketMessage& message) {
  if (message.is_data() && turns_.is_within_message()) return pushed_.push_back(message);
  WebSocketServer::push(message);
}

}  // namespace wiretape::proxy
