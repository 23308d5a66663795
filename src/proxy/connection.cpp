// SPDX-License-Identifier: MIT
#include "proxy/connection.hpp"

#include <array>

#include "base/text.hpp"
#include "io/deadline.hpp"
#include "io/error.hpp"
#include "io/tls.hpp"
#include "proxy/broken_connection.hpp"
#include "proxy/http1_conversation.hpp"
#include "proxy/socks5_conversation.hpp"
#include "proxy/told.hpp"

namespace wiretape::proxy {

namespace {

constexpr std::string_view h2_preface = "PRI * HTTP/2.0\r\n";  // RFC 9113 §3.4
constexpr char tls_handshake = 0x16;                           // RFC 8446 §5.1
constexpr char socks5 = 0x05;                                  // RFC 1928 §3
const std::string itself = "127.0.0.1";                        // whose leaf is for all names of loopback

class Connection {
public:
  Connection(Context& context, std::unique_ptr<io::Stream> client, std::uint64_t number)
      : context_(context), stream_(std::move(client)), number_(number) {
    registered_.emplace(context_.open_streams, *stream_);
    way_.reverse_origin = context_.reverse_origin;
  }

  io::Task<void> serve() {
    tell(context_, number_, JournalKind::connection_opened, "connection opened");
    bool goes_on = true;
    while (goes_on) goes_on = co_await serve_layer();
    tell(context_, number_, JournalKind::connection_closed, "connection closed");
  }

private:
  // One layer of the connection: plain, a tunnel's, or TLS in it. True when another lies within.
  io::Task<bool> serve_layer() {
    const bool has_bytes = co_await look();
    if (!has_bytes) co_return false;
    bool goes_on = false;
    if (seen_.front() == tls_handshake && !way_.is_tls) {
      goes_on = co_await serve_tls();
    } else if (seen_.front() == socks5 && !way_.tunnel) {
      goes_on = co_await serve_socks5();
    } else if (seen_.starts_with("PRI ")) {
      context_.journal.find(policy::unsupported("HTTP/2 without TLS", target()));
      co_await close_lingering();
    } else {
      goes_on = co_await serve_plain();
    }
    co_return goes_on;
  }

  // Waits for bytes enough to tell the protocol. False: the client left without a word.
  io::Task<bool> look() {
    io::Deadline limit(context_.timers, *stream_, context_.limits.idle);
    while (seen_.empty() || (seen_.size() < h2_preface.size() && h2_preface.starts_with(seen_))) {
      const auto into = io::scratch();
      const io::Transfer got = co_await stream_->read_some(into);
      if (got.count == 0) {
        if (!seen_.empty()) co_return true;  // whatever it is, the reader will say
        note_refusal(got.error);
        co_return false;
      }
      seen_.append(into.data(), got.count);
      if (way_.is_tls) context_.is_trusted = true;
    }
    co_return true;
  }

  io::Task<bool> serve_tls() {
    const std::string host = way_.tunnel ? way_.tunnel->host : itself;
    const auto& reverse = way_.reverse_origin;
    if (reverse && !way_.tunnel) fault_ = decide_connection(context_, number_, reverse->host, reverse->port);
    if (fault_ && !flaw_of(*fault_)) {
      co_await break_off();
      co_return false;
    }
    io::Handshake handshake;
    {
      io::Deadline limit(context_.timers, *stream_, context_.limits.handshake);
      auto inner = std::move(stream_);
      handshake =
          co_await io::accept_tls(std::move(inner), std::move(seen_), context_.authority(), tls_for(host));
      if (limit.has_passed()) {
        const auto waited = std::to_string(context_.limits.handshake.count());
        handshake.error = "the client did not end the handshake within " + waited + " ms";
      }
    }
    registered_.reset();
    seen_.clear();
    if (!handshake.stream) {
      tell(context_, number_, JournalKind::tls_failed, "TLS for " + host + ": " + handshake.error);
      explain(host, handshake);
      co_return false;
    }
    stream_ = std::move(handshake.stream);
    registered_.emplace(context_.open_streams, *stream_);
    way_.is_tls = true;
    tell(context_, number_, JournalKind::tls_established, "TLS for " + host + certificate_of(handshake));
    co_return true;
  }

  io::Task<bool> serve_plain() {
    ClientSide side(context_, *stream_, number_, std::exchange(seen_, {}));
    Ended ended = co_await serve_http1(context_, side, way_);
    if (ended.tunnel) {
      const bool goes_on = co_await enter(std::move(*ended.tunnel));
      co_return goes_on;
    }
    if (ended.requests == 0) note_refusal(ended.error);
    if (ended.has_unread)
      co_await close_lingering();
    else
      co_await close_in_order();
    co_return false;
  }

  io::Task<bool> serve_socks5() {
    std::string seen = std::exchange(seen_, {});
    auto tunnel = co_await accept_socks5(context_, *stream_, number_, std::move(seen));
    bool goes_on = false;
    if (tunnel) {
      goes_on = co_await enter(std::move(*tunnel));
    } else {
      co_await close_lingering();
    }
    co_return goes_on;
  }

  // In the place of what the client awaits.
  io::Task<void> break_off() {
    switch (fault_->kind) {
      case FaultKind::tls_alert: {
        const std::string alert = fatal_alert(fault_->code);
        co_await stream_->write(alert);
        break;
      }
      case FaultKind::handshake_stall:
        co_await drain_until_left(*stream_);
        break;
      case FaultKind::refuse:
      case FaultKind::accept_and_reset:
        stream_->reset();
        co_return;
      default:
        break;
    }
    co_await close_lingering();
  }

