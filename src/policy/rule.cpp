// SPDX-License-Identifier: MIT
#include <wiretape/rule.hpp>

#include <stdexcept>

#include "http/reason.hpp"

namespace wiretape {

namespace {

void need_positive(const char* call, int n) {
  if (n < 1)
    throw std::invalid_argument(std::string(call) + '(' + std::to_string(n) +
                                "): requests are counted from 1");
}

// 304 has the length of what it does not send, and 204 has none (RFC 9110 §8.6).
bool has_length(int status) { return status != 204 && status != 304; }

}  // namespace

RuleBuilder::RuleBuilder(RequestMatcher which, std::function<void(Rule)> install)
    : rule_{std::move(which), [](int) { return true; }}, install_(std::move(install)) {}

RuleBuilder& RuleBuilder::only(std::function<bool(int)> these) {
  rule_.acts_on = [before = std::move(rule_.acts_on), these = std::move(these)](int n) {
    return before(n) && these(n);
  };
  return *this;
}

RuleBuilder& RuleBuilder::first(int n) {
  need_positive("first", n);
  return only([n](int i) { return i <= n; });
}

RuleBuilder& RuleBuilder::nth(int n) {
  need_positive("nth", n);
  return only([n](int i) { return i == n; });
}

RuleBuilder& RuleBuilder::every(int n) {
  need_positive("every", n);
  return only([n](int i) { return i % n == 0; });
}

RuleBuilder& RuleBuilder::after(int n) {
  need_positive("after", n);
  return only([n](int i) { return i > n; });
}

void RuleBuilder::answer(int status, std::string body, Headers headers) {
  if (!has_length(status) && !body.empty()) {
    throw std::invalid_argument("answer(" + std::to_string(status) +
                                "): this status has no body (RFC 9110 §6.4.1)");
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
  answer(std::move(response));
}

void RuleBuilder::answer(Response response) {
  if (response.status < 200 || response.status > 999) {
    throw std::invalid_argument("answer(" + std::to_string(response.status) +
                                "): a final status is 200 to 999");
  }
  rule_.answer = std::move(response);
  install_(rule_);
}

void RuleBuilder::converse(MessageCallback answers) {
  if (!answers) throw std::invalid_argument("converse: the callback is empty");
  rule_.converse = std::move(answers);
  install_(rule_);
}

void RuleBuilder::delay(std::chrono::milliseconds before_the_answer) {
  if (before_the_answer < std::chrono::milliseconds(0)) {
    throw std::invalid_argument("delay(" + std::to_string(before_the_answer.count()) +
                                " ms): time does not run back");
  }
  rule_.delay = before_the_answer;
  install_(rule_);
}

}  // namespace wiretape
