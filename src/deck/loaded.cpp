// SPDX-License-Identifier: MIT
#include "deck/loaded.hpp"

#include <stdexcept>

#include <wiretape/deck.hpp>
#include <wiretape/version.hpp>

#include "base/clock.hpp"
#include "cassette/foreign.hpp"
#include "cassette/format.hpp"
#include "policy/match.hpp"

namespace wiretape::deck {

namespace {

bool plays(RecordMode mode) { return mode != RecordMode::all && mode != RecordMode::passthrough; }

// "weather" is weather.yaml; a dot in a directory's name is no ending.
std::string with_ending(const std::string& name) {
  const auto file = name.find_last_of('/') == std::string::npos ? 0 : name.find_last_of('/') + 1;
  return name.find('.', file) == std::string::npos ? name + ".yaml" : name;
}

// The rules of a cassette that is not played: of one that is replaced, whatever is wrong with it.
void keep_rules(Loaded& loaded) {
  const auto text = loaded.store->read();
  if (!text) return;
  auto tape = cassette::Tape::open(*text, loaded.store->format());
  if (!tape) return;
  loaded.header_rules = tape->header().rules;
  loaded.volatile_places = tape->header().volatile_places;
  loaded.runs = tape->header().runs;
}

// What another tool recorded is played, and nothing is added to it. False: it is none.
bool read_foreign(Loaded& loaded, const cassette::Place& place) {
  if (!cassette::file_exists(place.path)) return false;
  constexpr std::size_t looked_at = 64 * 1024;
  if (!cassette::foreign_kind(cassette::SideFileReader(place.path).read(0, looked_at))) return false;
  const auto& shown = loaded.store->path();
  if (loaded.mode.mode == RecordMode::new_episodes) {
    throw CassetteError(shown, 0, "is a recording of another tool, to which nothing can be added",
                        "make a cassette of it:  wiretape convert " + shown + " NAME.yaml");
  }
  const auto text = cassette::read_file(place).value_or("");
  const auto imported = cassette::import_foreign(text, *cassette::foreign_kind(text), shown);
  for (const auto& lost : imported.lost) loaded.notices.push_back(shown + ", " + lost);
  auto tape =
      cassette::Tape::open(format_cassette(imported.cassette, CassetteFormat::yaml), CassetteFormat::yaml);
  if (!tape) throw cassette::unreadable_cassette(shown, tape.error());
  loaded.has_file = true;
  loaded.tape = *std::move(tape);
  return true;
}

void read_cassette(Loaded& loaded, const DeckOptions& options) {
  const auto place = loaded.store->place();
  if (read_foreign(loaded, place)) return;
  auto tape = cassette::Tape::open_file(place, loaded.store->format(),
                                        cassette::SideFiles(place, options.limits.body_bytes));
  if (!tape) return;
  if (!*tape) throw cassette::unreadable_cassette(loaded.store->path(), (*tape).error());
  loaded.has_file = true;
  loaded.tape = std::move(**tape);
  loaded.header_rules = loaded.tape.header().rules;
  loaded.volatile_places = loaded.tape.header().volatile_places;
  loaded.runs = loaded.tape.header().runs;
  loaded.recorded_at = loaded.tape.header().recorded_at;
  const auto& variables = loaded.tape.header().variables;
  loaded.variables = {variables.begin(), variables.end()};
  if (loaded.mode.mode == RecordMode::new_episodes) loaded.existing = loaded.store->read().value_or("");
}

void read_rules(Loaded& loaded, const DeckOptions& options) {
  if (loaded.store) loaded.rules = policy::read_header_rules(loaded.header_rules, loaded.store->path());
  if (options.rules_file.empty()) return;
  for (auto& rule : policy::read_rules_file(options.rules_file)) loaded.rules.push_back(std::move(rule));
}

Secrecy secrecy_of(const DeckOptions& options, const Lookup& environment, bool may_record) {
  Secrecy secrecy;
  try {
    secrecy.redactor = std::make_shared<secrets::Redactor>(
        secrets::Rules(options.redact, !options.saves_secrets, environment));
  } catch (const std::invalid_argument& error) {
    throw StartError(std::string(error.what()) +
                     "\n  next: write it as redact::header(\"X-Tenant\").as(\"tenant\")");
  }
  secrecy.has_gate = !options.saves_secrets;
  if (may_record && secrecy.has_gate) secrecy.variables = secrets::secret_variables(process_variables());
  secrecy.before_record = options.before_record;
  return secrecy;
}

// Secrets that one of them replaces and the other does not, choose nothing when they are compared, or all.
std::string redaction_notice(const Loaded& loaded, const DeckOptions& options) {
  const auto& then = loaded.tape.header().redact;
  const auto now = secrets::written(options.redact, !options.saves_secrets);
  const bool is_said = !then.empty() || !options.redact.empty();
  if (!loaded.has_file || !is_said || then == now) return {};
  const auto listed = [](const std::vector<std::string>& redactions) {
    std::string out;
    for (const auto& redaction : redactions) out += (out.empty() ? "" : ", ") + redaction;
    return out.empty() ? std::string("none") : out;
  };
  return loaded.store->path() + " was recorded with other redactions than this deck has: " + listed(then) +
         "; now: " + listed(now) + ". wiretape redact applies them to a cassette";
}

constexpr long seconds_of_day = 24 * 60 * 60;

// As if the mode had been all.
void record_anew(Loaded& loaded) {
  loaded.mode.mode = RecordMode::all;
  loaded.tape = cassette::Tape();
  loaded.existing.clear();
  loaded.variables.clear();
  loaded.has_file = false;
}

// With WIRETAPE_RECORD_RUNS a cassette is recorded as often, and what is another each time is learned.
void count_runs(Loaded& loaded, std::size_t wanted) {
  const bool is_under_way = loaded.runs > 0 && loaded.runs < wanted;
  const bool may_record = loaded.mode.mode == RecordMode::all || loaded.mode.mode == RecordMode::once;
  if (wanted == 0 || !may_record) {
    loaded.runs = 0;
    return;
  }
  if (loaded.mode.mode == RecordMode::once && loaded.has_file && is_under_way) record_anew(loaded);
  const bool records = loaded.mode.mode == RecordMode::all || !loaded.has_file;
  loaded.runs = !records ? 0 : is_under_way ? loaded.runs + 1 : 1;
}

// A cassette that does not say when it was recorded is as good as new.
void look_at_age(Loaded& loaded, const DeckOptions& options, const std::string& now) {
  const auto then = seconds_of_rfc3339(loaded.tape.header().recorded_at);
  const auto today = seconds_of_rfc3339(now);
  if (!options.expires_in || !loaded.has_file || !then || !today) return;
  const auto age = *today - *then;
  if (age <= options.expires_in->count()) return;
  const long days = age / seconds_of_day;
  const bool may_record = loaded.mode.mode != RecordMode::none;
  if (options.when_expired == WhenExpired::fail) {
    loaded.expired_age = days;
  } else if (options.when_expired == WhenExpired::record && may_record) {
    loaded.notices.push_back(loaded.store->path() + " was recorded " + std::to_string(days) +
                             " days ago: it is recorded anew");
    record_anew(loaded);
  } else {
    loaded.notices.push_back(
        loaded.store->path() + " was recorded " + std::to_string(days) + " days ago, and is good for " +
        std::to_string(options.expires_in->count() / seconds_of_day) + ": record it anew");
  }
}

}  // namespace

Loaded load(const DeckOptions& options, const Lookup& environment, const std::string& now) {
  Loaded loaded;
  loaded.mode = choose_mode(options, environment);
  if (!options.cassette.empty()) {
    loaded.store.emplace(choose_cassette_dir(options, environment), with_ending(options.cassette));
    if (loaded.store->path().ends_with(".har") && loaded.mode.mode == RecordMode::all) {
      throw StartError("cassette: " + loaded.store->path() +
                       ": a deck records cassettes\n  next: name one that ends in .yaml or .json; wiretape "
                       "convert makes a .har of it");
    }
    plays(loaded.mode.mode) ? read_cassette(loaded, options) : keep_rules(loaded);
  }
  read_rules(loaded, options);
  if (auto notice = redaction_notice(loaded, options); !notice.empty())
    loaded.notices.push_back(std::move(notice));
  look_at_age(loaded, options, now);
  count_runs(loaded, choose_record_runs(environment));
  const auto mode = loaded.mode.mode;
  const bool may_record = mode == RecordMode::all || mode == RecordMode::new_episodes ||
                          (mode == RecordMode::once && !loaded.has_file);
  loaded.secrecy = secrecy_of(options, environment, loaded.store && may_record);
  return loaded;
}

policy::PolicySetup policy_setup(const DeckOptions& options, const Loaded& loaded,
                                 const Lookup& environment) {
  policy::PolicySetup setup;
  setup.mode = loaded.mode.mode;
  setup.is_mode_from_code = loaded.mode.is_from_code;
  setup.match_on = policy::match_policy_of(options);
  setup.repeats = options.repeats;
  setup.order = options.order;
  if (loaded.store) setup.cassette = loaded.store->path();
  setup.has_cassette_file = loaded.has_file;
  setup.redactor = loaded.secrecy.redactor;
  setup.before_playback = options.before_playback;
  setup.capture = options.capture;
  setup.redate = options.redate;
  setup.now = [] { return seconds_of_rfc3339(system_wall_clock().now_rfc3339()).value_or(0); };
  setup.allows_unused_interactions =
      options.allows_unused_interactions || drops_unused(options, loaded.mode.mode);
  setup.seed = choose_seed(options, environment);
  return setup;
}

bool drops_unused(const DeckOptions& options, RecordMode mode) {
  const bool may_write = mode == RecordMode::once || mode == RecordMode::new_episodes;
  return options.drops_unused_interactions && may_write;
}

CassetteHeader cassette_header(const DeckOptions& options, const Loaded& loaded, std::string now) {
  CassetteHeader header;
  header.rules = loaded.header_rules;
  header.volatile_places = loaded.volatile_places;
  header.recorded_by = std::string("wiretape ") + version;
  header.recorded_at = std::move(now);
  for (const auto& part : policy::match_policy_of(options)) header.match_on.push_back(part.name());
  header.redact = secrets::written(options.redact, !options.saves_secrets);
  return header;
}

}  // namespace wiretape::deck
