// SPDX-License-Identifier: MIT
// Rules bend what is played or passed: deck.when(HasPath("/today")).first(1).answer(503).
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <wiretape/http.hpp>
#include <wiretape/matcher.hpp>
#include <wiretape/websocket.hpp>

namespace wiretape {

// What a server of the test's says to a WebSocket message, or close frame, of the client's.
using MessageCallback = std::function<std::vector<WebSocketMessage>(const WebSocketMessage&)>;

// A finished rule. `acts_on(n)` says whether the nth matching request (from 1) is bent.
struct Rule {
  RequestMatcher which;
  std::function<bool(int n)> acts_on;
  std::chrono::milliseconds delay{0};   // before the answer's head
  std::optional<Response> answer = {};  // instead of the cassette's or the origin's
  MessageCallback converse = {};        // instead of an answer: accepts a WebSocket
};

// Says which of the matching requests, then what to do with them: when(m).after(2).first(5) bends the
// third to the fifth. Rules are tried newest first; delays add up until one with an answer ends the
// search. Every rule counts all requests that fit it, also those that another rule answers. The rule is
// in force from the moment its action returns. Throws std::invalid_argument for counts below 1, a status
// that is not final, and negative times.
class RuleBuilder {
public:
  RuleBuilder(RequestMatcher which, std::function<void(Rule)> install);

  RuleBuilder& first(int n);  // the first n
  RuleBuilder& nth(int n);    // the nth only
  RuleBuilder& every(int n);  // the nth, the 2nth, …
  RuleBuilder& after(int n);  // all but the first n

  // Answers without cassette and origin; the recorded interaction is not played. Content-Length is
  // set; the reason phrase is the status's own.
  void answer(int status, std::string body = {}, Headers headers = {});
  void answer(Response response);  // as it stands
  // Accepts a WebSocket without cassette and origin, with the first subprotocol offered, and answers each
  // message of the client's with what `answers` gives: text_message, binary_message, close_message. It runs
  // on the deck's thread and must not call the deck.
  void converse(MessageCallback answers);
  void delay(std::chrono::milliseconds before_the_answer);

private:
  RuleBuilder& only(std::function<bool(int n)> these);

  Rule rule_;
  std::function<void(Rule)> install_;
};

}  // namespace wiretape
