// SPDX-License-Identifier: MIT
#include "policy/rules.hpp"

#include <algorithm>

#include "base/random.hpp"
#include "policy/status_change.hpp"

namespace wiretape::policy {

namespace {

std::string name_of(const Rule& rule, std::uint64_t number) {
  return rule.name.empty() ? "rule " + std::to_string(number) : "rule '" + rule.name + "'";
}

bool is_drawn(const Action& action) {
  if (std::holds_alternative<ChaosAction>(action)) return true;
  const auto* delay = std::get_if<DelayAction>(&action);
  if (delay)
    return delay->latency.kind() != Latency::Kind::fixed && delay->latency.kind() != Latency::Kind::recorded;
  const auto* slice = std::get_if<SliceAction>(&action);
  return slice && slice->variation > 0;
}

bool is_drawn(const Rule& rule) {
  return rule.probability < 1 || std::any_of(rule.actions.begin(), rule.actions.end(),
                                             [](const Action& action) { return is_drawn(action); });
}

// The same on every machine (FNV-1a).
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

// Which of them it is, as an action and in words.
std::pair<Action, std::string> drawn_of(const ChaosAction& chaos, std::uint64_t seed) {
  const auto n = static_cast<std::size_t>(Random(seed).below(chaos.faults.size() + chaos.statuses.size()));
  if (n < chaos.faults.size()) return {FaultAction{chaos.faults[n]}, chaos.faults[n].str()};
  const int status = chaos.statuses[n - chaos.faults.size()];
  return {status_change(status), "status " + std::to_string(status)};
}

// The nth answer, from 1; null where the rule has no more.
const std::function<Response(const Request&)>* answer_of(const Rule& rule, int n) {
  const auto count = static_cast<int>(rule.answers.size());
  if (count == 0) return nullptr;
  if (n <= count) return &rule.answers[static_cast<std::size_t>(n - 1)];
  if (rule.then == AnswersThen::cycle) return &rule.answers[static_cast<std::size_t>((n - 1) % count)];
  return rule.then == AnswersThen::stay_on_last ? &rule.answers.back() : nullptr;
}

}  // namespace

void Rules::remove(const Rule* rule) {
  const auto found = std::find_if(rules_.begin(), rules_.end(),
                                  [=](const Numbered& each) { return each.rule.get() == rule; });
  if (found == rules_.end()) return;
  removed_.push_back(std::move(*found));
  rules_.erase(found);
}

bool Rules::acts(const Numbered& numbered, const Request& request) {
  auto& rule = *numbered.rule;
  if (!rule.which.matches(request)) return false;
  if (is_drawn(rule)) ++rule.asked[request.method + ' ' + request.url.str()];
  if (!rule.acts_on(++rule.seen)) return false;
  if (rule.probability >= 1) return true;
  has_drawn_ = true;
  return Random(seed_for(numbered, request)).fraction() < rule.probability;
}

// Not what other requests came before it, but how often the same did.
std::uint64_t Rules::seed_for(const Numbered& numbered, const Request& request) const {
  const auto key = request.method + ' ' + request.url.str();
  const auto count = numbered.rule->asked.find(key);
  const auto times = count == numbered.rule->asked.end() ? 0 : count->second;
  return mixed(mixed(mixed(seed_, numbered.number), hash_of(key)), static_cast<std::uint64_t>(times));
}

void Rules::tell(Verdict& verdict, const Numbered& numbered, const Request& request) {
  auto& rule = *numbered.rule;
  const bool has_answers = !rule.answers.empty();
  const auto* answer = answer_of(rule, rule.acted + 1);
  if (has_answers && answer == nullptr) return;  // it falls through
  ++rule.acted;
  verdict.bend.rules.push_back(name_of(rule, numbered.number));
  if (answer) verdict.answer = (*answer)(request);
  verdict.converse = rule.converse;
  verdict.script = rule.script;
  verdict.request_changes.insert(verdict.request_changes.begin(), rule.change_request.begin(),
                                 rule.change_request.end());
  std::vector<Bend::Step> steps;
  for (const auto& action : rule.actions) {
    has_drawn_ = has_drawn_ || is_drawn(action);
    const auto seed = mixed(seed_for(numbered, request), steps.size() + 1);
    if (const auto* chaos = std::get_if<ChaosAction>(&action)) {
      auto [chosen, words] = drawn_of(*chaos, seed);
      verdict.bend.rules.back() += " (" + words + ")";
      steps.push_back({std::move(chosen), seed});
    } else {
      steps.push_back({action, seed});
    }
  }
  auto& all = verdict.bend.steps;
  all.insert(all.begin(), steps.begin(), steps.end());
}

Rules::Verdict Rules::apply(const Request& request) {
  Verdict verdict;
  for (auto numbered = rules_.rbegin(); numbered != rules_.rend(); ++numbered) {
    if (stage_of(*numbered->rule) != Stage::answer) continue;
    const bool does = acts(*numbered, request);
    if (does && !verdict.is_answered()) tell(verdict, *numbered, request);
  }
  return verdict;
}

Early Rules::apply_early(Stage stage, const Request& request) {
  Early early;
  for (auto numbered = rules_.rbegin(); numbered != rules_.rend(); ++numbered) {
    auto& rule = *numbered->rule;
    if (stage_of(rule) != stage || !acts(*numbered, request) || early.fault) continue;
    ++rule.acted;
    early.rules.push_back(name_of(rule, numbered->number));
    for (const auto& action : rule.actions) {
      if (const auto* fault = std::get_if<FaultAction>(&action)) early.fault = fault->fault;
      if (const auto* throttle = std::get_if<ThrottleRequestAction>(&action))
        early.bytes_per_second = throttle->bytes_per_second;
    }
  }
  return early;
}

std::vector<Rules::Unmet> Rules::unmet() const {
  std::vector<Numbered> all = rules_;
  all.insert(all.end(), removed_.begin(), removed_.end());
  std::sort(all.begin(), all.end(), [](const Numbered& a, const Numbered& b) { return a.number < b.number; });
  std::vector<Unmet> unmet;
  for (const auto& [rule, number] : all) {
    const auto& expected = rule->expected;
    if (!expected || expected->accepts(rule->acted)) continue;
    unmet.push_back({name_of(*rule, number), rule->acted, rule->seen, *expected});
  }
  return unmet;
}

}  // namespace wiretape::policy
