// SPDX-License-Identifier: MIT
#include <wiretape/deck.hpp>

#include <unistd.h>

#include <future>
#include <thread>

#include "base/clock.hpp"
#include "deck/loaded.hpp"
#include "deck/recording.hpp"
#include "deck/shared_journal.hpp"
#include "io/certificate_authority.hpp"
#include "io/client_certificate.hpp"
#include "io/key_log.hpp"
#include "io/listener.hpp"
#include "io/loop.hpp"
#include "io/tls_limits.hpp"
#include "proxy/connection.hpp"
#include "proxy/told.hpp"

namespace wiretape {

namespace {

std::optional<Url> parse_reverse_origin(const std::string& text) {
  if (text.empty()) return std::nullopt;
  try {
    return Url::parse(text);
  } catch (const std::invalid_argument& error) {
    throw StartError("reverse_origin: " + std::string(error.what()) +
                     "\n  next: write it as \"https://host[:port]\"");
  }
}

std::unique_ptr<io::Listener> open_listener(io::Loop& loop, const DeckOptions& options) {
  auto listener = io::Listener::open(loop.executor(), options.listen, options.allows_remote_clients);
  if (!listener) {
    throw StartError(listener.error().message +
                     "\n  next: listen on \"127.0.0.1:0\", where any free port is taken, or on another one");
  }
  return std::move(*listener);
}

policy::HostList parse_hosts(const char* option, const std::vector<std::string>& hosts) {
  auto list = policy::HostList::parse(hosts);
  if (list) return *std::move(list);
  throw StartError(
      std::string(option) + ": " + list.error().message +
      "\n  next: write it as \"api.weather.test\", \"*.weather.test\" or \"api.weather.test:8443\"");
}

std::optional<proxy::Credentials> parse_credentials(const std::string& text) {
  if (text.empty()) return std::nullopt;
  auto credentials = proxy::Credentials::parse(text);
  if (credentials) return *std::move(credentials);
  throw StartError("proxy_credentials: " + credentials.error().message +
                   "\n  next: write it as \"name:password\"");
}

Speed check(Speed speed) {
  if (speed.factor() > 0) return speed;
  throw StartError("speed: " + std::to_string(speed.factor()) +
                   " is no factor\n  next: use speed::instant, "
                   "speed::recorded or a positive one, like Speed(2)");
}

io::Redirects parse_redirects(const DeckOptions& options) {
  auto redirects = io::Redirects::parse(options.resolve);
  if (redirects) return *std::move(redirects);
  throw StartError("resolve: " + redirects.error().message +
                   "\n  next: write it as {\"api.weather.test\", \"127.0.0.1:8443\"}");
}

std::optional<io::UpstreamProxy> parse_upstream_proxy(const std::string& url) {
  if (url.empty()) return std::nullopt;
  auto proxy = io::UpstreamProxy::parse(url);
  if (proxy) return *std::move(proxy);
  throw StartError("upstream_proxy: " + proxy.error().message +
                   "\n  next: write it as \"http://[name:password@]host:port\"");
}

TlsLimits checked_limits(const char* option, const TlsLimits& limits) {
  try {
    io::check_tls_limits(limits);
  } catch (const std::runtime_error& error) {
    throw StartError(
        std::string(option) + ": " + error.what() +
        "\n  next: write it as {.lowest = TlsVersion::tls1_2, .highest = TlsVersion::tls1_2, .ciphers = "
        "\"ECDHE-ECDSA-AES128-GCM-SHA256\"}");
  }
  return limits;
}

io::ClientCertificate checked_certificate(const DeckOptions& options) {
  const io::ClientCertificate certificate{options.origin_client_cert_file, options.origin_client_key_file};
  if (certificate.file.empty() && !certificate.key_file.empty()) {
    throw StartError(
        "origin_client_key_file: it is of no use without a certificate\n  next: set "
        "origin_client_cert_file too");
  }
  try {
    io::check_client_certificate(certificate);
  } catch (const std::runtime_error& error) {
    throw StartError(std::string("origin_client_cert_file: ") + error.what() +
                     "\n  next: name a PEM file that holds a certificate and its key, or the key's in "
                     "origin_client_key_file");
  }
  return certificate;
}

std::unique_ptr<io::Connector> make_connector(io::Loop& loop, io::Timers& timers,
                                              const DeckOptions& options) {
  io::OriginTrust trust;
  trust.extra_ca_file = options.origin_ca_file;
  trust.skips_verification = options.insecure_skip_origin_verification;
  trust.certificate = checked_certificate(options);
  trust.limits = checked_limits("origin_tls", options.origin_tls);
  if (const auto fault = io::open_key_log()) {
    throw StartError("SSLKEYLOGFILE: " + *fault + "\n  next: name a file that can be written, or unset it");
  }
  io::OriginRoutes routes;
  routes.redirects = parse_redirects(options);
  routes.proxy = parse_upstream_proxy(options.upstream_proxy);
  try {
    return io::make_network_connector(loop.executor(), timers, std::move(trust), std::move(routes));
  } catch (const std::runtime_error& error) {
    throw StartError(std::string("origin_ca_file: ") + error.what() +
                     "\n  next: name a PEM file that holds the origin's authority");
  }
}

// Enough for the end of a handshake and of the connection behind it; a turn costs a microsecond or two.
constexpr int turns_to_hear = 8;

policy::DeckFacts facts_of(const policy::PolicySetup& setup) {
  return {setup.mode, setup.is_mode_from_code, setup.cassette};
}

}  // namespace

struct Deck::Impl {
  Impl(DeckOptions given, deck::Loaded loaded, policy::PolicySetup setup)
      : options(std::move(given)),
        mode(setup.mode),
        cassette_path(setup.cassette),
        facts(facts_of(setup)),
        journal(options.on_journal_entry),
        recording(std::move(loaded.store), std::move(loaded.existing),
                  deck::cassette_header(options, system_wall_clock().now_rfc3339()), facts, journal),
        policy(std::move(setup), std::move(loaded.tape)),
        timers(io::make_asio_timers(loop.executor())),
        connector(make_connector(loop, *timers, options)),
        listener(open_listener(loop, options)),
        context{
            loop.executor(),
            policy,
            facts,
            journal,
            recording,
            *timers,
            *connector,
            system_wall_clock(),
            options.limits,
            options.accepts_malformed_requests,
            parse_reverse_origin(options.reverse_origin),
            parse_hosts("only", options.only),
            parse_hosts("pass_through", options.pass_through),
            parse_credentials(options.proxy_credentials),
            check(options.speed),
            options.websocket,
            io::ClientTls{checked_limits("client_tls", options.client_tls), options.asks_client_certificate}},
        scope(loop.executor(), proxy::escape_to(context)) {
    scope.spawn("accept", accept());
    thread = std::make_unique<std::thread>([this] { loop.run(); });
  }

