// SPDX-License-Identifier: MIT
#include "policy/policy.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <unordered_map>

#include "base/clock.hpp"
#include "http/websocket_handshake.hpp"
#include "policy/accepted_coding.hpp"
#include "policy/bindings.hpp"
#include "policy/candidates.hpp"
#include "policy/match.hpp"
#include "policy/match_key.hpp"
#include "policy/messages.hpp"
#include "policy/near_miss.hpp"
#include "policy/redating.hpp"
#include "policy/rules.hpp"

namespace wiretape::policy {

namespace {

constexpr std::size_t few_alike = 8;     // by method and URL
constexpr std::size_t many_alike = 200;  // a request is read in a few microseconds

struct Chosen {
  std::size_t index = 0;
  std::shared_ptr<const Interaction> interaction;
};

// What came, and the same with secrets all alike once that is needed.
struct Asked {
  const Request& live;
  std::optional<Request> alike = {};
  std::optional<MatchKey> key = {};

  const Request& comparable(const secrets::Redactor& redactor) {
    if (!alike) alike = redactor.comparable(live, secrets::Side::live);
    return *alike;
  }
};

}  // namespace

// mode          with a file            without
// once          plays, else refuses    asks and records
// new_episodes  plays, else asks and records
// none          plays, else refuses    refuses
// all           asks and records
// passthrough   asks
// diff          asks, and compares     asks
struct Policy::Impl {
  Impl(PolicySetup s, cassette::Tape t)
      : setup(std::move(s)),
        tape(std::move(t)),
        redactor(setup.redactor ? setup.redactor
                                : std::make_shared<secrets::Redactor>(secrets::default_rules())),
        candidates(setup.match_on, tape, *redactor),
        rules(setup.seed) {
    for (const auto& part : setup.match_on) {
      if (!is_in_head(part)) beyond_head.push_back(part);
    }
    note_what_to_learn();
  }

  [[nodiscard]] bool plays() const {
    const bool may_play = setup.mode == RecordMode::once || setup.mode == RecordMode::none ||
                          setup.mode == RecordMode::new_episodes;
    return may_play && setup.has_cassette_file;
  }
  [[nodiscard]] bool compares() const { return setup.mode == RecordMode::diff && setup.has_cassette_file; }
  // `origin`: "https://api.weather.test", "https://api.weather.test:8443"
  [[nodiscard]] std::optional<TlsSession> find_tls(const std::string& origin) const {
    for (std::size_t i = 0; i < tape.size(); ++i) {
      const auto& url = tape.summary(i).url;
      const bool is_of_origin =
          url.starts_with(origin) && (url.size() == origin.size() || url[origin.size()] == '/');
      if (!is_of_origin) continue;
      const auto interaction = tape.interaction(i);
      return interaction ? (*interaction)->tls : std::nullopt;
    }
    return std::nullopt;
  }
  [[nodiscard]] bool asks() const {
    if (setup.mode == RecordMode::once) return !setup.has_cassette_file;
    return setup.mode != RecordMode::none;
  }
  [[nodiscard]] bool records() const {
    const bool never_does = setup.mode == RecordMode::passthrough || setup.mode == RecordMode::diff;
    return asks() && !never_does && !setup.cassette.empty();
  }
  [[nodiscard]] DeckFacts facts() const { return {setup.mode, setup.is_mode_from_code, setup.cassette}; }

  // Those that a request may get, in order; with repeats, played ones among them.
  [[nodiscard]] std::span<const std::size_t> left(const Request& head) {
    return setup.repeats == Repeats::none ? candidates.unplayed(head) : candidates.alike(head);
  }
  [[nodiscard]] bool may_play(const Request& head) {
    return !candidates.unreadable().empty() || !left(head).empty();
  }

  [[nodiscard]] bool are_equal(const Request& recorded, const Request& live) const {
    return std::all_of(beyond_head.begin(), beyond_head.end(),
                       [&](const MatchPart& part) { return is_equal(part, recorded, live); });
  }
  [[nodiscard]] bool fits(const Interaction& recorded, Asked& asked) {
    if (recorded.conversation && !http::websocket::is_upgrade(asked.live)) return false;
    if (beyond_head.empty() || are_equal(recorded.request, asked.live)) return true;
    return are_equal(redactor->comparable(recorded.request, secrets::Side::recorded),
                     asked.comparable(*redactor));
  }

