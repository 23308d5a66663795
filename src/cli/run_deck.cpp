// SPDX-License-Identifier: MIT
#include "cli/run_deck.hpp"

#include <algorithm>
#include <ostream>

#include <wiretape/deck.hpp>

#include "base/text.hpp"
#include "cli/authority.hpp"
#include "cli/child.hpp"
#include "cli/failure.hpp"
#include "cli/files.hpp"
#include "cli/kept.hpp"
#include "cli/live_log.hpp"
#include "cli/place.hpp"
#include "cli/remedies.hpp"
#include "cli/signals.hpp"

namespace wiretape::cli {

namespace {

using Variables = std::vector<std::pair<std::string, std::string>>;

void check_cassette(const RunDeck& run, const CassettePlace& place) {
  const bool only_reads = run.mode == RecordMode::none || run.mode == RecordMode::diff;
  if (!only_reads) return require_writable(place);
  if (!place.exists) {
    throw Failure(escape_control(place.shown) + ": there is no such file",
                  "record it first:  wiretape record -c " + escape_control(run.cassette));
  }
}

// The certificate's lasting file, where there is one.
std::string use_lasting_authority(const deck::Lookup& environment) {
  const auto authority = LastingAuthority::of_user(environment);
  const auto pem = authority ? authority->read() : std::nullopt;
  if (!pem) return {};
  io::CertificateAuthority::use_for_process(pem->certificate, pem->key);
  return read_file(authority->certificate_path()) == pem->certificate ? authority->certificate_path() : "";
}

struct Prepared {
  std::optional<KeptCassette> kept;  // where something may be recorded
  std::string program;               // of the command
  std::string ca_file;               // what clients trust; empty: the deck's own file
};

// Whatever can be wrong is found before a deck is there, which would replace the cassette.
Prepared prepare(const RunDeck& run, const deck::Lookup& environment) {
  Prepared prepared;
  if (!run.cassette.empty()) {
    const auto place = place_of(run.cassette);
    check_cassette(run, place);
    const bool only_reads = run.mode == RecordMode::none || run.mode == RecordMode::diff;
    if (!only_reads) prepared.kept.emplace(place, run.mode);
  }
  if (!run.command.empty()) {
    prepared.program = find_program(run.command[0], environment("PATH").value_or("/usr/bin:/bin"));
  }
  prepared.ca_file = use_lasting_authority(environment);
  if (!run.ca_out.empty()) {
    write_file(run.ca_out, io::CertificateAuthority::of_process().pem());
    prepared.ca_file = run.ca_out;
  }
  return prepared;
}

std::string what_it_does(const Deck& deck, const std::string& cassette) {
  const auto file = escape_control(cassette);
  switch (deck.mode()) {
    case RecordMode::all:
      return "recording " + file;
    case RecordMode::new_episodes:
      return "playing " + file + ", and adding what it does not hold";
    case RecordMode::once:
      return (deck.is_recording() ? "recording " : "playing ") + file;
    case RecordMode::none:
      return "playing " + file;
    case RecordMode::diff:
      return "asking the origin, and comparing its answers with " + file;
    case RecordMode::passthrough:
      break;
  }
  return "passing everything through, and recording nothing";
}

Variables variables_of(const Deck& deck, bool is_reverse) {
  auto variables = deck.environment();
  if (!is_reverse) return variables;
  // A client must not go through the deck to get to the deck.
  const auto url = Url::parse(deck.proxy_url());
  for (auto& [name, value] : variables) {
    if (equals_ignoring_case(name, "no_proxy")) value = url.host;
  }
  variables.emplace_back("WIRETAPE_BASE_URL", deck.base_url());
  return variables;
}

// One deck, from its announcement to its findings.
class Running {
public:
  Running(const RunDeck& run, LiveLog& log, DeckOptions options)
      : run_(run), log_(log), deck_(std::move(options)) {}

  void announce(std::ostream& out, const std::string& ca_file) const {
    auto address = "listening on " + deck_.proxy_url() + '\n';
    if (!run_.reverse.empty()) address += "base url " + deck_.base_url() + '\n';
    if (!run_.command.empty()) return log_.say(address);
    out << address << std::flush;
    log_.say(what_it_does(deck_, run_.cassette) + "; Ctrl-C ends it\n");
    log_.say("clients trust " + escape_control(ca_file.empty() ? deck_.ca_file() : ca_file) + '\n');
  }

