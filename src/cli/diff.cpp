// SPDX-License-Identifier: MIT
#include "cli/diff.hpp"

#include <memory>
#include <mutex>
#include <ostream>
#include <utility>

#include <wiretape/deck.hpp>

#include "base/text.hpp"
#include "cli/asker.hpp"
#include "cli/failure.hpp"
#include "cli/files.hpp"
#include "cli/place.hpp"
#include "cli/remedies.hpp"
#include "cli/run_deck.hpp"
#include "deck/drift_report.hpp"
#include "drift/cassettes.hpp"
#include "drift/finding.hpp"
#include "http/websocket_handshake.hpp"

namespace wiretape::cli {

namespace {

// Methods that ask, and change nothing (RFC 9110 §9.2.1).
bool is_safe(const std::string& method) { return method == "GET" || method == "HEAD" || method == "OPTIONS"; }

// Hears of the last request that was answered, on the deck's thread.
class LastAnswer {
public:
  void hear(const JournalEntry& entry) {
    const std::lock_guard lock(mutex_);
    if (entry.kind == JournalKind::answered) interaction_ = entry.interaction;
  }
  // Null where none was since the last call.
  std::shared_ptr<const Interaction> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(interaction_, nullptr);
  }

private:
  std::mutex mutex_;
  std::shared_ptr<const Interaction> interaction_;
};

// Asks what the cassette holds, in its order; says what it leaves out, and why.
void ask_all(const Deck& deck, LastAnswer& last, const Diff& what, const Cassette& cassette,
             std::ostream& err, const deck::Lookup& environment) {
  Asker asker(deck.port(), environment);
  for (const auto& recorded : cassette.interactions) {
    const auto& request = recorded.request;
    const auto leave_out = [&](const std::string& why) {
      err << "wiretape: " << escape_control(request.method + ' ' + request.url.str(), 200)
          << " is not asked: " << why << '\n';
    };
    if (http::websocket::is_upgrade(request)) {
      leave_out("it opens a WebSocket; run a client:  wiretape diff CASSETTE -- COMMAND");
      continue;
    }
    if (!is_safe(request.method) && !what.asks_all) {
      leave_out("it may change something; --all-methods asks it too");
      continue;
    }
    std::string missing;
    const auto live = asker.as_live(request, missing);
    if (!live) {
      leave_out("it holds a secret; set " + missing);
      continue;
    }
    asker.ask(*live);
    const auto answered = last.take();
    const auto* was = std::get_if<Response>(&recorded.outcome);
    const auto* is = answered ? std::get_if<Response>(&answered->outcome) : nullptr;
    if (was && is) asker.hear(*was, *is);
  }
}

DriftReport ask_origin(const Diff& what, std::ostream& err, const deck::Lookup& environment) {
  const auto place = place_of(what.run.cassette);
  const auto cassette = read_cassette(place.shown);
  auto options = deck_options(what.run);
  options.drift.fails_on = DriftFails::never;  // the report says it
  options.repeats = Repeats::none;
  LastAnswer last;
  options.on_journal_entry = [&last](const JournalEntry& entry) { last.hear(entry); };
  Deck deck(options);
  ask_all(deck, last, what, cassette, err, environment);
  for (const auto& finding : deck.stop())
    err << "wiretape: " << in_words_of_program(finding, {what.run.cassette, deck.proxy_url(), deck.ca_file()})
        << '\n';
  return deck.drift();
}

DriftReport compare_files(const Diff& what) {
  const auto recorded = read_cassette(what.run.cassette), now = read_cassette(what.against);
  std::vector<std::string> faults;
  DriftOptions options;
  options.ignore = what.run.drift.ignore;
  auto places = deck::drift_places(options, recorded.header.volatile_places, faults);
  return drift::compare_cassettes({what.run.cassette, recorded}, {what.against, now}, std::move(places));
}

std::string in_format_of(const std::string& file, const DriftReport& report) {
  if (file.ends_with(".json")) return report.json();
  if (file.ends_with(".html")) return report.html();
  if (file.ends_with(".xml")) return report.junit();
  return report.table();
}

}  // namespace

int diff(const Diff& what, std::ostream& out, std::ostream& err, const deck::Lookup& environment) {
  DriftReport report;
  int of_command = succeeded;
  if (!what.against.empty()) {
    report = compare_files(what);
  } else if (what.run.command.empty()) {
    report = ask_origin(what, err, environment);
  } else {
    auto run = what.run;
    run.drift.fails_on = DriftFails::never;
    of_command = run_deck(run, out, err, environment, [&](const Deck& deck) { report = deck.drift(); });
  }
  out << report.table();
  for (const auto& file : what.reports) write_file(file, in_format_of(file, report));
  if (of_command != succeeded) return of_command;
  return drift::failing(report, what.run.drift.fails_on) == 0 ? succeeded : found_faults;
}

}  // namespace wiretape::cli
