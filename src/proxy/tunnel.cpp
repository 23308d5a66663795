// SPDX-License-Identifier: MIT
#include "proxy/tunnel.hpp"

#include "base/text.hpp"
#include "proxy/told.hpp"

namespace wiretape::proxy {

namespace {

// One way. What the other side cannot take any more is not read from this one either.
io::Task<void> copy(io::Stream& from, io::Stream& to) {
  std::string bytes;
  while (true) {
    const auto into = io::scratch();
    const io::Transfer got = co_await from.read_some(into);
    if (got.is_end()) {
      co_await to.shutdown_send();
      co_return;
    }
    if (got.error) {
      to.reset();
      co_return;
    }
    bytes.assign(into.data(), got.count);
    const std::error_code failed = co_await to.write(bytes);
    if (failed) {
      from.reset();
      co_return;
    }
  }
}

}  // namespace

io::Task<OpenedTunnel> open_tunnel(Context& context, std::uint64_t connection, std::string asked,
                                   http::Authority target) {
  Tunnel tunnel;
  tunnel.target = std::move(target);
  const auto& [host, port] = tunnel.target;
  if (!is_allowed(context, host, *port)) {
    auto finding = policy::host_not_allowed(asked, host);
    context.journal.find(finding);
    co_return finding;
  }
  tunnel.fault = decide_connection(context, connection, host, *port);
  if (tunnel.fault && tunnel.fault->kind == FaultKind::refuse) co_return refused_by_rule(host, *port);
  if (is_passed_through(context, host, *port) && !tunnel.fault) {
    io::Connected connected = co_await context.connector.connect("http", host, *port, context.limits.connect);
    if (!connected.stream) {
      co_return TransportError{connected.failure.kind, std::move(connected.failure.message), std::nullopt};
    }
    tunnel.origin = std::move(connected.stream);
    asked += ", passed through";
  }
  tell(context, connection, JournalKind::tunnel_opened, std::move(asked));
  co_return std::move(tunnel);
}

std::optional<Fault> decide_connection(Context& context, std::uint64_t connection, const std::string& host,
                                       std::uint16_t port) {
  Request connect;
  connect.method = "CONNECT";
  connect.url = {"https", host, port, "/"};
  const auto early = context.policy.decide_connection(connect);
  tell_rules(context, connection, early.rules,
             "the connection to " + escape_control(connect.url.authority(), 300));
  return early.fault;
}

TransportError refused_by_rule(const std::string& host, std::uint16_t port) {
  return {TransportErrorKind::refused,
          "a rule refuses the connection to " + escape_control(host, 300) + ':' + std::to_string(port),
          {}};
}

io::Task<void> carry(Context& context, io::Stream& client, Tunnel tunnel) {
  io::Stream& origin = *tunnel.origin;
  const Registered registered(context.open_streams, origin);
  const std::error_code failed = co_await origin.write(tunnel.rest);
  if (failed) co_return;
  io::Scope scope(context.executor, escape_to(context));
  scope.spawn("tunnel", copy(client, origin));
  co_await copy(origin, client);
  co_await scope.drain();
}

bool is_allowed(const Context& context, const std::string& host, std::uint16_t port) {
  return context.only.empty() || context.only.has(host, port) || is_passed_through(context, host, port);
}

bool is_passed_through(const Context& context, const std::string& host, std::uint16_t port) {
  return context.pass_through.has(host, port);
}

}  // namespace wiretape::proxy
