// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <functional>
#include <optional>
#include <thread>

#include "io/connector.hpp"
#include "io/loop.hpp"
#include "io/resolver.hpp"
#include "io/scope.hpp"
#include "support/black_hole.hpp"
#include "support/coroutines.hpp"
#include "support/gate.hpp"
#include "support/identity.hpp"
#include "support/manual_timers.hpp"
#include "support/tcp.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::io {
namespace {

using asio::ip::make_address;
using asio::ip::tcp;
using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;

constexpr milliseconds ten_seconds(10'000);

// A look-up that finds these for every name.
Resolver::LookUp always(const std::vector<std::string>& texts) {
  Resolved found;
  for (const auto& text : texts) found.addresses.push_back(make_address(text));
  return [found](const std::string&) { return found; };
}

Resolver::LookUp never() {
  return [](const std::string&) { return Resolved{{}, "Name or service not known"}; };
}

Task<std::string> read_all(Stream& stream) {
  std::string all;
  while (true) {
    const auto got = co_await stream.read_some(scratch());
    if (got.error || got.is_end()) co_return all;
    all.append(scratch().data(), got.count);
  }
}

class NetworkConnector : public testing::Test {
protected:
  ~NetworkConnector() override { gate_.open(); }

  void look_up_by(Resolver::LookUp look_up) { resolver_.emplace(std::move(look_up)); }

  Started<Connected> start(const std::string& scheme, const std::string& host, std::uint16_t port) {
    connector_ = make_network_connector(context_.get_executor(), timers_, trust_, {}, *resolver_);
    return {context_, connector_->connect(scheme, host, port, ten_seconds)};
  }
  // Runs until that is so, without moving the timers.
  void run_until(const std::function<bool()>& is_so) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    context_.restart();
    while (!is_so() && context_.run_one_until(end) > 0) {
    }
    ASSERT_TRUE(is_so());
  }
  template <class T>
  T& finished(const Started<T>& task) {
    run_until([&] { return task.has_ended(); });
    return task.value();
  }
  Connected connect(const std::string& scheme, const std::string& host, std::uint16_t port) {
    const auto started = start(scheme, host, port);
    return std::move(finished(started));
  }
  // A connect that waits has two timers: its limit, and the next address's turn.
  void run_until_connecting() {
    run_until([this] { return timers_.pending() == 2; });
  }

  asio::io_context context_;
  ManualTimers timers_{context_};
  OriginTrust trust_;
  Gate gate_;  // outlives the resolver's threads
  std::optional<Resolver> resolver_{std::in_place, always({"127.0.0.1"})};
  std::unique_ptr<Connector> connector_;
};

// "api.weather.test:40001"
std::string weather(std::uint16_t port) { return "api.weather.test:" + std::to_string(port); }

TEST_F(NetworkConnector, ConnectsToAName) {
  const support::Listening listening;
  const auto connected = connect("http", "api.weather.test", listening.port());
  EXPECT_TRUE(connected.stream) << connected.failure.message;
  EXPECT_EQ(timers_.pending(), 0U);
}

TEST_F(NetworkConnector, ConnectsToAddressesAndLocalhostWithoutALookUp) {
  look_up_by(never());
  const support::Listening listening;
  for (const auto* host : {"127.0.0.1", "localhost", "api.localhost"}) {
    const auto connected = connect("http", host, listening.port());
    EXPECT_TRUE(connected.stream) << connected.failure.message;
  }
}

TEST_F(NetworkConnector, ConnectsToIpv6) {
  if (!support::has_ipv6()) GTEST_SKIP() << "no IPv6 here";
  const support::Listening listening("::1");
  for (const auto* host : {"::1", "::1%25lo", "localhost"}) {
    const auto connected = connect("http", host, listening.port());
    EXPECT_TRUE(connected.stream) << connected.failure.message;
  }
}

TEST_F(NetworkConnector, SaysWhoRefused) {
  const support::RefusedPort refused;
  const auto connected = connect("http", "api.weather.test", refused.port());
  EXPECT_FALSE(connected.stream);
  EXPECT_EQ(connected.failure.kind, TransportErrorKind::refused);
  EXPECT_EQ(connected.failure.message,
            "connect to " + weather(refused.port()) + " (127.0.0.1): Connection refused");
  EXPECT_EQ(connect("http", "127.0.0.1", refused.port()).failure.message,
            "connect to 127.0.0.1:" + std::to_string(refused.port()) + ": Connection refused");
}

TEST_F(NetworkConnector, PutsIpv6InBrackets) {
  if (!support::has_ipv6()) GTEST_SKIP() << "no IPv6 here";
  EXPECT_EQ(connect("http", "::1", 1).failure.message, "connect to [::1]:1: Connection refused");
}

TEST_F(NetworkConnector, NamesEveryAddressThatRefused) {
  look_up_by(always({"127.0.0.1", "127.0.0.2"}));
  const support::RefusedPort refused;
  EXPECT_EQ(connect("http", "api.weather.test", refused.port()).failure.message,
            "connect to " + weather(refused.port()) + " (127.0.0.1, 127.0.0.2): Connection refused");
}

TEST_F(NetworkConnector, NamesAFewOfManyAddresses) {
  std::vector<std::string> many;
  for (int i = 1; i < 20; ++i) many.push_back("127.0.0." + std::to_string(i));
  look_up_by(always(many));
  const support::RefusedPort refused;
  EXPECT_EQ(connect("http", "api.weather.test", refused.port()).failure.message,
            "connect to " + weather(refused.port()) +
                " (127.0.0.1, 127.0.0.2, 127.0.0.3, 127.0.0.4, 127.0.0.5, 127.0.0.6, …): Connection refused");
}

TEST_F(NetworkConnector, SetsFailuresApartAndIsOfTheKindThatSaysMost) {
  look_up_by(always({"224.0.0.1", "127.0.0.1"}));  // the kernel has no TCP to a multicast address
  const support::RefusedPort refused;
  const auto connected = connect("http", "api.weather.test", refused.port());
  EXPECT_EQ(connected.failure.kind, TransportErrorKind::refused);
  EXPECT_EQ(connected.failure.message,
            "connect to " + weather(refused.port()) +
                " (224.0.0.1): Network is unreachable; (127.0.0.1): Connection refused");
}

TEST_F(NetworkConnector, TellsANetworkThatIsUnreachable) {
  look_up_by(always({"224.0.0.1"}));
  EXPECT_EQ(connect("http", "api.weather.test", 80).failure.kind, TransportErrorKind::unreachable);
}

TEST_F(NetworkConnector, SaysThatANameDoesNotResolve) {
  look_up_by(never());
  const auto connected = connect("https", "api.weather.test", 443);
  EXPECT_EQ(connected.failure.kind, TransportErrorKind::dns);
  EXPECT_EQ(connected.failure.message, "look up api.weather.test: Name or service not known");
  EXPECT_EQ(timers_.pending(), 0U);
}

TEST_F(NetworkConnector, EscapesWhatAHostHolds) {
  look_up_by(never());
  EXPECT_EQ(connect("http", "a\nb", 80).failure.message, "look up a\\nb: Name or service not known");
}

TEST_F(NetworkConnector, TimesOutWhereAnAddressIsSilent) {
  const BlackHole hole("127.0.0.1");
  const auto started = start("http", "api.weather.test", hole.endpoint().port());
  run_until_connecting();
  timers_.advance(ten_seconds);
  const auto& failure = finished(started).failure;
  EXPECT_EQ(failure.kind, TransportErrorKind::timed_out);
  EXPECT_EQ(failure.message,
            "connect to " + weather(hole.endpoint().port()) + " (127.0.0.1): no answer within 10000 ms");
  EXPECT_EQ(timers_.pending(), 0U);
}

TEST_F(NetworkConnector, ASilentAddressDoesNotEatTheLimit) {
  const BlackHole hole("127.0.0.1");
  const tcp::acceptor good(context_, tcp::endpoint(make_address("127.0.0.2"), hole.endpoint().port()));
  look_up_by(always({"127.0.0.1", "127.0.0.2"}));
  const auto started = start("http", "api.weather.test", hole.endpoint().port());
  run_until_connecting();
  timers_.advance(milliseconds(250));
  EXPECT_TRUE(finished(started).stream);
}

TEST_F(NetworkConnector, TheLimitCountsForTheLookUp) {
  look_up_by(gate_.look_up());
  const auto started = start("http", "slow.test", 80);
  settle(context_);
  timers_.advance(ten_seconds);
  const auto& failure = finished(started).failure;
  EXPECT_EQ(failure.kind, TransportErrorKind::timed_out);
  EXPECT_EQ(failure.message, "look up slow.test: no answer within 10000 ms");
}

TEST_F(NetworkConnector, TheLimitCountsForLookUpAndTcpTogether) {
  const BlackHole hole("127.0.0.1");
  look_up_by(gate_.look_up("127.0.0.1"));
  const auto started = start("http", "slow.test", hole.endpoint().port());
  settle(context_);
  timers_.advance(milliseconds(9'000));
  gate_.open();
  run_until_connecting();
  timers_.advance(milliseconds(999));
  ASSERT_FALSE(started.has_ended());
  timers_.advance(milliseconds(1));
  EXPECT_THAT(finished(started).failure.message, StartsWith("connect to slow.test"));
}

TEST_F(NetworkConnector, TheLimitCountsForTls) {
  tcp::acceptor acceptor(context_, tcp::endpoint(make_address("127.0.0.1"), 0));
  const auto started = start("https", "api.weather.test", acceptor.local_endpoint().port());
  tcp::socket peer(context_);
  std::array<char, 1> byte{};
  bool has_spoken = false;  // the client, its ClientHello
  acceptor.async_accept(peer, [&](std::error_code) {
    peer.async_receive(asio::buffer(byte), [&](std::error_code, std::size_t) { has_spoken = true; });
  });
  run_until([&] { return has_spoken; });
  timers_.advance(ten_seconds);
  const auto& failure = finished(started).failure;
  EXPECT_EQ(failure.kind, TransportErrorKind::timed_out);
  EXPECT_EQ(failure.message, "TLS to " + weather(acceptor.local_endpoint().port()) +
                                 " (127.0.0.1): no answer within 10000 ms");
  EXPECT_EQ(timers_.pending(), 0U);
}

Task<void> connect_into(Connector& connector, std::string scheme, std::uint16_t port,
                        std::optional<Connected>& result) {
  result = co_await connector.connect(std::move(scheme), "slow.test", port, ten_seconds);
}

class CancelledConnect : public NetworkConnector {
protected:
  // What it comes to when its scope is cancelled at a moment.
  std::string cancel(const std::string& scheme, std::uint16_t port, const std::function<bool()>& when) {
    connector_ = make_network_connector(context_.get_executor(), timers_, trust_, {}, *resolver_);
    std::optional<Connected> result;
    Scope scope(context_.get_executor(), [](const std::string&, const std::exception_ptr&) {});
    scope.spawn("connect", connect_into(*connector_, scheme, port, result));
    settle(context_);
    run_until(when);
    EXPECT_FALSE(result);
    scope.cancel();
    settle(context_);
    EXPECT_EQ(scope.size(), 0U);
    EXPECT_EQ(timers_.pending(), 0U);
    return result && !result->stream ? result->failure.message : "";
  }
};

TEST_F(CancelledConnect, EndsInTheLookUp) {
  look_up_by(gate_.look_up());
  EXPECT_EQ(cancel("http", 80, [] { return true; }), "connect to slow.test:80: cancelled");
}

TEST_F(CancelledConnect, EndsInTcp) {
  const BlackHole hole("127.0.0.1");
  EXPECT_THAT(cancel("http", hole.endpoint().port(), [this] { return timers_.pending() == 2; }),
              HasSubstr("cancelled"));
}

TEST_F(CancelledConnect, EndsInTls) {
  tcp::acceptor acceptor(context_, tcp::endpoint(make_address("127.0.0.1"), 0));
  tcp::socket peer(context_);
  std::array<char, 1> byte{};
  bool has_spoken = false;
  acceptor.async_accept(peer, [&](std::error_code) {
    peer.async_receive(asio::buffer(byte), [&](std::error_code, std::size_t) { has_spoken = true; });
  });
  EXPECT_THAT(cancel("https", acceptor.local_endpoint().port(), [&] { return has_spoken; }),
              HasSubstr("cancelled"));
}

TEST(NetworkConnectorsLoop, EndsWhileALookUpHangs) {
  Gate gate;
  Resolver resolver(gate.look_up());
  {
    Loop loop;
    const auto timers = make_asio_timers(loop.executor());
    const auto connector = make_network_connector(loop.executor(), *timers, {}, {}, resolver);
    std::optional<Connected> result;
    Scope scope(loop.executor(), [](const std::string&, const std::exception_ptr&) {});
    scope.spawn("connect", connect_into(*connector, "http", 80, result));
    std::thread thread([&] { loop.run(); });
    gate.wait_until_entered(1);
    loop.post([&] { scope.cancel(); });
    loop.finish();
    thread.join();
    EXPECT_TRUE(result);
  }
  gate.open();
}

TEST(NetworkConnectorsTrust, IsReadAtOnce) {
  asio::io_context context;
  ManualTimers timers(context);
  OriginTrust trust;
  trust.extra_ca_file = "/nowhere/ca.pem";
  try {
    make_network_connector(context.get_executor(), timers, trust);
    FAIL() << "it was made";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "/nowhere/ca.pem: No such file or directory");
  }
}

// Connects to servers that show the deck certificates of all kinds.
class OriginsCertificate : public NetworkConnector {
protected:
  OriginsCertificate() {
    dir_.write("ca.pem", pem_of(authority_));
    trust_.extra_ca_file = dir_.path("ca.pem");
  }
  Identity issue(const std::string& names, int ends_in_days = 2) {
    IdentityOptions options{"a server", names};
    options.ends_in_days = ends_in_days;
    return make_identity(options, &authority_);
  }
  // What a server with this certificate says to the client of `host`, or why nothing came.
  std::string greeting(const Identity& identity, const std::string& host) {
    const TlsServer server(identity);
    const auto connected = connect("https", host, server.port());
    asked_for_ = server.asked_for();
    kind_ = connected.failure.kind;
    const std::string port = ":" + std::to_string(server.port());
    if (!connected.stream) return without(port, connected.failure.message);
    const Started<std::string> all(context_, read_all(*connected.stream));
    return finished(all);
  }
  static std::string without(const std::string& part, std::string text) {
    const auto at = text.find(part);
    return at == std::string::npos ? text : text.erase(at, part.size());
  }

  const support::TempDirectory dir_;
  const Identity authority_ = make_authority("Authority of a test");
  std::string asked_for_;
  TransportErrorKind kind_{};
};

TEST_F(OriginsCertificate, IsAcceptedForItsName) {
  EXPECT_EQ(greeting(issue("DNS:api.weather.test"), "api.weather.test"), "hello");
  EXPECT_EQ(asked_for_, "api.weather.test");
}

TEST_F(OriginsCertificate, IsAcceptedForAWildcard) {
  EXPECT_EQ(greeting(issue("DNS:*.weather.test"), "api.weather.test"), "hello");
}

TEST_F(OriginsCertificate, IsAcceptedForItsAddressAndNoNameIsSent) {
  EXPECT_EQ(greeting(issue("IP:127.0.0.1"), "127.0.0.1"), "hello");
  EXPECT_EQ(asked_for_, "");
}

TEST_F(OriginsCertificate, IsNotAcceptedForAnotherName) {
  EXPECT_EQ(greeting(issue("DNS:www.weather.test"), "api.weather.test"),
            "TLS to api.weather.test (127.0.0.1): certificate verify failed: hostname mismatch");
  EXPECT_EQ(kind_, TransportErrorKind::tls);
}

TEST_F(OriginsCertificate, IsNotAcceptedForAnotherAddress) {
  EXPECT_EQ(greeting(issue("IP:127.0.0.2,DNS:127.0.0.1"), "127.0.0.1"),
            "TLS to 127.0.0.1: certificate verify failed: IP address mismatch");
}

TEST_F(OriginsCertificate, IsNotAcceptedOfAnotherAuthority) {
  const auto other = make_authority("Another");
  const auto identity = make_identity({"a server", "DNS:api.weather.test"}, &other);
  EXPECT_EQ(greeting(identity, "api.weather.test"),
            "TLS to api.weather.test (127.0.0.1): certificate verify failed: unable to get local issuer "
            "certificate");
  EXPECT_EQ(kind_, TransportErrorKind::tls);
}

TEST_F(OriginsCertificate, IsNotAcceptedOfNoAuthority) {
  EXPECT_EQ(greeting(make_identity({"a server", "DNS:api.weather.test"}), "api.weather.test"),
            "TLS to api.weather.test (127.0.0.1): certificate verify failed: self-signed certificate");
}

TEST_F(OriginsCertificate, IsNotAcceptedBeyondItsTime) {
  EXPECT_EQ(greeting(issue("DNS:api.weather.test", -1), "api.weather.test"),
            "TLS to api.weather.test (127.0.0.1): certificate verify failed: certificate has expired");
}

TEST_F(OriginsCertificate, IsAcceptedWhateverItIsWhereVerificationIsOff) {
  trust_.skips_verification = true;
  EXPECT_EQ(greeting(issue("DNS:www.weather.test", -1), "api.weather.test"), "hello");
  EXPECT_EQ(greeting(make_identity({"a server", ""}), "127.0.0.1"), "hello");
}

// What the connector says of an origin that answers a ClientHello with `answer`.
class NoTls : public NetworkConnector {
protected:
  ConnectFailure failure_of(const std::function<void(support::Connection&)>& answer) {
    const support::Listening listening;
    std::thread server([&] {
      support::Connection connection(support::Descriptor(::accept(listening.fd(), nullptr, nullptr)));
      connection.read_count(1);
      answer(connection);
    });
    auto connected = connect("https", "127.0.0.1", listening.port());
    server.join();
    EXPECT_FALSE(connected.stream);
    EXPECT_THAT(connected.failure.message,
                StartsWith("TLS to 127.0.0.1:" + std::to_string(listening.port()) + ": "));
    connected.failure.message.erase(0, connected.failure.message.find(": ") + 2);
    return connected.failure;
  }
};

TEST_F(NoTls, SaysWhereAPlainServerAnswers) {
  const auto failure =
      failure_of([](auto& connection) { connection.send("HTTP/1.1 400 Bad Request\r\n\r\n"); });
  EXPECT_EQ(failure.kind, TransportErrorKind::tls);
  EXPECT_EQ(failure.message, "what answers there speaks no TLS");
}

TEST_F(NoTls, SaysWhereTheOriginSendsAnAlert) {
  const std::string handshake_failure("\x15\x03\x03\x00\x02\x02\x28", 7);
  const auto failure = failure_of([&](auto& connection) { connection.send(handshake_failure); });
  EXPECT_EQ(failure.kind, TransportErrorKind::tls);
  EXPECT_EQ(failure.message, "the peer sent the TLS alert handshake_failure");
}

TEST_F(NoTls, SaysWhereTheOriginLeaves) {
  const auto failure = failure_of([](auto& connection) {
    connection.shutdown_send();
    connection.read_to_end();
  });
  EXPECT_EQ(failure.kind, TransportErrorKind::tls);
  EXPECT_EQ(failure.message, "the origin closed the connection in the middle of the handshake");
}

TEST_F(NoTls, SaysWhereTheOriginResets) {
  const auto failure = failure_of([](auto& connection) { connection.reset(); });
  EXPECT_EQ(failure.kind, TransportErrorKind::reset);
  EXPECT_EQ(failure.message, "Connection reset by peer");
}

}  // namespace
}  // namespace wiretape::io