  // The exit code of the command, or 0 after a signal.
  [[nodiscard]] int wait(const Signals& signals, const std::string& program) const {
    if (run_.command.empty()) {
      while (signals.wait().number == SIGCHLD) {
      }
      return succeeded;
    }
    const auto child =
        Child::start(program, run_.command, environment_with(variables_of(deck_, !run_.reverse.empty())),
                     signals.before());
    while (true) {
      const auto signal = signals.wait();
      if (signal.number != SIGCHLD) {
        if (!signal.is_from_terminal) child.send(signal.number);
      } else if (const auto code = child.exit_code()) {
        return *code;
      }
    }
  }

  // Stops the deck and tells what was found.
  [[nodiscard]] std::vector<Finding> stop() {
    const RunFacts facts{run_.cassette, deck_.proxy_url(), deck_.ca_file()};
    log_.end();
    auto findings = deck_.stop();
    for (const auto& finding : findings) {
      log_.insist("wiretape: " + in_words_of_program(finding, facts) + '\n');
    }
    return findings;
  }

  [[nodiscard]] const Deck& deck() const { return deck_; }

private:
  const RunDeck& run_;
  LiveLog& log_;
  Deck deck_;
};

bool is_unsaved(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.kind == FindingKind::cassette_not_saved; });
}

int exit_code(const RunDeck& run, int of_command, const std::vector<Finding>& findings) {
  if (of_command != succeeded) return of_command;
  if (is_unsaved(findings)) return failed;
  return run.command.empty() || findings.empty() ? succeeded : found_faults;
}

}  // namespace

DeckOptions deck_options(const RunDeck& run) {
  DeckOptions options;
  options.mode = run.mode;
  if (!run.cassette.empty()) {
    const auto place = place_of(run.cassette);
    options.cassette_dir = place.directory;
    options.cassette = place.name;
  }
  options.match_on = run.match_on;
  options.repeats = run.repeats;
  options.speed = run.speed;
  options.websocket = run.websocket;
  options.rules_file = run.rules;
  options.ignore = run.ignored;
  options.order = run.order;
  options.drift = run.drift;
  options.redact = run.redactions;
  options.saves_secrets = run.saves_secrets;
  options.allows_unused_interactions = !run.must_use_all;
  options.reverse_origin = run.reverse;
  options.only = run.only;
  options.pass_through = run.pass_through;
  options.resolve = run.resolve;
  options.upstream_proxy = run.upstream_proxy;
  options.origin_ca_file = run.origin_ca;
  options.origin_client_cert_file = run.origin_client_cert;
  options.origin_client_key_file = run.origin_client_key;
  options.origin_tls = run.origin_tls;
  options.client_tls = run.client_tls;
  options.asks_client_certificate = run.asks_client_certificate;
  options.certificates = run.certificates;
  options.insecure_skip_origin_verification = run.has_insecure_origin;
  options.listen = run.listen;
  options.allows_remote_clients = run.allows_remote;
  options.accepts_malformed_requests = run.accepts_malformed;
  options.limits.body_limit_bytes = std::uint64_t{run.body_limit_mib} * 1024 * 1024;
  return options;
}

int run_deck(const RunDeck& run, std::ostream& out, std::ostream& err, const deck::Lookup& environment,
             const std::function<void(const Deck&)>& at_end) {
  const auto prepared = prepare(run, environment);
  const Signals signals(run.command.empty());
  LiveLog log(err, run.is_quiet);
  auto options = deck_options(run);
  options.on_journal_entry = [&log](const JournalEntry& entry) { log.hear(entry); };
  Running running(run, log, std::move(options));
  running.announce(out, prepared.ca_file);
  int of_command = succeeded;
  std::exception_ptr escaped;
  try {
    of_command = running.wait(signals, prepared.program);
  } catch (...) {
    escaped = std::current_exception();  // the cassette comes first
  }
  const auto findings = running.stop();
  if (at_end) at_end(running.deck());
  if (prepared.kept && !is_unsaved(findings)) log.say(prepared.kept->settle());
  if (escaped) std::rethrow_exception(escaped);
  return exit_code(run, of_command, findings);
}

}  // namespace wiretape::cli