  // Among many each request is read once, and its interaction only where it may be equal.
  [[nodiscard]] bool may_fit(std::size_t index, Asked& asked) {
    if (!asked.key) asked.key = match_key(beyond_head, asked.comparable(*redactor));
    learn_key(index);
    return !keys[index] || may_be_equal(*keys[index], *asked.key);
  }
  void learn_key(std::size_t index) {
    if (keys[index]) return;
    if (const auto recorded = tape.request(index))
      keys[index] = match_key(beyond_head, redactor->comparable(*recorded, secrets::Side::recorded));
  }
  // Where so many are alike that a request would wait for it.
  void note_what_to_learn() {
    if (beyond_head.empty() || !(plays() || compares())) return;
    candidates.for_each_group([&](const std::vector<std::size_t>& alike) {
      if (alike.size() > many_alike) to_learn.insert(to_learn.end(), alike.begin(), alike.end());
    });
    if (!to_learn.empty()) keys.resize(tape.size());
    std::reverse(to_learn.begin(), to_learn.end());
  }

  Refuse unreadable(std::size_t index, const Error& error) {
    told_unreadable.insert(index);
    return {.finding = cassette_unreadable(facts(), index, error)};
  }

  // Of two that fit, whether the later one is to be played.
  [[nodiscard]] bool is_preferred(std::size_t later, std::size_t earlier) const {
    if (setup.repeats == Repeats::free || !candidates.is_played(earlier)) return false;
    if (setup.repeats == Repeats::last) return true;
    return candidates.plays(later) < candidates.plays(earlier);
  }

  // The one that a request gets: of those that fit, and have all secrets in them that it sends back, where
  // `sends_back` names some. Nothing when nothing fits; an error where it cannot be told.
  std::optional<Result<Chosen>> choose(Asked& asked, const std::set<std::string>& sends_back) {
    std::optional<Result<Chosen>> chosen;
    const auto alike = left(asked.live);
    const bool are_many = alike.size() > few_alike && !beyond_head.empty();
    if (are_many && keys.empty()) keys.resize(tape.size());
    for (const auto index : alike) {
      if (setup.repeats == Repeats::none && candidates.is_played(index)) continue;
      if (chosen && !is_preferred(index, (*chosen)->index)) continue;
      if (are_many && !may_fit(index, asked)) continue;
      auto interaction = tape.interaction(index);
      if (!interaction) return Error{interaction.error().message, index};
      if (!fits(**interaction, asked) || !has_all(**interaction, sends_back)) continue;
      chosen = Chosen{index, *std::move(interaction)};
      if (setup.repeats == Repeats::free || !candidates.is_played(index)) break;
    }
    return chosen;
  }

  // Of an interaction that is to be played, the one that must have been before it; nothing where it may be.
  std::optional<std::size_t> comes_before(std::size_t index, const Interaction& interaction) {
    if (setup.order == PlayOrder::any || candidates.is_played(index)) return std::nullopt;
    while (first_unplayed < tape.size() && candidates.is_played(first_unplayed)) ++first_unplayed;
    const auto overlaps = setup.order == PlayOrder::strict ? 0 : std::min(interaction.overlaps, index);
    if (first_unplayed >= index - overlaps) return std::nullopt;
    return first_unplayed;
  }

  static bool has_all(const Interaction& recorded, const std::set<std::string>& secrets) {
    if (secrets.empty()) return true;
    const auto names = secrets::placeholder_names(recorded.request);
    return std::includes(names.begin(), names.end(), secrets.begin(), secrets.end());
  }

  // As the client that asks gets it.
  std::shared_ptr<const Interaction> as_played(std::size_t index, const Request& live,
                                               const std::shared_ptr<const Interaction>& recorded) {
    auto whole = as_played(index, recorded);
    auto decoded = decoded_for(live, *whole);
    return decoded ? decoded : whole;
  }