  io::Task<void> accept() {
    for (std::uint64_t number = 1;; ++number) {
      auto client = co_await listener->accept();
      if (!client) co_return;
      scope.spawn("connection", proxy::serve_connection(context, std::move(client), number));
    }
  }

  // Runs `what` on the deck's thread and waits for it; does nothing when that has ended.
  void on_thread(std::function<void()> what) {
    if (!thread || is_forked()) return;
    std::promise<void> done;
    loop.post([&] {
      what();
      done.set_value();
    });
    done.get_future().wait();
  }

  // Closes everything, when what had come by now was heard: a client's last words, the alert of one that
  // does not trust us. Each turn of the loop hears what is there, and makes way for what follows it.
  void close_all_after(int turns) {
    loop.post([this, turns] {
      if (turns > 0) return close_all_after(turns - 1);
      listener->close();
      context.open_streams.close_all();
      scope.cancel();
    });
  }

  void join() {
    close_all_after(turns_to_hear);
    loop.finish();
    thread->join();
    thread.reset();
    journal.close();
  }

  [[nodiscard]] bool is_forked() const { return getpid() != process; }

  std::vector<Finding> stop() {
    if (!thread || is_forked()) return {};
    join();
    if (policy.is_recording()) recording.commit(mode == RecordMode::all);
    for (auto& finding : policy.unused()) journal.find(std::move(finding));
    return journal.take_findings();
  }

