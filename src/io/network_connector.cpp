// SPDX-License-Identifier: MIT
#include <asio/this_coro.hpp>
#include <chrono>
#include <vector>

#include "base/text.hpp"
#include "io/connector.hpp"
#include "io/deadline.hpp"
#include "io/error.hpp"
#include "io/happy_eyeballs.hpp"
#include "io/origin_tls.hpp"
#include "io/resolver.hpp"
#include "io/tcp_stream.hpp"
#include "io/tls.hpp"
#include "io/wait.hpp"

namespace wiretape::io {

namespace {

using Addresses = std::vector<asio::ip::address>;
using Endpoints = std::vector<asio::ip::tcp::endpoint>;

// Whom to reach and how long that may take, with the words for what went wrong.
class Errand {
public:
  Errand(std::string host, std::uint16_t port, Timers::duration limit)
      : host_(std::move(host)), port_(port), limit_(limit) {}

  [[nodiscard]] const std::string& host() const { return host_; }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] Endpoints endpoints(const Addresses& addresses) const {
    Endpoints all;
    for (const auto& address : interleaved(addresses)) all.emplace_back(address, port_);
    return all;
  }

  [[nodiscard]] std::string late() const {
    const auto limit = std::chrono::duration_cast<std::chrono::milliseconds>(limit_);
    return "no answer within " + std::to_string(limit.count()) + " ms";
  }
  // "look up api.weather.test: "
  [[nodiscard]] std::string look_up() const { return "look up " + escape_control(host_, 300) + ": "; }
  // "api.weather.test:443"
  [[nodiscard]] std::string name() const {
    const auto host = escape_control(host_, 300);
    const bool is_v6 = host.find(':') != std::string::npos;
    return (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port_);
  }
  // " (10.0.0.7, 10.0.0.8)", which says nothing new where the host is an address itself.
  [[nodiscard]] std::string at(const Addresses& addresses) const {
    constexpr std::size_t most = 6;
    std::string text;
    for (std::size_t i = 0; i < addresses.size() && i <= most; ++i) {
      text += i == 0 ? "" : ", ";
      text += i == most ? "…" : addresses[i].to_string();
    }
    return text == host_ ? "" : " (" + text + ")";
  }

private:
  std::string host_;
  std::uint16_t port_;
  Timers::duration limit_;
};

Connected failed(TransportErrorKind kind, std::string message) {
  Connected result;
  result.failure = ConnectFailure{kind, std::move(message)};
  return result;
}

// Who hears this has gone away: it is what an operation of a stream says then.
Connected cancelled(const Errand& errand) {
  return failed(TransportErrorKind::closed, "connect to " + errand.name() + ": cancelled");
}

Connected not_found(const Errand& errand, const std::optional<Resolved>& found) {
  if (!found) return failed(TransportErrorKind::timed_out, errand.look_up() + errand.late());
  return failed(TransportErrorKind::dns, errand.look_up() + found->error);
}

// What the attempts come to. "Unreachable" says least: of IPv6 it is true on many machines.
TransportErrorKind kind_of(const std::vector<ConnectAttempt>& attempts) {
  auto kind = TransportErrorKind::unreachable;
  for (const auto& attempt : attempts) {
    if (!attempt.error) return TransportErrorKind::timed_out;
    if (kind == TransportErrorKind::unreachable) kind = transport_error_kind_of(attempt.error);
  }
  return kind;
}

// "connect to api.weather.test:443 (10.0.0.7): Connection refused; (fd00::1): Network is unreachable"
Connected not_connected(const Errand& errand, const std::vector<ConnectAttempt>& attempts) {
  std::vector<std::pair<std::string, Addresses>> by_cause;
  for (const auto& attempt : attempts) {
    const auto cause = attempt.error ? attempt.error.message() : errand.late();
    const auto known = std::find_if(by_cause.begin(), by_cause.end(),
                                    [&](const auto& entry) { return entry.first == cause; });
    auto& entry = known == by_cause.end() ? by_cause.emplace_back(cause, Addresses{}) : *known;
    entry.second.push_back(attempt.to.address());
  }
  std::string text = "connect to " + errand.name();
  for (std::size_t i = 0; i < by_cause.size(); ++i) {
    text += (i == 0 ? "" : ";") + errand.at(by_cause[i].second) + ": " + by_cause[i].first;
  }
  return failed(kind_of(attempts), std::move(text));
}

std::string why(const Handshake& handshake) {
  constexpr std::string_view prefix = "TLS: ";  // the message has it already
  if (handshake.code == tls_failure(SSL_R_WRONG_VERSION_NUMBER)) return "what answers there speaks no TLS";
  return handshake.error.starts_with(prefix) ? handshake.error.substr(prefix.size()) : handshake.error;
}

// A connection that ends within the handshake is a handshake that failed; a reset is told as one.
TransportErrorKind kind_of(const Handshake& handshake) {
  const auto kind = transport_error_kind_of(handshake.code);
  return kind == TransportErrorKind::closed ? TransportErrorKind::tls : kind;
}

class NetworkConnector final : public Connector {
public:
  NetworkConnector(asio::any_io_executor executor, Timers& timers, const OriginTrust& trust,
                   OriginRoutes routes, Resolver& resolver)
      : executor_(std::move(executor)),
        timers_(timers),
        routes_(std::move(routes)),
        resolver_(resolver),
        tls_(trust, SystemRoots::of_process()) {}