  // As any client gets it. Kept, so that equal answers are one.
  std::shared_ptr<const Interaction> as_played(std::size_t index,
                                               const std::shared_ptr<const Interaction>& recorded) {
    const auto [known, is_new] = played.try_emplace(index);
    if (is_new) {
      known->second = redactor->played(*recorded);
      if (known->second == nullptr) known->second = recorded;
    }
    const bool is_redated = setup.now && redates(setup.redate);
    if (!setup.before_playback && !is_redated) return known->second;
    auto changed = std::make_shared<Interaction>(*known->second);
    const auto then = is_redated ? seconds_of_rfc3339(recorded->recorded_at) : std::nullopt;
    if (then) redate(*changed, setup.now() - *then, setup.redate);
    if (setup.before_playback) setup.before_playback(*changed);
    return changed;
  }

  // As it came, else with the recorded values in the place of those that stand for them.
  std::optional<Result<Chosen>> choose(const Request& request) {
    Asked asked{request};
    const auto sends_back = redactor->handed_out_in(request);
    auto chosen = choose(asked, sends_back);
    if (!chosen && !sends_back.empty()) chosen = choose(asked, {});
    if (chosen || bindings->empty()) return chosen;
    const auto as_recorded = bindings->replaced(request);
    if (as_recorded == request) return chosen;
    Asked bound{as_recorded};
    return choose(bound, {});
  }

  Compared compare(const Request& request) {
    auto chosen = choose(request);
    if (!chosen || !*chosen) return {};
    candidates.play((*chosen)->index);
    return {(*chosen)->index, (*chosen)->interaction};
  }

  // What is played is captured as the rules leave it.
  void capture(Play& play, const std::shared_ptr<const Interaction>& recorded) {
    if (setup.capture.empty() || !std::holds_alternative<Response>(recorded->outcome)) return;
    const auto learn = [known = bindings, recorded, places = setup.capture](const Response& sent) {
      known->learn(sent, std::get<Response>(recorded->outcome), places);
    };
    if (const auto* sent = std::get_if<Response>(&play.interaction->outcome)) learn(*sent);
    const bool is_changed = std::any_of(play.bend.steps.begin(), play.bend.steps.end(), [](const auto& step) {
      return std::holds_alternative<ChangeAction>(step.action);
    });
    if (is_changed) play.bend.steps.push_back({ChangeAction{learn}, 0});
  }

  // Plays, or refuses what cannot be read: it may be the one. Nothing when nothing fits.
  std::optional<Plan> play(const Request& request, const Bend& bend) {
    auto chosen = choose(request);
    if (chosen && !*chosen) {
      const auto index = chosen->error().offset;
      return unreadable(index, tape.interaction(index).error());
    }
    if (chosen) {
      const auto index = (*chosen)->index;
      if (const auto before = comes_before(index, *(*chosen)->interaction)) {
        const auto name = redactor->comparable(request, secrets::Side::live);
        return Refuse{.finding = out_of_order(facts(), tape, index, *before, name)};
      }
      candidates.play(index);
      Play play{index, as_played(index, request, (*chosen)->interaction), bend};
      capture(play, (*chosen)->interaction);
      return play;
    }
    if (candidates.unreadable().empty()) return std::nullopt;
    const auto index = candidates.unreadable().front();
    return unreadable(index, tape.interaction(index).error());
  }

  Refuse refuse(const Request& request) {
    if (plays()) {
      return {.finding = unmatched_request(facts(), setup.match_on, tape, candidates, request)};
    }
    if (!missing) missing = cassette_missing(facts(), redactor->comparable(request, secrets::Side::live));
    return {.finding = *missing};
  }

