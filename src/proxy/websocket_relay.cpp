// SPDX-License-Identifier: MIT
#include "proxy/websocket_relay.hpp"

#include "http/websocket_message_writer.hpp"
#include "http/websocket_reproduction.hpp"
#include "io/error.hpp"
#include "policy/websocket_findings.hpp"
#include "proxy/told.hpp"

namespace wiretape::proxy {

namespace {

namespace websocket = http::websocket;

// The masks of a client are random, and nothing of a client is sent again.
void forget_what_is_not_replayed(WebSocketMessage& message) {
  if (message.from == WebSocketSender::client) {
    message.wire.reset();
    for (auto& fragment : message.fragments) fragment.mask.reset();
  }
  if (message.fragments.size() != 1) return;
  if (message.from == WebSocketSender::client && message.undecoded.empty()) message.is_compressed = false;
  const auto& only = message.fragments[0];
  const bool is_plain = !only.mask && only.reserved == 0 && only.length_form == WebSocketLengthForm::shortest;
  if (is_plain) message.fragments.clear();
}

}  // namespace

WebSocketRelay::WebSocketRelay(Context& context, io::Stream& client, io::Stream& origin,
                               std::uint64_t connection, std::shared_ptr<const Interaction> upgrade,
                               const websocket::Agreement& agreement, const policy::Bend& bend)
    : context_(context),
      client_(client),
      origin_(origin),
      connection_(connection),
      upgrade_(std::move(upgrade)),
      agreement_(agreement),
      client_reader_(WebSocketSender::client, agreement, http::Strictness::lenient, context.limits),
      origin_reader_(WebSocketSender::server, agreement, http::Strictness::lenient, context.limits),
      to_client_(context.executor, client),
      to_origin_(context.executor, origin),
      bent_(context.executor, to_client_, client, bend),
      limit_(context.timers, origin),
      begun_(context.timers.now()) {
  said_.end = WebSocketEnd::open;
}

io::Task<void> WebSocketRelay::run(std::string from_client, std::string from_origin) {
  const Conversing conversing(context_.conversations, *this);
  io::Scope scope(context_.executor, escape_to(context_));
  Half up{client_, origin_, to_origin_, client_reader_, WebSocketSender::client};
  Half down{origin_, client_, to_client_, origin_reader_, WebSocketSender::server};
  limit_.restart(context_.limits.idle);
  scope.spawn("to origin", to_origin_.run());
  scope.spawn("to client", to_client_.run());
  scope.spawn("from client", pump(up, std::move(from_client)));
  scope.spawn("from origin", pump(down, std::move(from_origin)));
  co_await scope.drain();
}

io::Task<void> WebSocketRelay::pump(Half half, std::string seen) {
  if (!seen.empty()) pass(half, seen);
  seen.clear();
  seen.shrink_to_fit();
  while (true) {
    co_await half.outbox.room();
    const auto into = io::scratch();
    const io::Transfer got = co_await half.from.read_some(into);
    if (got.count == 0) {
      hear(half.reader.end(now()), half.sender);
      note_end(half.sender, got.error);
      if (!got.error) {
        if (half.sender != WebSocketSender::server || !bent_.is_dead()) half.outbox.end();
        co_return;
      }
      half.outbox.give_up();
      half.to.reset();
      co_return;
    }
    limit_.restart(context_.limits.idle);
    pass(half, {into.data(), got.count});
  }
}

void WebSocketRelay::pass(Half& half, std::string_view bytes) {
  if (half.sender == WebSocketSender::server) {
    bent_.put(bytes);
  } else {
    half.outbox.put(bytes);
  }
  hear(half.reader.hear(bytes, now()), half.sender);
  if (half.sender == WebSocketSender::server) send_pushed();
}

void WebSocketRelay::hear(MessageReader::Heard heard, WebSocketSender sender) {
  for (const auto& fault : heard.faults) {
    tell(context_, connection_, JournalKind::notice,
         line(context_, upgrade_->request) + ": passed on what WebSocket does not allow, from the " +
             std::string(to_string(sender)) + ": " + fault.message + ", at byte " +
             std::to_string(fault.offset) + " behind the handshake");
  }
  for (auto& message : heard.messages) {
    const auto source = sender == WebSocketSender::server ? AnswerSource::origin : AnswerSource::none;
    tell_message(context_, connection_, message, source, upgrade_);
    const bool is_whole = message.is_finished && message.missing == 0 && !message.is_truncated;
    if (is_whole && !message.undecoded.empty()) {
      context_.journal.find(policy::message_undecoded(url_of(context_, request()), message));
    }
    keep(std::move(message));
  }
}

void WebSocketRelay::keep(WebSocketMessage message) {
  if (is_full_) return;
  kept_bytes_ += sizeof message + message.payload.size() + message.wire.value_or("").size();
  is_full_ = kept_bytes_ > context_.limits.conversation_bytes;
  if (is_full_) message.is_truncated = true;
  said_.messages.push_back(std::move(message));
}

// The side that ends first has ended the conversation.
void WebSocketRelay::note_end(WebSocketSender sender, const std::error_code& error) {
  if (has_end_) return;
  has_end_ = true;
  said_.ended_at = now();
  const bool is_client = sender == WebSocketSender::client;
  if (!error || error == io::tls_truncated()) {
    said_.end = is_client ? WebSocketEnd::client_closed : WebSocketEnd::server_closed;
  } else if (io::transport_error_kind_of(error) == TransportErrorKind::reset) {
    said_.end = is_client ? WebSocketEnd::client_reset : WebSocketEnd::server_reset;
  }
}

WebSocketConversation WebSocketRelay::take() {
  std::vector<const WebSocketMessage*> compressed;
  std::vector<WebSocketMessage*> of_server;
  for (auto& message : said_.messages) {
    if (message.from != WebSocketSender::server) continue;
    of_server.push_back(&message);
    compressed.push_back(&message);
  }
  if (const auto agreed = agreement_.compression(WebSocketSender::server)) {
    const auto found = websocket::find_reproduction(compressed, *agreed);
    said_.deflate = found.settings;
    for (std::size_t i = 0; i < of_server.size(); ++i) {
      if (!found.needs_wire[i]) of_server[i]->wire.reset();
    }
  }
  for (auto& message : said_.messages) forget_what_is_not_replayed(message);
  return std::move(said_);
}

void WebSocketRelay::push(const WebSocketMessage& message) {
  pushed_.push_back(message);
  send_pushed();
}

// Not compressed: that needs no agreement, and changes nothing of what the client keeps to decode others.
void WebSocketRelay::send_pushed() {
  if (!origin_reader_.is_between_messages()) return;
  for (auto& message : pushed_) {
    message.from = WebSocketSender::server;
    message.at = now();
    websocket::MessageWriter writer(WebSocketSender::server, {});
    const auto frames = writer.frames(message);
    if (!frames) continue;
    for (const auto& frame : *frames) bent_.put(frame);
    tell_message(context_, connection_, message, AnswerSource::rule, upgrade_);
  }
  pushed_.clear();
}

std::chrono::milliseconds WebSocketRelay::now() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(context_.timers.now() - begun_);
}

}  // namespace wiretape::proxy
