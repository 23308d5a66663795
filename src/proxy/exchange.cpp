// SPDX-License-Identifier: MIT
#include "proxy/exchange.hpp"

#include <asio/this_coro.hpp>
#include <cmath>

#include "http/http1_writer.hpp"
#include "http/websocket_handshake.hpp"
#include "io/wait.hpp"
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

// Null where nothing can be bent.
const policy::Bend* bend_of(const policy::Plan& plan) {
  return std::visit(
      [](const auto& kind) -> const policy::Bend* {
        if constexpr (requires { kind.bend; }) return &kind.bend;
        return nullptr;
      },
      plan);
}

// The status that a rule has instead of an upgrade.
std::optional<int> upgrade_refusal(const policy::Plan& plan) {
  const auto* bend = bend_of(plan);
  if (bend == nullptr) return std::nullopt;
  for (const auto& step : bend->steps) {
    const auto* fault = std::get_if<FaultAction>(&step.action);
    if (fault && fault->fault.kind == FaultKind::refuse_upgrade) return fault->fault.code;
  }
  return std::nullopt;
}

io::Timers::duration time_for(std::size_t bytes, std::uint64_t bytes_per_second) {
  const std::chrono::duration<double> seconds(static_cast<double>(bytes) /
                                              static_cast<double>(bytes_per_second));
  return std::chrono::duration_cast<io::Timers::duration>(seconds);
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
  line_ = line(context_, current_->request);
  is_plain_ = !way.tunnel && !way.is_tls;
  if (auto refusal = refused_at_once()) {
    keeps_alive_ = false;  // its body is not read
    const bool goes_on = co_await refuse(*refusal);
    co_return goes_on;
  }

  const bool arrives = co_await arrive();
  if (!arrives) co_return false;
  policy::Plan plan = decide_early();
  const bool needs_body = std::holds_alternative<policy::NeedsBody>(plan);
  const auto* ask = std::get_if<policy::AskOrigin>(&plan);
  // What follows an upgrade is not the request's, so its body is read first.
  const bool may_stream =
      ask && !websocket::is_upgrade(current_->request) && !early_.fault && !early_.bytes_per_second;
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
  const bool arrives = co_await arrive();
  if (!arrives) co_return false;
  if (early_.fault) {
    journal_request();
    co_await break_request();
    co_return false;
  }
  journal_request();
  policy::Plan plan = decide_early();
  if (std::holds_alternative<policy::NeedsBody>(plan)) plan = context_.policy.decide(current_->request);
  const bool goes_on = co_await carry_out(plan);
  co_return goes_on&& keeps_alive_;
}

io::Task<bool> Exchange::arrive() {
  early_ = {};
  if (!context_.policy.has_rules()) co_return true;
  const Request& request = current_->request;
  if (is_plain_) {
    const auto connection = context_.policy.decide_connection(request);
    tell_rules(context_, client_.number(), connection.rules, line_);
    if (connection.fault) {
      const bool goes_on = co_await break_connection(*connection.fault);
      if (!goes_on) co_return false;
    }
  }
  early_ = context_.policy.decide_arrival(request);
  tell_rules(context_, client_.number(), early_.rules, line_);
  co_return true;
}

// Where there is no TLS, faults of TLS have no place.
io::Task<bool> Exchange::break_connection(const Fault& fault) {
  const bool is_refused = fault.kind == FaultKind::refuse;
  if (fault.kind == FaultKind::accept_and_reset || (is_refused && context_.reverse_origin)) {
    client_.stream().reset();
    co_return false;
  }
  if (is_refused) {
    const auto& url = current_->request.url;
    auto response = answer_for_failure(refused_by_rule(url.host, url.port));
    response.headers.add("Connection", "close");
    auto made = as_interaction(current_->request, std::move(response));
    const policy::Bend unbent;
    co_await answer(std::move(made), AnswerSource::rule, unbent);
    co_return false;
  }
  co_return fault.kind != FaultKind::accept_and_close;
}

io::Task<void> Exchange::break_request() {
  switch (early_.fault->kind) {
    case FaultKind::reset_in_request:
      client_.stream().reset();
      break;
    case FaultKind::stall_in_request:
      co_await client_.wait_until_left();
      break;
    default:
      break;  // whoever serves the connection ends it in order
  }
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
  const auto& fault = early_.fault;
  std::uint64_t arrived = 0;
  auto input = client_.poll();
  if (!input && expects_continue_ && !(fault && fault->count == 0)) {
    has_continued_ = true;
    const std::string go_on = http::write_interim_head(Interim{});
    const std::error_code error = co_await client_.stream().write(go_on);
    if (error) co_return false;
  }
  while (true) {
    if (fault && arrived >= fault->count) break;
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
    const auto* data = std::get_if<http::Data>(&event);
    const auto size = data ? data->bytes.size() : 0;
    arrived += size;
    collector.add(event);
    if (early_.bytes_per_second && size > 0) {
      co_await context_.timers.sleep(time_for(size, *early_.bytes_per_second));
      const auto cancellation = co_await asio::this_coro::cancellation_state;
      if (io::was_cancelled(cancellation)) co_return false;
    }
    input = client_.poll();
  }
  collector.finish();
  if (fault) {
    current_->request.body.is_truncated = current_->request.framing != Framing::none;
    journal_request();
    co_await break_request();
    co_return false;
  }
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
  const auto refused_status = websocket::is_upgrade(current_->request) ? upgrade_refusal(plan) : std::nullopt;
  if (refused_status) {
    auto made =
        as_interaction(current_->request, plain_answer(*refused_status, "a rule refuses the upgrade\n"));
    goes_on = co_await answer(std::move(made), AnswerSource::rule, *bend_of(plan));
    co_return goes_on;
  }
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
  tell_rules(context_, client_.number(), bend.rules, line_);
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
  auto asked = current_->request;
  if (bends_messages(play.bend)) refuse_compression(asked);
  answered->outcome =
      websocket::answer_anew(asked, play.interaction->request, std::get<Response>(answered->outcome));
  const auto handshake = websocket::read_handshake(current_->request, std::get<Response>(answered->outcome));
  bool is_whole = co_await send(answered, AnswerSource::cassette, play.bend);
  if (is_whole) {
    WebSocketPlayback playback(context_, client_.stream(), client_.number(), current_, play.interaction,
                               handshake.agreement, play.bend);
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
  if (is_whole && rule.script) {
    auto script = std::make_shared<Interaction>(*answered);
    script->conversation = *rule.script;
    const websocket::Agreement plain;
    WebSocketPlayback playback(context_, client_.stream(), client_.number(), current_, script, plain,
                               rule.bend);
    is_whole = co_await playback.run(client_.take_rest());
  } else if (is_whole) {
    WebSocketScripted scripted(context_, client_.stream(), client_.number(), current_, rule.answers,
                               rule.bend);
    is_whole = co_await scripted.run(client_.take_rest());
  }
  tell_answer(context_, client_.number(), is_whole, AnswerSource::rule, line_, std::move(answered));
  co_return false;
}

std::optional<policy::Refuse> Exchange::refused_upgrade() const {
  const auto faults = websocket::find_faults(current_->request);
  if (faults.empty()) return std::nullopt;
  return policy::Refuse{400, policy::malformed_upgrade(url_of(context_, current_->request), faults)};
}

AnswerTo Exchange::answer_to() const {
  return {current_->request.method, current_->request.version, has_continued_};
}

void Exchange::journal_request() {
  tell(context_, client_.number(), JournalKind::request, line_, AnswerSource::none, current_);
}

}  // namespace wiretape::proxy