  Task<Connected> connect(std::string scheme, std::string host, std::uint16_t port,
                          Timers::duration limit) override;

private:
  struct Dialed {
    Connected connected;
    asio::ip::address peer;  // where its stream leads
  };
  // Name and TCP.
  Task<Dialed> dial(const Errand& errand, Timers::time_point ends_at);
  // From a connection to the proxy to one to the origin.
  Task<Connected> enter_proxy(const Errand& to_proxy, const Errand& errand, std::unique_ptr<Stream> stream,
                              asio::ip::address peer, Timers::time_point ends_at);
  // `peer` is where `stream` leads.
  Task<Connected> speak_tls(const Errand& errand, std::unique_ptr<Stream> stream, asio::ip::address peer,
                            Timers::time_point ends_at);

  asio::any_io_executor executor_;
  Timers& timers_;
  OriginRoutes routes_;
  Resolver& resolver_;
  OriginTls tls_;
};

Task<Connected> NetworkConnector::connect(std::string scheme, std::string host, std::uint16_t port,
                                          Timers::duration limit) {
  const auto ends_at = timers_.now() + limit;
  const Errand errand(std::move(host), port, limit);
  const auto& proxy = routes_.proxy;
  const Errand first = proxy ? Errand(proxy->host, proxy->port, limit) : errand;
  Dialed dialed = co_await dial(first, ends_at);
  Connected result = std::move(dialed.connected);
  if (proxy && result.stream) {
    result = co_await enter_proxy(first, errand, std::move(result.stream), dialed.peer, ends_at);
  }
  if (scheme == "https" && result.stream) {
    result = co_await speak_tls(errand, std::move(result.stream), dialed.peer, ends_at);
  }
  co_return result;
}

Task<NetworkConnector::Dialed> NetworkConnector::dial(const Errand& errand, Timers::time_point ends_at) {
  Dialed dialed;
  Endpoints endpoints;
  if (const auto elsewhere = routes_.redirects.find(errand.host(), errand.port())) {
    endpoints = {*elsewhere};
  } else {
    const auto limit = ends_at - timers_.now();
    const auto found = co_await resolver_.resolve(errand.host(), executor_, timers_, limit);
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    dialed.connected = was_cancelled(cancellation) ? cancelled(errand) : not_found(errand, found);
    if (was_cancelled(cancellation) || !found || found->addresses.empty()) co_return std::move(dialed);
    endpoints = errand.endpoints(found->addresses);
  }
  Raced raced = co_await connect_to_any(executor_, timers_, std::move(endpoints), ends_at - timers_.now());
  const auto cancellation_since = co_await asio::this_coro::cancellation_state;
  if (was_cancelled(cancellation_since)) {
    dialed.connected = cancelled(errand);
  } else if (!raced.socket) {
    dialed.connected = not_connected(errand, raced.attempts);
  } else {
    dialed.connected = {};
    dialed.connected.stream = make_tcp_stream(std::move(*raced.socket));
    dialed.peer = raced.peer.address();
  }
  co_return std::move(dialed);
}

Task<Connected> NetworkConnector::enter_proxy(const Errand& to_proxy, const Errand& errand,
                                              std::unique_ptr<Stream> stream, asio::ip::address peer,
                                              Timers::time_point ends_at) {
  Connected result;
  result.stream = std::move(stream);
  if (routes_.proxy->is_tls) {
    result = co_await speak_tls(to_proxy, std::move(result.stream), peer, ends_at);
    if (!result.stream) co_return result;
  }
  const Deadline limit(timers_, *result.stream, ends_at - timers_.now());
  const auto refused = co_await ask_for_tunnel(*result.stream, *routes_.proxy, errand.host(), errand.port());
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  if (was_cancelled(cancellation)) co_return cancelled(errand);
  if (!refused) co_return result;
  const auto what = "connect to " + errand.name() + " through the proxy " + to_proxy.name() + ": ";
  if (limit.has_passed()) co_return failed(TransportErrorKind::timed_out, what + errand.late());
  co_return failed(TransportErrorKind::refused, what + *refused);
}

Task<Connected> NetworkConnector::speak_tls(const Errand& errand, std::unique_ptr<Stream> stream,
                                            asio::ip::address peer, Timers::time_point ends_at) {
  const auto name = errand.host().substr(0, errand.host().find('%'));  // an address's zone is ours alone
  const Deadline limit(timers_, *stream, ends_at - timers_.now());
  Handshake handshake = co_await connect_tls(std::move(stream), name, tls_.context());
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  if (was_cancelled(cancellation)) co_return cancelled(errand);
  Connected result;
  result.stream = std::move(handshake.stream);
  result.tls = std::move(handshake.session);
  if (result.stream) co_return result;
  const auto what = "TLS to " + errand.name() + errand.at({peer}) + ": ";
  if (limit.has_passed()) co_return failed(TransportErrorKind::timed_out, what + errand.late());
  co_return failed(kind_of(handshake), what + why(handshake));
}

}  // namespace

std::unique_ptr<Connector> make_network_connector(asio::any_io_executor executor, Timers& timers,
                                                  const OriginTrust& trust, OriginRoutes routes) {
  return make_network_connector(std::move(executor), timers, trust, std::move(routes),
                                Resolver::of_process());
}

std::unique_ptr<Connector> make_network_connector(asio::any_io_executor executor, Timers& timers,
                                                  const OriginTrust& trust, OriginRoutes routes,
                                                  Resolver& resolver) {
  return std::make_unique<NetworkConnector>(std::move(executor), timers, trust, std::move(routes), resolver);
}

}  // namespace wiretape::io