  PolicySetup setup;
  cassette::Tape tape;
  std::shared_ptr<secrets::Redactor> redactor;
  Candidates candidates;
  MatchPolicy beyond_head;
  std::shared_ptr<Bindings> bindings = std::make_shared<Bindings>();
  Rules rules;
  std::vector<std::optional<MatchKey>> keys;  // of what was compared, by index
  std::vector<std::size_t> to_learn;          // those still without, last first
  std::unordered_map<std::size_t, std::shared_ptr<const Interaction>> played;  // of what was played
  std::size_t first_unplayed = 0;                                              // all in front of it were
  std::optional<Finding> missing;
  std::set<std::size_t> told_unreadable;
  mutable std::map<std::string, std::optional<TlsSession>> recorded_tls;  // by origin, once it was asked for
};

Policy::Policy(PolicySetup setup, cassette::Tape tape)
    : impl_(std::make_unique<Impl>(std::move(setup), std::move(tape))) {}
Policy::~Policy() = default;

void Policy::add_rule(std::shared_ptr<Rule> rule) { impl_->rules.add(std::move(rule)); }
void Policy::remove_rule(const Rule* rule) { impl_->rules.remove(rule); }

std::optional<TlsSession> Policy::recorded_tls(std::string host, std::uint16_t port) const {
  if (!impl_->plays()) return std::nullopt;
  const auto origin = "https://" + Url{"https", std::move(host), port, "/"}.authority();
  const auto [known, is_new] = impl_->recorded_tls.try_emplace(origin);
  if (is_new) known->second = impl_->find_tls(origin);
  return known->second;
}

bool Policy::may_ask() const { return impl_->asks(); }

bool Policy::is_recording() const { return impl_->records(); }

bool Policy::has_rules() const { return !impl_->rules.empty(); }

Early Policy::decide_connection(const Request& connect) {
  return impl_->rules.apply_early(Stage::connection, connect);
}
Early Policy::decide_arrival(const Request& head) { return impl_->rules.apply_early(Stage::request, head); }

Plan Policy::decide_early(const Request& head) const {
  if (!impl_->rules.empty() || !impl_->asks()) return NeedsBody{};
  if (impl_->compares() || (impl_->plays() && impl_->may_play(head))) return NeedsBody{};
  return AskOrigin{impl_->records()};
}

Plan Policy::decide(const Request& request) {
  auto [answer, converse, script, bend, request_changes] = impl_->rules.apply(request);
  if (converse || script) return ConverseByRule{std::move(converse), std::move(script), std::move(bend)};
  if (answer) return AnswerByRule{*std::move(answer), std::move(bend)};
  if (impl_->plays()) {
    if (auto plan = impl_->play(request, bend)) return *std::move(plan);
  }
  if (!impl_->asks()) return impl_->refuse(request);
  AskOrigin ask{impl_->records(), std::move(bend), std::move(request_changes)};
  if (impl_->compares()) ask.compared = impl_->compare(request);
  return ask;
}

bool Policy::learn_some() {
  constexpr std::size_t at_once = 16;  // a fraction of a millisecond
  auto& left = impl_->to_learn;
  for (std::size_t i = 0; i < at_once && !left.empty(); ++i) {
    impl_->learn_key(left.back());
    left.pop_back();
  }
  return !left.empty();
}

void Policy::hear_answer(const Interaction& recorded, const Interaction& live) {
  const auto* was = std::get_if<Response>(&recorded.outcome);
  const auto* is = std::get_if<Response>(&live.outcome);
  if (was && is) impl_->bindings->learn(*is, *was, {});
}

std::vector<Finding> Policy::unmet_rules() const {
  std::vector<Finding> findings;
  for (const auto& [rule, acted, seen, expected] : impl_->rules.unmet()) {
    findings.push_back(rule_not_met(rule, acted, seen, expected));
  }
  return findings;
}

secrets::Redactor& Policy::redactor() const { return *impl_->redactor; }

bool Policy::has_drawn() const { return impl_->rules.has_drawn(); }

std::vector<std::size_t> Policy::never_played() const {
  std::vector<std::size_t> never_played;
  if (!impl_->plays() && !impl_->compares()) return never_played;
  for (std::size_t i = 0; i < impl_->tape.size(); ++i) {
    if (!impl_->candidates.is_played(i) && !impl_->told_unreadable.contains(i)) never_played.push_back(i);
  }
  return never_played;
}

std::pair<std::string, std::string> Policy::recorded_name(std::size_t index) const {
  const auto& summary = impl_->tape.summary(index);
  return {summary.method, summary.url};
}

std::vector<Finding> Policy::unused() const {
  if (!impl_->plays()) return {};
  const auto indices = never_played();
  if (indices.empty() || impl_->setup.allows_unused_interactions) return {};
  return {unused_interactions(impl_->facts(), impl_->tape, indices)};
}

}  // namespace wiretape::policy