  // What follows is the tunnel's. False where it was carried through and has ended.
  io::Task<bool> enter(Tunnel tunnel) {
    if (tunnel.origin) {
      co_await carry(context_, *stream_, std::move(tunnel));
      stream_->close();
      co_return false;
    }
    fault_ = std::move(tunnel.fault);
    const bool is_broken_at_once = fault_ && (fault_->kind == FaultKind::accept_and_reset ||
                                              fault_->kind == FaultKind::accept_and_close);
    if (is_broken_at_once) {
      co_await break_off();
      co_return false;
    }
    way_.tunnel = std::move(tunnel.target);
    way_.is_tls = false;
    seen_ = std::move(tunnel.rest);
    co_return true;
  }

  // As the origin's TLS was when it was recorded, inside of what the user allows.
  [[nodiscard]] io::ClientTls tls_for(const std::string& host) const {
    auto tls = context_.client_tls;
    const auto& reverse = way_.reverse_origin;
    const std::uint16_t port = way_.tunnel ? *way_.tunnel->port : reverse ? reverse->port : 443;
    tls.shown.fallback_host = host;
    if (fault_) tls.shown.flaw = flaw_of(*fault_).value_or(io::CertificateFlaw::none);
    tls.shown.own = [this, port](const std::string& name) -> const io::OwnCertificate* {
      for (const auto& [hosts, certificate] : context_.certificates) {
        if (hosts.has(name, port)) return certificate.get();
      }
      return nullptr;
    };
    const auto recorded = context_.policy.recorded_tls(way_.tunnel || !reverse ? host : reverse->host, port);
    if (!recorded) return tls;
    const bool may_be_1_2 = tls.limits.lowest == TlsVersion::tls1_2;
    if (recorded->version == "TLSv1.2" && may_be_1_2) tls.limits.highest = TlsVersion::tls1_2;
    tls.shown.selects_protocol = !recorded->protocol.empty();
    tls.shown.names = recorded->certificate_names;
    return tls;
  }

  [[nodiscard]] std::string certificate_of(const io::Handshake& handshake) const {
    if (!context_.client_tls.asks_certificate) return {};
    return handshake.peer.empty() ? ", no client certificate"
                                  : ", client certificate " + escape_control(handshake.peer, 300);
  }

  io::Task<void> close_in_order() {
    co_await stream_->shutdown_send();
    stream_->close();
  }

  // A client that is still sending would lose our last answer to an RST (RFC 9112 §9.6): say that
  // we are done, read a bounded amount for a bounded time, and close.
  io::Task<void> close_lingering() {
    constexpr std::size_t most_bytes = 1 << 20;
    io::Deadline limit(context_.timers, *stream_, std::chrono::seconds(2));
    co_await stream_->shutdown_send();
    for (std::size_t read = 0; read < most_bytes;) {
      const auto into = io::scratch();
      const io::Transfer got = co_await stream_->read_some(into);
      if (got.count == 0) break;
      read += got.count;
    }
    stream_->close();
  }

  // TLS 1.3: the client's alert comes after our side of the handshake is done (RFC 8446 §4.4.2.4). Some
  // clients (cpp-httplib, GnuTLS' wget, Node) look at the certificate only then, and leave without a word; as
  // others do that open connections ahead of time, it counts only until one has shown that it trusts us.
  void note_refusal(const std::error_code& error) {
    if (!way_.is_tls || fault_) return;
    if (io::is_untrusted_alert(error)) return refused(error.message());
    const bool has_left = !error || error == io::tls_truncated() ||
                          io::transport_error_kind_of(error) == TransportErrorKind::reset;
    if (has_left && !context_.is_trusted) {
      refused("the client ended the connection after the handshake, before any request");
    }
  }

  // What the test author can mend is a finding, unless a rule made it.
  void explain(const std::string& host, const io::Handshake& failed) {
    if (fault_) return;  // as it should
    switch (failed.fault) {
      case io::HandshakeFault::untrusted:
        return refused(failed.error);
      case io::HandshakeFault::no_common_protocol:
        return context_.journal.find(policy::unsupported("HTTP/2, or anything but HTTP/1.1, in TLS", host));
      case io::HandshakeFault::no_common_tls:
        return context_.journal.find(policy::no_common_tls(host, failed.error));
      case io::HandshakeFault::none:
      case io::HandshakeFault::other:
        break;
    }
  }

  void refused(const std::string& reason) {
    const auto host = way_.tunnel ? way_.tunnel->host : itself;
    context_.journal.find(policy::client_refused_tls(host, reason, context_.authority().file()));
  }

  [[nodiscard]] std::string target() const { return way_.tunnel ? way_.tunnel->host : ""; }

  Context& context_;
  std::unique_ptr<io::Stream> stream_;
  std::optional<Registered> registered_;
  std::uint64_t number_;
  Way way_;
  std::string seen_;            // read, and not yet given to anyone
  std::optional<Fault> fault_;  // that a rule has for the handshake
};

}  // namespace

io::Task<void> serve_connection(Context& context, std::unique_ptr<io::Stream> client, std::uint64_t number) {
  Connection connection(context, std::move(client), number);
  co_await connection.serve();
}

}  // namespace wiretape::proxy
