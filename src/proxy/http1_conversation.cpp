// SPDX-License-Identifier: MIT
#include "proxy/http1_conversation.hpp"

#include "base/text.hpp"
#include "http/http1_writer.hpp"
#include "io/wait.hpp"
#include "proxy/answers.hpp"
#include "proxy/exchange.hpp"
#include "proxy/hop.hpp"
#include "proxy/told.hpp"

namespace wiretape::proxy {

namespace {

std::string answer_to_refused(const OpenedTunnel& opened) {
  const auto* failure = std::get_if<TransportError>(&opened);
  auto answer = failure ? answer_for_failure(*failure)
                        : plain_answer(policy::Refuse().status, std::get<Finding>(opened).message + "\n");
  // Without Connection: close, which cpp-httplib 0.11 waits for itself at for ever.
  return http::write_response_head(answer) + answer.body.bytes;
}

// Credentials are the proxy's to ask for: not inside of a tunnel, and not where the deck stands for an
// origin.
bool may_pass(const Context& context, const http::RequestHead& head, const Way& way) {
  const bool is_to_proxy = !way.tunnel && (!way.reverse_origin || head.form != http::TargetForm::origin);
  return !context.credentials || !is_to_proxy || context.credentials->are_shown(head.request.headers);
}

io::Task<void> ask_who_it_is(Context& context, ClientSide& client, const Request& request) {
  auto asked = std::make_shared<Interaction>();
  asked->request = request;
  leave_no_trace(asked->request);
  const auto answer = ask_for_credentials();
  asked->outcome = answer;
  auto bytes = http::write_response_head(answer);
  if (request.method != "HEAD") bytes += answer.body.bytes;
  const std::error_code failed = co_await client.stream().write(bytes);
  tell_answer(context, client.number(), !failed, AnswerSource::deck, line(context, asked->request), asked);
}

constexpr std::size_t turns = 16;  // requests before others have theirs: a pipelining client never waits

// Answers a CONNECT (RFC 9110 §9.3.6). Nothing: it was refused, or the client is gone.
io::Task<std::optional<Tunnel>> accept_connect(Context& context, ClientSide& client, http::RequestHead head,
                                               const Way& way) {
  if (way.tunnel) {
    http::ReadError error;
    error.message = "a CONNECT inside of a tunnel";
    co_await refuse_bytes(context, client, error);
    co_return std::nullopt;
  }
  ClientInput end = co_await client.next();  // its End: a CONNECT has no body
  static_cast<void>(end);
  http::Authority target;
  target.host = head.request.url.host;
  target.port = head.request.url.port;
  auto opened = co_await open_tunnel(context, client.number(), "CONNECT " + escape_control(head.target, 300),
                                     std::move(target));
  auto* tunnel = std::get_if<Tunnel>(&opened);
  const std::string answer =
      tunnel ? "HTTP/1.1 200 Connection established\r\n\r\n" : answer_to_refused(opened);
  const std::error_code failed = co_await client.stream().write(answer);
  if (failed || !tunnel) co_return std::nullopt;
  tunnel->rest = client.take_rest();
  co_return std::move(*tunnel);
}

}  // namespace

io::Task<Ended> serve_http1(Context& context, ClientSide& client, Way way) {
  OriginLink origin(context);
  Exchange exchange(context, client, origin);
  Ended ended;
  while (true) {
    ClientInput input = co_await client.next();
    if (auto* gone = std::get_if<Gone>(&input)) {
      if (!client.is_between_messages()) {
        tell(context, client.number(), JournalKind::aborted, "the client left in the middle of a head");
      }
      ended.error = gone->error;
      co_return ended;
    }
    if (auto* error = std::get_if<http::ReadError*>(&input)) {
      co_await refuse_bytes(context, client, **error);
      ended.has_unread = true;
      co_return ended;
    }
    bool goes_on = false;
    if (auto* head = event_in<http::RequestHead>(input)) {
      if (!may_pass(context, *head, way)) {
        co_await ask_who_it_is(context, client, head->request);
        ended.has_unread = true;
        co_return ended;
      }
      if (head->request.method == "CONNECT") {
        ended.tunnel = co_await accept_connect(context, client, std::move(*head), way);
        ended.has_unread = !ended.tunnel;
        co_return ended;
      }
      goes_on = co_await exchange.run(*head, way);
    } else {
      goes_on = co_await exchange.run_again();
    }
    if (!goes_on) {
      ended.has_unread = true;
      co_return ended;
    }
    if (++ended.requests % turns == 0) co_await io::yield();
  }
}

}  // namespace wiretape::proxy
