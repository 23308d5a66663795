// SPDX-License-Identifier: MIT
#include <wiretape/rule.hpp>

#include <cmath>
#include <regex>
#include <stdexcept>

#include <wiretape/cassette.hpp>

#include "base/regex.hpp"
#include "cassette/file.hpp"
#include "http/reason.hpp"
#include "http/url.hpp"
#include "policy/json_edit.hpp"
#include "policy/response_text.hpp"
#include "policy/stage.hpp"
#include "policy/status_change.hpp"

namespace wiretape {

namespace {

[[noreturn]] void refuse(const std::string& call, const std::string& why) {
  throw std::invalid_argument(call + ": " + why);
}

void need_positive(const char* call, std::int64_t n, const char* why) {
  if (n < 1) refuse(std::string(call) + '(' + std::to_string(n) + ')', why);
}

void need_final(const char* call, int status) {
  if (status < 200 || status > 999) {
    refuse(std::string(call) + '(' + std::to_string(status) + ')', "a final status is 200 to 999");
  }
}

// 304 has the length of what it does not send, and 204 has none (RFC 9110 §8.6).
bool has_length(int status) { return status != 204 && status != 304; }

Response made_response(const char* call, int status, std::string body, Headers headers) {
  need_final(call, status);
  if (!has_length(status) && !body.empty()) {
    refuse(std::string(call) + '(' + std::to_string(status) + ')',
           "this status has no body (RFC 9110 §6.4.1)");
  }
  Response response;
  response.status = status;
  response.reason = http::reason_phrase(status);
  response.headers = std::move(headers);
  if (has_length(status)) {
    response.headers.set("Content-Length", std::to_string(body.size()));
    response.framing = Framing::content_length;
  }
  response.body.bytes = std::move(body);
  return response;
}

std::regex regex_of(const char* call, const std::string& text) {
  try {
    return std::regex(text, regex_grammar);
  } catch (const std::regex_error& error) {
    refuse(call, "'" + text + "': " + error.what());
  }
}

// A rule has its say once: of the connection, while the request arrives, or of the answer.
void need_one_stage(const Rule& rule, const Action& action) {
  using policy::Stage;
  const auto before = policy::stage_of(rule), stage = policy::stage_of(action);
  const bool is_first = rule.actions.empty() && rule.answers.empty() && !rule.converse && !rule.script &&
                        rule.change_request.empty();
  if (is_first || (before == stage && stage != Stage::connection)) return;
  const auto early = stage == Stage::answer ? before : stage;
  refuse("fault", early == Stage::connection
                      ? "a fault of the connection has a rule for itself"
                      : "what happens while the request arrives has a rule for itself");
}

void need_stage_of_answers(const Rule& rule) { need_one_stage(rule, ChangeAction{}); }

// What a JSON change makes of a body that is no such JSON: it stays as it is.
std::function<void(Response&)> json_change(std::function<Result<std::string>(const std::string&)> edit) {
  return [edit = std::move(edit)](Response& response) {
    auto& text = policy::text_of(response);
    if (auto changed = edit(text)) text = *std::move(changed);
  };
}

}  // namespace

RuleBuilder::RuleBuilder(RequestMatcher which, RuleHost& host)
    : rule_(std::make_shared<Rule>(Rule{std::move(which), [](int) { return true; }})), host_(&host) {}

// The first amendment puts the rule into force.
RuleBuilder& RuleBuilder::install(std::function<void(Rule&)> amend) {
  host_->touch([&] { amend(*rule_); });
  if (!std::exchange(is_installed_, true)) host_->add(rule_);
  return *this;
}

RuleBuilder& RuleBuilder::only(std::function<bool(int)> these) {
  host_->touch([&] {
    rule_->acts_on = [before = std::move(rule_->acts_on), these = std::move(these)](int n) {
      return before(n) && these(n);
    };
  });
  return *this;
}

RuleBuilder& RuleBuilder::act(Action action) {
  need_one_stage(*rule_, action);
  return install([&](Rule& rule) { rule.actions.push_back(std::move(action)); });
}

RuleBuilder& RuleBuilder::first(int n) {
  need_positive("first", n, "requests are counted from 1");
  return only([n](int i) { return i <= n; });
}

RuleBuilder& RuleBuilder::nth(int n) {
  need_positive("nth", n, "requests are counted from 1");
  return only([n](int i) { return i == n; });
}

RuleBuilder& RuleBuilder::every(int n) {
  need_positive("every", n, "requests are counted from 1");
  return only([n](int i) { return i % n == 0; });
}

RuleBuilder& RuleBuilder::after(int n) {
  need_positive("after", n, "requests are counted from 1");
  return only([n](int i) { return i > n; });
}

RuleBuilder& RuleBuilder::with_probability(double p) {
  if (!(p >= 0 && p <= 1)) refuse("with_probability", std::to_string(p) + " is not from 0 to 1");
  host_->touch([&] { rule_->probability = p; });
  return *this;
}

RuleBuilder& RuleBuilder::named(std::string name) {
  host_->touch([&] { rule_->name = std::move(name); });
  return *this;
}

RuleBuilder& RuleBuilder::times(Times expected) {
  host_->touch([&] { rule_->expected = std::move(expected); });
  return *this;
}

RuleBuilder& RuleBuilder::answer(int status, std::string body, Headers headers) {
  return answer(made_response("answer", status, std::move(body), std::move(headers)));
}

RuleBuilder& RuleBuilder::answer(Response response) { return answers({std::move(response)}); }

RuleBuilder& RuleBuilder::answer_json(std::string json, int status) {
  policy::need_json("answer_json", json);
  return answer(
      made_response("answer_json", status, std::move(json), {{"Content-Type", "application/json"}}));
}

RuleBuilder& RuleBuilder::answer_file(const std::string& path, std::string media_type, int status) {
  std::optional<std::string> body;
  try {
    body = cassette::read_file({path, path});
  } catch (const CassetteError& error) {
    refuse("answer_file", error.what());
  }
  if (!body) refuse("answer_file", path + ": there is no such file");
  return answer(
      made_response("answer_file", status, *std::move(body), {{"Content-Type", std::move(media_type)}}));
}

RuleBuilder& RuleBuilder::answer_by(std::function<Response(const Request&)> callback) {
  if (!callback) refuse("answer_by", "the callback is empty");
  need_stage_of_answers(*rule_);
  return install([&](Rule& rule) { rule.answers = {std::move(callback)}; });
}

RuleBuilder& RuleBuilder::answers(std::vector<Response> responses, AnswersThen then) {
  if (responses.empty()) refuse("answers", "there is none");
  for (const auto& response : responses) need_final("answer", response.status);
  need_stage_of_answers(*rule_);
  return install([&](Rule& rule) {
    rule.answers.clear();
    for (auto& response : responses) {
      rule.answers.emplace_back([response = std::move(response)](const Request&) { return response; });
    }
    rule.then = then;
  });
}

RuleBuilder& RuleBuilder::converse(MessageCallback answers) {
  if (!answers) refuse("converse", "the callback is empty");
  need_stage_of_answers(*rule_);
  return install([&](Rule& rule) { rule.converse = std::move(answers); });
}

RuleBuilder& RuleBuilder::converse(std::vector<WebSocketMessage> script, WebSocketEnd end) {
  if (script.empty()) refuse("converse", "the script is empty");
  need_stage_of_answers(*rule_);
  auto conversation = std::make_shared<WebSocketConversation>();
  conversation->messages = std::move(script);
  conversation->end = end;
  return install([&](Rule& rule) { rule.script = std::move(conversation); });
}

RuleBuilder& RuleBuilder::delay(Latency before_the_answer) {
  return act(DelayAction{before_the_answer, DelayAction::Before::head});
}
RuleBuilder& RuleBuilder::delay_body(Latency before_the_body) {
  return act(DelayAction{before_the_body, DelayAction::Before::body});
}
RuleBuilder& RuleBuilder::delay_chunks(Latency before_each) {
  return act(DelayAction{before_each, DelayAction::Before::each_chunk});
}

RuleBuilder& RuleBuilder::throttle(std::uint64_t bytes_per_second) {
  if (bytes_per_second == 0) refuse("throttle", "0 bytes a second never end; that is fault::stall_after(0)");
  return act(ThrottleAction{bytes_per_second});
}

RuleBuilder& RuleBuilder::dribble(int pieces, std::chrono::milliseconds over) {
  need_positive("dribble", pieces, "there is at least one piece");
  if (over.count() < 0) refuse("dribble", "time does not run back");
  return act(DribbleAction{pieces, over});
}

RuleBuilder& RuleBuilder::slice(std::size_t size, std::size_t variation) {
  if (size == 0 || variation >= size) refuse("slice", "a piece has at least one byte");
  return act(SliceAction{size, variation});
}

RuleBuilder& RuleBuilder::throttle_request(std::uint64_t bytes_per_second) {
  if (bytes_per_second == 0)
    refuse("throttle_request", "0 bytes a second never end; that is fault::stall_in_request(0)");
  return act(ThrottleRequestAction{bytes_per_second});
}

RuleBuilder& RuleBuilder::set_status(int status) {
  need_final("set_status", status);
  return act(policy::status_change(status));
}

RuleBuilder& RuleBuilder::set_header(std::string name, std::string value) {
  return change([name = std::move(name), value = std::move(value)](Response& response) {
    response.headers.set(name, value);
  });
}

RuleBuilder& RuleBuilder::remove_header(std::string name) {
  return change([name = std::move(name)](Response& response) { response.headers.remove(name); });
}

RuleBuilder& RuleBuilder::set_body(std::string body) {
  return change([body = std::move(body)](Response& response) { policy::text_of(response) = body; });
}

RuleBuilder& RuleBuilder::replace_in_body(const std::string& regex, std::string with) {
  return change([pattern = regex_of("replace_in_body", regex), with = std::move(with)](Response& response) {
    auto& text = policy::text_of(response);
    text = std::regex_replace(text, pattern, with);
  });
}

RuleBuilder& RuleBuilder::set_json(const std::string& pointer, const std::string& json) {
  policy::need_pointer("set_json", pointer);
  policy::need_json("set_json", json);
  return change(json_change([=](const std::string& text) { return policy::set_json(text, pointer, json); }));
}

RuleBuilder& RuleBuilder::remove_json(const std::string& pointer) {
  policy::need_pointer("remove_json", pointer);
  return change(json_change([=](const std::string& text) { return policy::remove_json(text, pointer); }));
}

RuleBuilder& RuleBuilder::append_json(const std::string& pointer, const std::string& json) {
  policy::need_pointer("append_json", pointer);
  policy::need_json("append_json", json);
  return change(
      json_change([=](const std::string& text) { return policy::append_json(text, pointer, json); }));
}

RuleBuilder& RuleBuilder::change(std::function<void(Response&)> change) {
  if (!change) refuse("change", "the callback is empty");
  return act(ChangeAction{std::move(change)});
}

RuleBuilder& RuleBuilder::change_request(std::function<void(Request&)> change) {
  if (!change) refuse("change_request", "the callback is empty");
  need_stage_of_answers(*rule_);
  return install([&](Rule& rule) { rule.change_request.push_back(std::move(change)); });
}

RuleBuilder& RuleBuilder::set_request_header(std::string name, std::string value) {
  return change_request([name = std::move(name), value = std::move(value)](Request& request) {
    request.headers.set(name, value);
  });
}

RuleBuilder& RuleBuilder::remove_request_header(std::string name) {
  return change_request([name = std::move(name)](Request& request) { request.headers.remove(name); });
}

RuleBuilder& RuleBuilder::replace_in_url(const std::string& regex, std::string with) {
  return change_request(
      [pattern = regex_of("replace_in_url", regex), with = std::move(with)](Request& request) {
        const auto changed = std::regex_replace(request.url.str(), pattern, with);
        if (auto url = http::parse_url(changed)) request.url = *std::move(url);
      });
}

RuleBuilder& RuleBuilder::fault(Fault fault) { return act(FaultAction{std::move(fault)}); }

RuleBuilder& RuleBuilder::one_of(std::vector<Fault> faults, std::vector<int> statuses) {
  if (faults.empty() && statuses.empty()) refuse("one_of", "there is none");
  for (const int status : statuses) need_final("one_of", status);
  for (const auto& fault : faults) {
    if (policy::stage_of(fault.kind) != policy::Stage::answer)
      refuse("one_of", fault.str() + " has a rule for itself");
  }
  return act(ChaosAction{std::move(faults), std::move(statuses)});
}

RuleBuilder& RuleBuilder::hold(std::shared_ptr<Gate> gate) {
  if (!gate) refuse("hold", "there is no gate");
  return act(HoldAction{std::move(gate)});
}

RuleBuilder& RuleBuilder::hold_after(std::uint64_t body_bytes, std::shared_ptr<Gate> gate) {
  if (!gate) refuse("hold_after", "there is no gate");
  return act(HoldAction{std::move(gate), body_bytes});
}

RuleBuilder& RuleBuilder::hold_message(std::uint64_t n, std::shared_ptr<Gate> gate) {
  if (!gate) refuse("hold_message", "there is no gate");
  if (n == 0) refuse("hold_message", "messages are counted from 1");
  return act(HoldMessageAction{std::move(gate), n});
}

RuleBuilder& RuleBuilder::truncate(std::uint64_t body_bytes) { return fault(fault::close_after(body_bytes)); }

int RuleBuilder::acted() const {
  int count = 0;
  host_->touch([&] { count = rule_->acted; });
  return count;
}

void RuleBuilder::remove() { host_->remove(rule_.get()); }

}  // namespace wiretape
