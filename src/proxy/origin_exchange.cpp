// SPDX-License-Identifier: MIT
#include "proxy/origin_exchange.hpp"

#include <asio/this_coro.hpp>

#include "cassette/framing.hpp"
#include "http/http1_writer.hpp"
#include "http/websocket_handshake.hpp"
#include "io/wait.hpp"
#include "proxy/bent_source.hpp"
#include "proxy/hop.hpp"
#include "proxy/recorded_body.hpp"
#include "proxy/recorded_source.hpp"
#include "proxy/told.hpp"
#include "proxy/websocket_relay.hpp"

namespace wiretape::proxy {

namespace {

std::string head_bytes(const Request& request) {
  return http::write_request_head(request, request.url.target);
}

// RFC 9110 §9.2.2
bool is_idempotent(const std::string& method) {
  return method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "TRACE" || method == "PUT" ||
         method == "DELETE";
}

}  // namespace

io::Task<bool> OriginExchange::run_with_whole_request(AnswerTo to,
                                                      std::unique_ptr<cassette::SideFileWriter> file) {
  files_.request = std::move(file);
  tell_rules(context_, client_.number(), ask_.bend.rules, line(context_, current_->request));
  for (const auto& change : ask_.request_changes) change_request(change);
  if (bends_messages(ask_.bend)) change_request(refuse_compression);
  watch_.emplace(context_.executor, escape_to(context_));
  watch_->spawn("watch", watch_client());
  bool goes_on = false;
  if (files_.request && current_->request.body.is_truncated) {
    goes_on = co_await carry_large_request(std::move(to));
  } else {
    goes_on = co_await carry_whole_request(std::move(to));
  }
  co_await stop_watching();
  co_return goes_on && !has_left_;
}

// The cassette keeps the request as it came.
void OriginExchange::change_request(const std::function<void(Request&)>& change) {
  if (!changed_) changed_ = current_->request;
  const auto before = changed_->url.authority();
  change(*changed_);
  const auto after = changed_->url.authority();
  if (changed_->headers.find("Host") == before && before != after) changed_->headers.set("Host", after);
  cassette::mend_lengths(*changed_);
}

FaultFilter::UntilLeft OriginExchange::until_left() {
  return [this]() -> io::Task<void> {
    while (!has_left_) {  // watch_ finds it out
      co_await context_.timers.sleep(std::chrono::milliseconds(100));
      const auto cancellation = co_await asio::this_coro::cancellation_state;
      if (io::was_cancelled(cancellation)) co_return;
    }
  };
}

io::Task<void> OriginExchange::watch_client() {
  has_left_ = co_await client_.wait_until_left();
  if (has_left_ && origin_.is_open()) origin_.stream().close();
}

io::Task<void> OriginExchange::stop_watching() {
  watch_->cancel();
  co_await watch_->drain();
}

io::Task<bool> OriginExchange::carry_whole_request(AnswerTo to) {
  const Request& request = asked();
  // The origin may close a kept connection at any time, and only an idempotent request can be sent again.
  bool may_reuse = is_idempotent(request.method) && !http::websocket::is_upgrade(request);
  while (true) {
    auto failure = co_await origin_.open(request.url, may_reuse);
    if (failure) {
      const bool goes_on = co_await fail(std::move(*failure), std::move(to));
      co_return goes_on;
    }
    if (has_left_) co_return abort();
    std::string bytes = head_bytes(request);
    RequestBody body(request);
    for (auto next = body.next(); !next.empty(); next = body.next()) bytes += next;
    co_await origin_.stream().write(bytes);
    OriginSource source(context_, origin_, request);
    const bool again = co_await is_stale(source);
    if (!again) {
      const bool goes_on = co_await carry_back(source, std::move(to));
      co_return goes_on;
    }
    may_reuse = false;
  }
}

// The origin may answer before it has read it all, so both go on at once.
io::Task<bool> OriginExchange::carry_large_request(AnswerTo to) {
  auto failure = co_await origin_.open(asked().url, false);
  if (failure) {
    const bool goes_on = co_await fail(std::move(*failure), std::move(to));
    co_return goes_on;
  }
  if (has_left_) co_return abort();
  OriginSource source(context_, origin_, asked());
  Tap tap(source, context_.timers, context_.limits, side_file());
  BentSource bent(tap, context_.executor, context_.timers, ask_.bend, {}, until_left());

  io::Scope scope(context_.executor, escape_to(context_));
  bool is_sent = false;
  scope.spawn("upload", send_large_request(is_sent));
  const Sent sent = co_await send_answer(client_.stream(), bent, std::move(to));
  if (!is_sent) scope.cancel();
  co_await scope.drain();
  origin_.finish(sent.is_whole && is_sent && source.keeps_alive());
  tell_undecoded_answer(tap);
  files_.response = tap.take_file();
  keep(sent.is_whole, tap.take_outcome(), tap.timing());
  co_return sent.keeps_alive;
}

io::Task<void> OriginExchange::send_large_request(bool& is_sent) {
  const Request& request = asked();
  const std::string head = head_bytes(request);
  std::error_code error = co_await origin_.stream().write(head);
  try {
    RequestBody body(request, files_.request->reader());
    while (!error) {  // trouble shows when the answer is read
      const std::string bytes = body.next();
      if (bytes.empty()) break;
      error = co_await origin_.stream().write(bytes);
    }
    is_sent = !error;
  } catch (const CassetteError& trouble) {
    tell_unreadable(context_, trouble);
    origin_.stream().close();
  }
}

io::Task<bool> OriginExchange::is_stale(OriginSource& source) {
  if (!origin_.is_reused()) co_return false;
  while (!source.has_begun() && !source.has_failed()) co_await source.wait();
  co_return source.is_cut_off();
}

io::Task<bool> OriginExchange::carry_back(OriginSource& source, AnswerTo to) {
  Tap tap(source, context_.timers, context_.limits, side_file());
  BentSource bent(tap, context_.executor, context_.timers, ask_.bend, {}, until_left());
  const Sent sent = co_await send_answer(client_.stream(), bent, std::move(to));
  auto outcome = tap.take_outcome();
  const auto* response = outcome ? std::get_if<Response>(&*outcome) : nullptr;
  if (sent.is_whole && response && response->status == 101) {
    co_await stop_watching();
    co_await converse(*response, tap.timing());
    co_return false;
  }
  origin_.finish(sent.is_whole && source.keeps_alive());
  tell_undecoded_answer(tap);
  files_.response = tap.take_file();
  keep(sent.is_whole, std::move(outcome), tap.timing());
  co_return sent.keeps_alive;
}

io::Task<void> OriginExchange::converse(Response answer, Timing timing) {
  const auto handshake = http::websocket::read_handshake(current_->request, answer);
  for (const auto& fault : handshake.faults) {
    tell(context_, client_.number(), JournalKind::notice,
         line(context_, current_->request) + ": the origin's handshake is wrong: " + fault);
  }
  WebSocketRelay relay(context_, client_.stream(), origin_.stream(), client_.number(), current_,
                       handshake.agreement, ask_.bend);
  co_await relay.run(client_.take_rest(), origin_.reader().take_rest());
  origin_.close();
  keep(true, std::move(answer), timing, relay.take());
}

io::Task<bool> OriginExchange::run_while_body_comes(AnswerTo to) {
  const std::string head = head_bytes(current_->request);
  co_await origin_.stream().write(head);  // trouble shows when the answer is read
  Upload upload(context_, client_, origin_.stream(), current_, side_file());
  OriginSource source(context_, origin_, current_->request);
  Tap tap(source, context_.timers, context_.limits, side_file());
  UploadGuard guard(tap, upload);
  BentSource bent(guard, context_.executor, context_.timers, ask_.bend, {}, until_left());

  io::Scope scope(context_.executor, escape_to(context_));
  scope.spawn("upload", upload_and_watch(upload));
  const Sent sent = co_await send_answer(client_.stream(), bent, std::move(to));
  has_answered_ = true;
  if (!sent.keeps_alive || upload.is_done()) scope.cancel();
  co_await scope.drain();

  const bool is_whole = sent.is_whole && !upload.is_broken_off() && !has_left_;
  if (upload.error()) tell_refused(context_, client_, *upload.error());
  origin_.finish(is_whole && upload.is_done() && source.keeps_alive());
  upload.give_up();
  tell_undecoded_answer(tap);
  files_ = {upload.take_file(), tap.take_file()};
  keep(is_whole, tap.take_outcome(), tap.timing());
  co_return sent.keeps_alive&& is_whole;
}

io::Task<void> OriginExchange::upload_and_watch(Upload& upload) {
  co_await upload.run();
  if (upload.is_done() && !has_answered_) co_await watch_client();
}

io::Task<bool> OriginExchange::fail(TransportError failure, AnswerTo to) {
  auto failed = std::make_shared<Interaction>();
  failed->outcome = failure;
  RecordedSource source(failed);
  BentSource bent(source, context_.executor, context_.timers, ask_.bend, {}, until_left());
  const Sent sent = co_await send_answer(client_.stream(), bent, std::move(to));
  keep(sent.is_whole, std::move(failure), Timing{});
  co_return sent.keeps_alive;
}

void OriginExchange::keep(bool is_whole, std::optional<Outcome> outcome, Timing timing,
                          std::optional<WebSocketConversation> conversation) {
  auto done = std::make_shared<Interaction>();
  done->request = current_->request;
  done->timing = timing;
  done->conversation = std::move(conversation);
  done->tls = origin_.tls();
  done->recorded_at = context_.wall_clock.now_rfc3339();
  const bool is_complete = is_whole && outcome.has_value() && !has_left_;
  if (outcome) done->outcome = std::move(*outcome);
  const bool is_kept = is_complete && ask_.is_recorded && context_.recording.place(*done, std::move(files_));
  tell_answer(context_, client_.number(), is_complete, AnswerSource::origin,
              line(context_, current_->request), done);
  if (is_complete && ask_.compared) context_.compare(*ask_.compared, *done);
  // What is answered first stands first in the cassette.
  done->overlaps = context_.recording.recorded() - std::min(recorded_before_, context_.recording.recorded());
  if (is_kept) context_.recording.record(*done);
}

bool OriginExchange::abort() {
  keep(false, std::nullopt, Timing{});
  return false;
}

OpenSideFile OriginExchange::side_file() const {
  if (ask_.compared) return [] { return cassette::SideFileWriter::passing(); };
  if (!ask_.is_recorded) return {};
  return [this] { return context_.recording.open_side_file(); };
}

void OriginExchange::tell_undecoded_answer(const Tap& tap) {
  if (const auto& why = tap.refused_decoding()) {
    tell_undecoded(context_, "the answer to " + line(context_, current_->request), *why);
  }
}

}  // namespace wiretape::proxy
