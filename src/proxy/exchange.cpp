// SPDX-License-Identifier: MIT
#include "proxy/exchange.hpp"

#include <cmath>

#include "http/http1_writer.hpp"
#include "http/websocket_handshake.hpp"
#include "policy/websocket_findings.hpp"
#include "proxy/answers.hpp"
#include "proxy/bent_source.hpp"
#include "proxy/collector.hpp"
#include "proxy/hop.hpp"
#include "proxy/origin_exchange.hpp"
#include "proxy/paced_source.hpp"
#include "proxy/recorded_source.hpp"
#include "proxy/told.hpp"
#include "proxy/tunnel.hpp"
#include "proxy/websocket_playback.hpp"
#include "proxy/websocket_scripted.hpp"

namespace wiretape::proxy {

namespace {

namespace websocket = http::websocket;

// A bigger answer is put together each time.
constexpr std::size_t repeatable_bytes = 16 * 1024;

std::shared_ptr<const Interaction> as_interaction(const Request& request, Response response) {
  auto interaction = std::make_shared<Interaction>();
  interaction->request = request;
  interaction->outcome = std::move(response);
  return interaction;
}

}  // namespace

io::Task<bool> Exchange::run(http::RequestHead& head, const Way& way) {
  auto url = resolve_url(head, way);
  last_ = {};
  request_file_.reset();
  has_continued_ = false;
  current_ = std::make_shared<Interaction>();
  current_->request = std::move(head.request);
  keeps_alive_ = head.keeps_alive;
  expects_continue_ = head.expects_continue;
  if (!url) {
    http::ReadError error;
    error.message = url.error().message;
    co_await refuse_bytes(context_, client_, error);
    co_return false;
  }
  current_->request.url = std::move(*url);
  leave_no_trace(current_->request);
  if (!way.tunnel) fit_host_to_url(current_->request);
  line_ = line(current_->request);
  if (auto refusal = refused_at_once()) {
    keeps_alive_ = false;  // its body is not read
    const bool goes_on = co_await refuse(*refusal);
    co_return goes_on;
  }

  policy::Plan plan = decide_early();
  const bool needs_body = std::holds_alternative<policy::NeedsBody>(plan);
  const auto* ask = std::get_if<policy::AskOrigin>(&plan);
  // What follows an upgrade is not the request's, so its body is read first.
  const bool may_stream = ask && !websocket::is_upgrade(current_->request);
  if (may_stream && current_->request.framing != Framing::none) {
    const bool goes_on = co_await stream(*ask);
    co_return goes_on&& keeps_alive_;
  }
  const bool is_whole = co_await read_body();
  if (!is_whole) co_return false;
  journal_request();
  if (needs_body) plan = context_.policy.decide(current_->request);
  const bool goes_on = co_await carry_out(plan);
  co_return goes_on&& keeps_alive_;
}

io::Task<bool> Exchange::run_again() {
  journal_request();
  policy::Plan plan = decide_early();
  if (std::holds_alternative<policy::NeedsBody>(plan)) plan = context_.policy.decide(current_->request);
  const bool goes_on = co_await carry_out(plan);
  co_return goes_on&& keeps_alive_;
}

policy::Plan Exchange::decide_early() const {
  const auto& to = current_->request.url;
  if (is_passed_through(context_, to.host, to.port)) return policy::AskOrigin{};
  return context_.policy.decide_early(current_->request);
}

std::optional<policy::Refuse> Exchange::refused_at_once() const {
  const auto& url = current_->request.url;
  if (!is_allowed(context_, url.host, url.port)) {
    return policy::Refuse{.finding = policy::host_not_allowed(line_, url.host)};
  }
  return std::nullopt;
}

io::Task<bool> Exchange::stream(policy::AskOrigin ask) {
  OriginExchange exchange(context_, client_, origin_, current_, ask);
  auto failure = co_await origin_.open(current_->request.url, false);
  bool goes_on = false;
  if (!failure) {
    goes_on = co_await exchange.run_while_body_comes(answer_to());
    co_return goes_on;
  }
  const bool is_whole = co_await read_body();
  if (!is_whole) co_return false;
  journal_request();
  goes_on = co_await exchange.fail(std::move(*failure), answer_to());
  co_return goes_on;
}

io::Task<bool> Exchange::read_body() {
  Request& request = current_->request;
  BodyCollector collector(context_.timers, context_.limits, request_file());
  collector.begin(request);
  auto input = client_.poll();
  if (!input && expects_continue_) {
    has_continued_ = true;
    const std::string go_on = http::write_interim_head(Interim{});
    const std::error_code error = co_await client_.stream().write(go_on);
    if (error) co_return false;
  }
  while (true) {
    if (!input) {
      const ClientInput waited = co_await client_.next();
      input = waited;
    }
    if (auto* error = std::get_if<http::ReadError*>(&*input)) {
      co_await refuse_bytes(context_, client_, **error);
      co_return false;
    }
    if (std::holds_alternative<Gone>(*input)) {
      tell(context_, client_.number(), JournalKind::aborted, "the client left in the middle of " + line_);
      co_return false;
    }
    const auto& event = *std::get<http::Event*>(*input);
    if (std::holds_alternative<http::End>(event)) break;
    collector.add(event);
    input = client_.poll();
  }
  collector.finish();
  if (const auto& why = collector.refused_decoding()) tell_undecoded(context_, line_, *why);
  request_file_ = collector.take_file();
  co_return true;
}

OpenSideFile Exchange::request_file() const {
  if (context_.policy.is_recording()) return [this] { return context_.recording.open_side_file(); };
  if (context_.policy.may_ask() ||
      is_passed_through(context_, current_->request.url.host, current_->request.url.port)) {
    return [] { return cassette::SideFileWriter::passing(); };
  }
  return {};
}

io::Task<bool> Exchange::carry_out(const policy::Plan& plan) {
  bool goes_on = false;
  const auto* play = std::get_if<policy::Play>(&plan);
  if (play && play->interaction->conversation) {
    goes_on = co_await play_conversation(*play);
  } else if (play) {
    goes_on = co_await answer(play->interaction, AnswerSource::cassette, play->bend);
  } else if (const auto* rule = std::get_if<policy::AnswerByRule>(&plan)) {
    auto made = as_interaction(current_->request, rule->response);
    goes_on = co_await answer(std::move(made), AnswerSource::rule, rule->bend);
  } else if (const auto* talk = std::get_if<policy::ConverseByRule>(&plan)) {
    goes_on = co_await converse(*talk);
  } else if (const auto* refusal = std::get_if<policy::Refuse>(&plan)) {
    goes_on = co_await refuse(*refusal);
  } else if (const auto* ask = std::get_if<policy::AskOrigin>(&plan)) {
    OriginExchange exchange(context_, client_, origin_, current_, *ask);
    goes_on = co_await exchange.run_with_whole_request(answer_to(), std::move(request_file_));
  }
  co_return goes_on;
}

io::Task<bool> Exchange::refuse(const policy::Refuse& refusal) {
  context_.journal.find(refusal.finding);
  auto response = plain_answer(refusal.status, refusal.finding.message + "\n");
  if (!keeps_alive_) response.headers.add("Connection", "close");
  auto made = as_interaction(current_->request, std::move(response));
  const policy::Bend unbent;
  const bool goes_on = co_await answer(std::move(made), AnswerSource::deck, unbent);
  co_return goes_on&& keeps_alive_;
}

io::Task<bool> Exchange::answer(std::shared_ptr<const Interaction> from, AnswerSource source,
                                const policy::Bend& bend) {
  const bool is_whole = co_await send(from, source, bend);
  tell_answer(context_, client_.number(), is_whole, source, line_, std::move(from));
  co_return is_whole&& last_.sent.keeps_alive;
}

// True when its last byte is on its way.
io::Task<bool> Exchange::send(std::shared_ptr<const Interaction> from, AnswerSource source,
                              const policy::Bend& bend) {
  tell_rules(context_, client_.number(), bend, line_);
  const bool is_paced = source == AnswerSource::cassette && std::isfinite(context_.speed.factor());
  const bool is_at_once = !is_paced && bend.empty();
  if (is_at_once && from == last_.from) {
    const std::error_code failed = co_await client_.stream().write(last_.sent.bytes);
    co_return !failed;
  }
  RecordedSource recorded(from);
  std::optional<PacedSource> paced;
  if (is_paced) paced.emplace(recorded, context_.timers, *from, context_.speed);
  BentSource bent(paced ? static_cast<Source&>(*paced) : recorded, context_.executor, context_.timers, bend,
                  from->timing.to_head, [this]() -> io::Task<void> { co_await client_.wait_until_left(); });
  last_.sent = co_await send_answer(client_.stream(), bent, answer_to());
  const auto size = last_.sent.bytes.size();
  last_.from = is_at_once && size > 0 && size <= repeatable_bytes ? std::move(from) : nullptr;
  co_return last_.sent.is_whole;
}

io::Task<bool> Exchange::play_conversation(const policy::Play& play) {
  if (auto refusal = refused_upgrade()) {
    const bool goes_on = co_await refuse(*refusal);
    co_return goes_on;
  }
  auto answered = std::make_shared<Interaction>(*play.interaction);
  answered->outcome = websocket::answer_anew(current_->request, play.interaction->request,
                                             std::get<Response>(answered->outcome));
  const auto handshake = websocket::read_handshake(current_->request, std::get<Response>(answered->outcome));
  bool is_whole = co_await send(answered, AnswerSource::cassette, play.bend);
  if (is_whole) {
    WebSocketPlayback playback(context_, client_.stream(), client_.number(), current_, play.interaction,
                               handshake.agreement);
    is_whole = co_await playback.run(client_.take_rest());
  }
  tell_answer(context_, client_.number(), is_whole, AnswerSource::cassette, line_, play.interaction);
  co_return false;
}

io::Task<bool> Exchange::converse(const policy::ConverseByRule& rule) {
  if (auto refusal = refused_upgrade()) {
    const bool goes_on = co_await refuse(*refusal);
    co_return goes_on;
  }
  auto answered = as_interaction(current_->request, accept_upgrade(current_->request));
  bool is_whole = co_await send(answered, AnswerSource::rule, rule.bend);
  if (is_whole) {
    WebSocketScripted scripted(context_, client_.stream(), client_.number(), current_, rule.answers);
    is_whole = co_await scripted.run(client_.take_rest());
  }
  tell_answer(context_, client_.number(), is_whole, AnswerSource::rule, line_, std::move(answered));
  co_return false;
}

std::optional<policy::Refuse> Exchange::refused_upgrade() const {
  const auto faults = websocket::find_faults(current_->request);
  if (faults.empty()) return std::nullopt;
  return policy::Refuse{400, policy::malformed_upgrade(current_->request.url.str(), faults)};
}

AnswerTo Exchange::answer_to() const {
  return {current_->request.method, current_->request.version, has_continued_};
}

void Exchange::journal_request() {
  tell(context_, client_.number(), JournalKind::request, line_, AnswerSource::none, current_);
}

}  // namespace wiretape::proxy
