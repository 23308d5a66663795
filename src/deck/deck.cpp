// SPDX-License-Identifier: MIT
#include <wiretape/deck.hpp>

#include <unistd.h>

#include <atomic>
#include <future>
#include <map>
#include <stdexcept>
#include <thread>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "deck/checked_options.hpp"
#include "deck/drift_report.hpp"
#include "deck/loaded.hpp"
#include "deck/recording.hpp"
#include "deck/shared_journal.hpp"
#include "drift/comparison.hpp"
#include "drift/finding.hpp"
#include "io/certificate_authority.hpp"
#include "io/key_log.hpp"
#include "io/listener.hpp"
#include "io/loop.hpp"
#include "proxy/connection.hpp"
#include "proxy/told.hpp"

namespace wiretape {

namespace {

std::unique_ptr<io::Listener> open_listener(io::Loop& loop, const DeckOptions& options) {
  auto listener = io::Listener::open(loop.executor(), options.listen, options.allows_remote_clients);
  if (!listener) {
    throw StartError(listener.error().message +
                     "\n  next: listen on \"127.0.0.1:0\", where any free port is taken, or on another one");
  }
  return std::move(*listener);
}

std::unique_ptr<io::Connector> make_connector(io::Loop& loop, io::Timers& timers,
                                              const DeckOptions& options) {
  io::OriginTrust trust;
  trust.extra_ca_file = options.origin_ca_file;
  trust.skips_verification = options.insecure_skip_origin_verification;
  trust.certificate = deck::checked_certificate(options);
  trust.limits = deck::checked_limits("origin_tls", options.origin_tls);
  if (const auto fault = io::open_key_log()) {
    throw StartError("SSLKEYLOGFILE: " + *fault + "\n  next: name a file that can be written, or unset it");
  }
  io::OriginRoutes routes;
  routes.redirects = deck::parse_redirects(options);
  routes.proxy = deck::parse_upstream_proxy(options.upstream_proxy);
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

struct Deck::Impl final : RuleHost {
  Impl(DeckOptions given, deck::Loaded loaded, policy::PolicySetup setup)
      : options(std::move(given)),
        mode(setup.mode),
        cassette_path(setup.cassette),
        seed(setup.seed),
        facts(facts_of(setup)),
        journal(options.on_journal_entry),
        recording(std::move(loaded.store), std::move(loaded.existing),
                  deck::cassette_header(options, loaded, system_wall_clock().now_rfc3339()), facts, journal,
                  std::move(loaded.secrecy)),
        policy(std::move(setup), std::move(loaded.tape)),
        timers(io::make_asio_timers(loop.executor())),
        connector(make_connector(loop, *timers, options)),
        listener(open_listener(loop, options)),
        context{loop.executor(),
                policy,
                facts,
                journal,
                recording,
                *timers,
                *connector,
                system_wall_clock(),
                options.limits,
                options.accepts_malformed_requests,
                deck::parse_reverse_origin(options.reverse_origin),
                deck::parse_hosts("only", options.only),
                deck::parse_hosts("pass_through", options.pass_through),
                deck::parse_credentials(options.proxy_credentials),
                deck::checked_speed(options.speed),
                options.websocket,
                io::ClientTls{deck::checked_limits("client_tls", options.client_tls),
                              options.asks_client_certificate},
                deck::read_certificates(options.certificates)},
        scope(loop.executor(), proxy::escape_to(context)) {
    variables = std::move(loaded.variables);
    recording.run = loaded.runs;
    if (mode == RecordMode::diff) compare_answers(loaded);
    for (auto& rule : loaded.rules) policy.add_rule(std::move(rule));
    for (auto& notice : loaded.notices) tell_notice(std::move(notice));
    if (loaded.expired_age) {
      constexpr long seconds_of_day = 24 * 60 * 60;
      journal.find(policy::cassette_expired(facts, loaded.recorded_at, *loaded.expired_age,
                                            options.expires_in->count() / seconds_of_day));
    }
    listener->on_shortage([this](const std::error_code& why) {
      tell_notice("new connections wait: " + why.message() + "; they are served when others have ended");
    });
    scope.spawn("accept", accept());
    get_ready();
    thread = std::make_unique<std::thread>([this] { loop.run(); });
  }

  // Mode diff, before the thread is there.
  void compare_answers(const deck::Loaded& loaded) {
    std::vector<std::string> faults;
    auto places = deck::drift_places(options.drift, loaded.volatile_places, faults);
    for (auto& fault : faults) tell_notice(cassette_path + ", " + fault);
    comparison.emplace(cassette_path, std::move(places), policy.redactor());
    if (!loaded.has_file) return journal.find(drift::nothing_to_compare(facts));
    context.compare = [this](const policy::Compared& with, const Interaction& live) {
      if (!with.recorded) return comparison->add_unrecorded(live.request);
      policy.hear_answer(*with.recorded, live);
      auto as_recorded = live;
      if (options.before_record && !options.before_record(as_recorded)) return;
      comparison->add(with.index, *with.recorded, as_recorded);
    };
  }

  // When the thread has ended.
  void report_drift() {
    for (const auto index : policy.never_played()) {
      const auto [method, url] = policy.recorded_name(index);
      comparison->add_unasked(index, method, url);
    }
    drift = comparison->report();
    if (auto finding = drift::drifted(facts, drift, options.drift.fails_on))
      journal.find(*std::move(finding));
    const auto dir = deck::drift_report_dir(options.drift, deck::process_environment());
    if (!dir) return;
    try {
      tell_notice("the report on drift is " + deck::write_drift_report(*dir, options.cassette, drift) +
                  ".html");
    } catch (const CassetteError& error) {
      journal.find(policy::cassette_not_saved(facts, error.what()));
    }
  }

  void tell_notice(std::string text) {
    JournalEntry entry;
    entry.kind = JournalKind::notice;
    entry.text = std::move(text);
    journal.add(std::move(entry));
  }

  // Between what comes meanwhile.
  void get_ready() {
    loop.post([this] {
      if (!is_closing && policy.learn_some()) get_ready();
    });
  }

  io::Task<void> accept() {
    for (std::uint64_t number = 1;; ++number) {
      auto client = co_await listener->accept();
      if (!client) co_return;
      scope.spawn("connection", proxy::serve_connection(context, std::move(client), number));
    }
  }

  void add(std::shared_ptr<Rule> rule) override {
    on_thread([&] { policy.add_rule(std::move(rule)); });
  }
  void remove(const Rule* rule) override {
    on_thread([&] { policy.remove_rule(rule); });
  }
  void touch(std::function<void()> what) override { on_thread(std::move(what)); }

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
      is_closing = true;
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
    if (policy.is_recording()) is_rejected ? recording.reject() : recording.commit(mode == RecordMode::all);
    if (deck::drops_unused(options, mode) && !is_rejected) recording.drop(policy.never_played());
    if (comparison) report_drift();
    for (auto& finding : policy.unused()) journal.find(std::move(finding));
    for (auto& finding : policy.unmet_rules()) journal.find(std::move(finding));
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

  // Made by the test, or recorded; on the deck's thread.
  std::string variable(const std::string& name, const std::function<std::string()>& make) {
    std::optional<std::string> known;
    on_thread([&] {
      const auto found = variables.find(name);
      if (found != variables.end()) known = found->second;
    });
    if (known) return *known;
    if (!policy.may_ask()) {
      throw CassetteError(cassette_path, 0, "has no variable '" + name + "'",
                          "record it anew, with a test that asks for the variable");
    }
    auto made = make();
    on_thread([&] {
      made = variables.emplace(name, made).first->second;
      recording.variables[name] = made;
    });
    return made;
  }

  const pid_t process = getpid();
  DeckOptions options;
  RecordMode mode;
  std::string cassette_path;
  std::uint64_t seed;
  policy::DeckFacts facts;
  std::atomic<bool> is_rejected{false};  // what is recorded
  std::map<std::string, std::string> variables;
  DriftReport drift;
  std::optional<drift::Comparison> comparison;  // in mode diff
  deck::SharedJournal journal;
  deck::Recording recording;
  policy::Policy policy;
  io::Loop loop;
  std::unique_ptr<io::Timers> timers;
  std::unique_ptr<io::Connector> connector;
  std::unique_ptr<io::Listener> listener;
  proxy::Context context;
  io::Scope scope;
  bool is_closing = false;  // of the deck's thread
  std::unique_ptr<std::thread> thread;
};

Deck::Deck(DeckOptions options) {
  const auto environment = deck::process_environment();
  auto loaded = deck::load(options, environment, system_wall_clock().now_rfc3339());
  auto setup = deck::policy_setup(options, loaded, environment);
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

RuleBuilder Deck::when(RequestMatcher which) { return {std::move(which), *impl_}; }

RuleBuilder Deck::chaos(const Chaos& chaos, RequestMatcher which) {
  if (chaos.latency) when(which).named("chaos: latency").delay(*chaos.latency);
  return when(std::move(which))
      .named("chaos")
      .with_probability(chaos.rate)
      .one_of(chaos.faults, chaos.statuses);
}

std::uint64_t Deck::seed() const { return impl_->seed; }

bool Deck::has_drawn() const {
  if (!impl_->thread) return impl_->policy.has_drawn();
  bool has_drawn = false;
  impl_->on_thread([&] { has_drawn = impl_->policy.has_drawn(); });
  return has_drawn;
}

std::string Deck::variable(const std::string& name, const std::function<std::string()>& make) {
  constexpr std::string_view bytes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
  if (name.empty() || name.size() > 64 || name.find_first_not_of(bytes) != std::string::npos) {
    throw std::invalid_argument("variable: '" + escape_control(name, 80) +
                                "' is no name: letters, digits, '_', '-' and '.', at most 64");
  }
  return impl_->variable(name, make);
}

DriftReport Deck::drift() const { return impl_->drift; }

void Deck::reject_recording() { impl_->is_rejected = true; }

std::vector<Finding> Deck::stop() { return impl_->stop(); }

ClientSettings Deck::client_settings() const { return {impl_->listener->host(), port(), ca_file()}; }

}  // namespace wiretape