  [[nodiscard]] std::string address(const char* scheme) const {
    Url url;
    url.scheme = scheme;
    url.host = listener->host();
    url.port = listener->port();
    // An address always names its port, default or not.
    const std::string host = url.host.find(':') == std::string::npos ? url.host : "[" + url.host + "]";
    return url.scheme + "://" + host + ":" + std::to_string(url.port);
  }

  [[nodiscard]] std::string base(const char* scheme) const {
    if (!context.reverse_origin) {
      throw StartError("this deck stands for no origin\n  next: set DeckOptions::reverse_origin");
    }
    const auto path = std::string(context.reverse_origin->path());
    return address(scheme) + (path == "/" ? "" : path);
  }

  const pid_t process = getpid();
  DeckOptions options;
  RecordMode mode;
  std::string cassette_path;
  policy::DeckFacts facts;
  deck::SharedJournal journal;
  deck::Recording recording;
  policy::Policy policy;
  io::Loop loop;
  std::unique_ptr<io::Timers> timers;
  std::unique_ptr<io::Connector> connector;
  std::unique_ptr<io::Listener> listener;
  proxy::Context context;
  io::Scope scope;
  std::unique_ptr<std::thread> thread;
};

Deck::Deck(DeckOptions options) {
  auto loaded = deck::load(options, deck::process_environment());
  auto setup = deck::policy_setup(options, loaded);
  impl_ = std::make_unique<Impl>(std::move(options), std::move(loaded), std::move(setup));
}

Deck::~Deck() { end(std::move(impl_)); }

// A forked child (GoogleTest's "fast" death tests) has the object and not its thread: what that was amid
// cannot be ended here, and stays as it is.
void Deck::end(std::unique_ptr<Impl> impl) {
  if (!impl) return;
  impl->stop();
  if (!impl->is_forked()) return;
  static auto& kept = *new std::vector<std::unique_ptr<Impl>>;
  kept.push_back(std::move(impl));
}

Deck::Deck(Deck&&) noexcept = default;

Deck& Deck::operator=(Deck&& other) noexcept {
  if (this != &other) {
    end(std::exchange(impl_, std::move(other.impl_)));
  }
  return *this;
}

std::string Deck::proxy_url() const { return impl_->address("http"); }
std::string Deck::tls_proxy_url() const { return impl_->address("https"); }
std::uint16_t Deck::port() const { return impl_->listener->port(); }
std::string Deck::base_url() const { return impl_->base("http"); }
std::string Deck::tls_base_url() const { return impl_->base("https"); }
std::string Deck::ca_pem() const { return io::CertificateAuthority::of_process().pem(); }
std::string Deck::ca_file() const { return io::CertificateAuthority::of_process().file(); }

std::vector<std::pair<std::string, std::string>> Deck::environment() const {
  return deck::child_environment(proxy_url(), ca_file());
}

RecordMode Deck::mode() const { return impl_->mode; }
bool Deck::is_recording() const { return impl_->policy.is_recording(); }
std::string Deck::cassette_path() const { return impl_->cassette_path; }
std::vector<Request> Deck::requests() const { return impl_->journal.requests(); }
std::vector<JournalEntry> Deck::journal() const { return impl_->journal.entries(); }

std::optional<Request> Deck::wait_for(const RequestMatcher& which, std::chrono::milliseconds timeout) const {
  return impl_->journal.wait_for(which, timeout);
}

std::vector<WebSocketMessage> Deck::messages() const { return impl_->journal.messages(); }

std::optional<WebSocketMessage> Deck::wait_for_message(const MessageMatcher& which,
                                                       std::chrono::milliseconds timeout) const {
  return impl_->journal.wait_for_message(which, timeout);
}

std::size_t Deck::push(const WebSocketMessage& message, const RequestMatcher& which) {
  std::size_t count = 0;
  impl_->on_thread([&] { count = impl_->context.conversations.push(message, which); });
  return count;
}

RuleBuilder Deck::when(RequestMatcher which) {
  return {std::move(which), [impl = impl_.get()](Rule rule) {
            impl->on_thread([&] { impl->policy.add_rule(std::move(rule)); });
          }};
}

std::vector<Finding> Deck::stop() { return impl_->stop(); }

ClientSettings Deck::client_settings() const { return {impl_->listener->host(), port(), ca_file()}; }

}  // namespace wiretape
