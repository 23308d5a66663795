// SPDX-License-Identifier: MIT
// Matchers over WebSocket messages that the code under test sent.
#include <ostream>
#include <wiretape/matchers.hpp>

#include "policy/explain.hpp"
#include "policy/websocket_findings.hpp"

namespace wiretape {

namespace {

// Whether it is the client's and of that kind; else `why` hears what it is.
bool is_sent(const WebSocketMessage& message, WebSocketOpcode kind, std::ostream* why) {
  const bool is_clients = message.from == WebSocketSender::client;
  if (why != nullptr)
    *why << (is_clients ? "which is " : "which the server sent: ") << policy::shown(message);
  return is_clients && message.opcode == kind;
}

class Sent {
public:
  Sent(WebSocketOpcode kind, TextMatcher payload) : kind_(kind), payload_(std::move(payload)) {}

  bool MatchAndExplain(const WebSocketMessage& message, std::ostream* why) const {
    return is_sent(message, kind_, why) && payload_.matches(message.payload);
  }
  void DescribeTo(std::ostream* os) const {
    policy::describe_part(os, "sent " + to_string(kind_), payload_, false);
  }
  void DescribeNegationTo(std::ostream* os) const {
    policy::describe_part(os, "sent " + to_string(kind_), payload_, true);
  }

private:
  WebSocketOpcode kind_;
  TextMatcher payload_;
};

// A text message as a matcher of JSON bodies sees it.
class SentAsBody {
public:
  explicit SentAsBody(RequestMatcher body) : body_(std::move(body)) {}

  bool MatchAndExplain(const WebSocketMessage& message, std::ostream* why) const {
    if (!is_sent(message, WebSocketOpcode::text, nullptr))
      return is_sent(message, WebSocketOpcode::text, why);
    Request request;
    request.body.bytes = message.payload;
    return body_.MatchAndExplain(request, why);
  }
  void DescribeTo(std::ostream* os) const {
    *os << "is a sent text that ";
    body_.DescribeTo(os);
  }
  void DescribeNegationTo(std::ostream* os) const {
    *os << "is no sent text that ";
    body_.DescribeTo(os);
  }

private:
  RequestMatcher body_;
};

}  // namespace

MessageMatcher SentText(TextMatcher text) { return Sent(WebSocketOpcode::text, std::move(text)); }
MessageMatcher SentBinary(TextMatcher bytes) { return Sent(WebSocketOpcode::binary, std::move(bytes)); }
MessageMatcher SentJson(JsonValue whole) { return SentAsBody(HasJson(std::move(whole))); }
MessageMatcher SentJson(std::string pointer, JsonValue value) {
  return SentAsBody(HasJson(std::move(pointer), std::move(value)));
}

}  // namespace wiretape
