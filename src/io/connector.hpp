// SPDX-License-Identifier: MIT
// Opens connections to origins: name, TCP, TLS.
#pragma once

#include <asio/any_io_executor.hpp>
#include <memory>
#include <optional>
#include <string>

#include <wiretape/interaction.hpp>
#include <wiretape/options.hpp>

#include "base/result.hpp"
#include "io/own_certificate.hpp"
#include "io/redirects.hpp"
#include "io/stream.hpp"
#include "io/timers.hpp"
#include "io/upstream_proxy.hpp"

namespace wiretape::io {

struct OriginTrust {
  std::string extra_ca_file;  // PEM, beside the system's roots
  bool skips_verification = false;
  CertificateFiles certificate = {};  // for origins that ask for one
  TlsLimits limits = {};
};

// What could not be opened, in the words of an interaction's outcome.
struct ConnectFailure {
  TransportErrorKind kind = TransportErrorKind::refused;
  std::string message;  // "connect to api.weather.test:443 (10.0.0.7): Connection refused"
};

struct Connected {
  std::unique_ptr<Stream> stream;  // null when it failed
  ConnectFailure failure = {};
  std::optional<TlsSession> tls = {};  // where TLS is spoken
};

// The interface conversations use; tests put pipes behind it.
class Connector {
public:
  virtual ~Connector() = default;
  // TLS is spoken when `scheme` is "https": SNI for names, ALPN http/1.1, the certificate verified
  // for `host`, which may be an IP address, IPv6 without its brackets. Ends with timed_out when `limit`
  // passes, which counts for name, TCP and TLS together, and at once when the coroutine is cancelled.
  virtual Task<Connected> connect(std::string scheme, std::string host, std::uint16_t port,
                                  Timers::duration limit) = 0;
};

// How origins are reached.
struct OriginRoutes {
  Redirects redirects = {};                 // hosts that need no look-up
  std::optional<UpstreamProxy> proxy = {};  // through which all of them are reached
};

class Resolver;

// Over the network, for coroutines of `executor`; `timers` outlives it. Throws std::runtime_error, "path:
// cause", when a file of the trust cannot be read or holds not what it should. Makes its TLS context on first
// use. Name look-ups block neither the thread nor the end of a deck (io/resolver.hpp); all of a name's
// addresses are tried (io/happy_eyeballs.hpp). Through a proxy, that one is looked up, and the origin's name
// is left to it. Make it where the environment does not change at the same time.
std::unique_ptr<Connector> make_network_connector(asio::any_io_executor executor, Timers& timers,
                                                  const OriginTrust& trust, OriginRoutes routes = {});
// The same with a resolver of the caller's, which outlives it.
std::unique_ptr<Connector> make_network_connector(asio::any_io_executor executor, Timers& timers,
                                                  const OriginTrust& trust, OriginRoutes routes,
                                                  Resolver& resolver);

}  // namespace wiretape::io
