// SPDX-License-Identifier: MIT
#include "proxy/http1_conversation.hpp"

#include "base/text.hpp"
#include "io/wait.hpp"
#include "proxy/exchange.hpp"
#include "proxy/told.hpp"

namespace wiretape::proxy {

namespace {

constexpr std::size_t turns = 16;  // requests before others have theirs: a pipelining client never waits

// Answers a CONNECT (RFC 9110 §9.3.6). Nothing: it was refused, or the client is gone.
io::Task<std::optional<Connect>> accept_connect(Context& context, ClientSide& client, http::RequestHead head,
                                                const Way& way) {
  if (way.tunnel) {
    http::ReadError error;
    error.message = "a CONNECT inside of a tunnel";
    co_await refuse_bytes(context, client, error);
    co_return std::nullopt;
  }
  ClientInput end = co_await client.next();  // its End: a CONNECT has no body
  static_cast<void>(end);
  tell(context, client.number(), JournalKind::tunnel_opened, "CONNECT " + escape_control(head.target, 300));
  static constexpr std::string_view established = "HTTP/1.1 200 Connection established\r\n\r\n";
  const std::error_code failed = co_await client.stream().write(established);
  if (failed) co_return std::nullopt;
  const Url& target = head.request.url;
  co_return Connect{http::Authority{target.host, target.port}, client.take_rest()};
}

}  // namespace

io::Task<Ended> serve_http1(Context& context, ClientSide& client, Way way) {
  OriginLink origin(context);
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
    auto& head = std::get<http::RequestHead>(*std::get<http::Event*>(input));
    if (head.request.method == "CONNECT") {
      ended.connect = co_await accept_connect(context, client, std::move(head), way);
      ended.has_unread = !ended.connect;
      co_return ended;
    }
    Exchange exchange(context, client, origin);
    const bool goes_on = co_await exchange.run(head, way);
    if (!goes_on) {
      ended.has_unread = true;
      co_return ended;
    }
    if (++ended.requests % turns == 0) co_await io::yield();
  }
}

}  // namespace wiretape::proxy
