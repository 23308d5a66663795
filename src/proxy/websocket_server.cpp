// SPDX-License-Identifier: MIT
#include "proxy/websocket_server.hpp"

#include "http/websocket_close.hpp"
#include "http/websocket_message_writer.hpp"
#include "policy/websocket_findings.hpp"
#include "proxy/told.hpp"

namespace wiretape::proxy {

namespace {

namespace websocket = http::websocket;

constexpr auto farewell = std::chrono::seconds(2);  // for a client to leave after our last word

}  // namespace

WebSocketServer::WebSocketServer(Context& context, io::Stream& client, std::uint64_t connection,
                                 std::shared_ptr<const Interaction> upgrade,
                                 const websocket::Agreement& agreement, const policy::Bend& bend)
    : context_(context),
      client_(client),
      to_client_(context.executor, client),
      said_(context.executor, to_client_, client, bend),
      limit_(context.timers, client),
      connection_(connection),
      upgrade_(std::move(upgrade)),
      reader_(WebSocketSender::client, agreement, http::Strictness::strict, context.limits),
      begun_(context.timers.now()) {}

io::Task<bool> WebSocketServer::run(std::string seen) {
  const Conversing conversing(context_.conversations, *this);
  io::Scope scope(context_.executor, escape_to(context_));
  scope.spawn("to client", to_client_.run());
  scope.spawn("speak", speak());
  co_await listen(std::move(seen));
  has_ended_ = true;
  if (is_broken_) to_client_.give_up();
  to_client_.end();
  scope.cancel();
  co_await scope.drain();
  co_return !is_broken_;
}

io::Task<void> WebSocketServer::listen(std::string seen) {
  limit_.restart(context_.limits.idle);
  take(reader_.hear(seen, now()));
  while (true) {
    const auto into = io::scratch();
    const io::Transfer got = co_await client_.read_some(into);
    if (got.count == 0) {
      is_broken_ = static_cast<bool>(got.error);
      if (!has_ended_ && !is_closed_by_test_) left();
      co_return;
    }
    if (has_ended_) continue;
    limit_.restart(context_.limits.idle);
    take(reader_.hear({into.data(), got.count}, now()));
  }
}

void WebSocketServer::take(const MessageReader::Heard& heard) {
  for (const auto& message : heard.messages) {
    if (has_ended_) return;
    take(message);
  }
  if (!heard.faults.empty() && !has_ended_) refuse(heard.faults.front());
}

void WebSocketServer::take(const WebSocketMessage& message) {
  tell(message, AnswerSource::none);
  if (message.opcode == WebSocketOpcode::ping) return answer(WebSocketOpcode::pong, message.payload);
  if (message.opcode == WebSocketOpcode::pong) return;
  const bool is_answered = !is_closed_by_test_ && hear(message);
  if (message.opcode != WebSocketOpcode::close || is_answered || has_ended_) return;
  if (!has_said_close_) {
    const auto code = message.close_code();
    answer(WebSocketOpcode::close, websocket::close_payload({code, ""}));
  }
  end();
}

void WebSocketServer::refuse(const WebSocketFault& fault) {
  context_.journal.find(policy::malformed_websocket(url(), fault));
  if (fault.close_code != websocket::close_code::abnormal) {
    answer(WebSocketOpcode::close,
           websocket::close_payload({fault.close_code, fault.message.substr(0, 100)}));
  }
  end();
}

void WebSocketServer::answer(WebSocketOpcode opcode, std::string payload) {
  WebSocketMessage message;
  message.opcode = opcode;
  message.payload = std::move(payload);
  push(message);
}

// A message of a kind that follows from no recording goes out whole and not compressed.
void WebSocketServer::push(const WebSocketMessage& message) {
  if (has_ended_ || has_said_close_) return;
  auto said = message;
  said.from = WebSocketSender::server;
  said.at = now();
  websocket::MessageWriter writer(WebSocketSender::server, {});
  const auto frames = writer.frames(said);
  if (!frames) return;
  if (said.opcode == WebSocketOpcode::close) is_closed_by_test_ = true;
  send(*frames);
  tell(said, said.is_data() ? AnswerSource::rule : AnswerSource::deck);
}

void WebSocketServer::send(const std::vector<websocket::Frame>& frames) {
  for (const auto& frame : frames) {
    if (frame.head.opcode == WebSocketOpcode::close) has_said_close_ = true;
    said_.put(frame);
  }
}

void WebSocketServer::tell(const WebSocketMessage& message, AnswerSource source) {
  tell_message(context_, connection_, message, source, upgrade_);
}

void WebSocketServer::end() {
  if (said_.is_dead()) return;
  has_ended_ = true;
  limit_.restart(farewell);
  to_client_.end();
}

std::chrono::milliseconds WebSocketServer::now() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(context_.timers.now() - begun_);
}

}  // namespace wiretape::proxy
