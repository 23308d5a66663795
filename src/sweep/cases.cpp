// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdlib>
#include <map>
#include <ostream>
#include <set>

#include <wiretape/cassette.hpp>

#include "base/text.hpp"
#include "cassette/file.hpp"
#include "deck/environment.hpp"
#include "policy/match.hpp"
#include "sweep/behaviour.hpp"
#include "sweep/catalogue.hpp"
#include "sweep/identifier.hpp"
#include "sweep/plan.hpp"

namespace wiretape {

namespace {

constexpr std::size_t longest_path = 40;  // in a name

std::string method_name(std::string_view method) {
  std::string name;
  for (const char c : method) {
    if (sweep::is_letter_or_digit(c)) name += c;
  }
  return name;
}

// A recorded request, and which of the equal ones in its cassette it is.
struct Target {
  std::shared_ptr<const Request> recorded;
  std::shared_ptr<const MatchPolicy> policy;
  int turn = 1;

  // By its head alone before there is a body.
  [[nodiscard]] bool fits(const Request& live, bool has_body) const {
    return std::all_of(policy->begin(), policy->end(), [&](const MatchPart& part) {
      const bool needs_body = part.kind() == MatchPart::Kind::body || part.kind() == MatchPart::Kind::custom;
      return (needs_body && !has_body) || policy::is_equal(part, *recorded, live);
    });
  }
};

RequestMatcher matcher_of(const Target& target, policy::Stage stage) {
  const auto& url = target.recorded->url;
  if (stage == policy::Stage::connection) {
    return {"is for " + url.authority(), [host = url.host, port = url.port](const Request& live) {
              return equals_ignoring_case(live.url.host, host) && live.url.port == port;
            }};
  }
  return {"is like " + target.recorded->method + ' ' + url.str(),
          [target, has_body = stage == policy::Stage::answer](const Request& live) {
            return target.fits(live, has_body);
          }};
}

RuleBuilder bend(Deck& deck, const Target& target, const sweep::Swept& swept) {
  auto rule = deck.when(matcher_of(target, swept.stage));
  const int turn = swept.stage == policy::Stage::connection ? 1 : target.turn;
  if (swept.strikes == sweep::Strikes::once) {
    rule.nth(turn);
  } else if (turn > 1) {
    rule.after(turn - 1);
  }
  swept.act(rule);
  return rule;
}

// What a deck would call it, where that is a file and the name is not a path to one.
std::string path_of(const std::string& cassette, const SweepOptions& options) {
  if (cassette::file_exists(cassette)) return cassette;
  auto dir = deck::choose_cassette_dir(options.deck, deck::process_environment());
  if (!dir.ends_with('/')) dir += '/';
  return cassette::file_exists(dir + cassette) ? dir + cassette : cassette;
}

class Cases {
public:
  Cases(std::string cassette, const SweepOptions& options)
      : cassette_(std::move(cassette)),
        options_(std::make_shared<SweepOptions>(options)),
        policy_(std::make_shared<MatchPolicy>(policy::match_policy_of(options.deck))) {}

  void add_all_of(const Cassette& recorded) {
    recorded_ = std::make_shared<sweep::Behaviour>(sweep::behaviour_of(recorded));
    add_recorded();
    for (std::size_t i = 0; i < recorded.interactions.size(); ++i)
      add_all_of(recorded.interactions[i], i + 1);
  }

  void add_unreadable() {
    SweepCase::Plan plan;
    plan.name = "CassetteCannotBeRead";
    plan.fault = "there is nothing to sweep";
    plan.is_unreadable = true;
    add(std::move(plan));
  }
  std::vector<SweepCase> take() { return std::move(cases_); }

private:
  void add_recorded() {
    SweepCase::Plan plan;
    plan.name = "AsRecorded";
    plan.fault = "nothing is bent";
    add(std::move(plan));
  }
  void add_all_of(const Interaction& recorded, std::size_t number) {
    const auto& url = recorded.request.url;
    const auto target = next_target(recorded.request);
    const bool is_first_of_origin = origins_.insert(url.scheme + url.authority()).second;
    auto all = sweep::catalogue_for(recorded, is_first_of_origin, *options_);
    const auto* response = std::get_if<Response>(&recorded.outcome);
    if (response != nullptr && !recorded.conversation) {
      auto mutations = sweep::json_mutations(*response, options_->json_places);
      std::move(mutations.begin(), mutations.end(), std::back_inserter(all));
    }
    auto beginning = "Interaction" + std::to_string(number) + '_' + method_name(recorded.request.method);
    if (const auto path = sweep::identifier(url.path(), longest_path); !path.empty()) beginning += '_' + path;
    for (auto& swept : all) {
      SweepCase::Plan plan;
      plan.group = swept.group;
      plan.name = beginning + '_' + swept.name;
      plan.interaction = number;
      plan.request = escape_control(recorded.request.method + ' ' + url.str(), 200);
      plan.fault = swept.words;
      const bool breaks_connection =
          swept.stage == policy::Stage::connection && swept.strikes == sweep::Strikes::once;
      plan.may_go_unnoticed = swept.group != SweepGroup::slow && !breaks_connection;
      if (swept.must_be_refused) plan.refused_host = url.host;
      plan.bend = [target, swept = std::move(swept)](Deck& deck) { return bend(deck, target, swept); };
      add(std::move(plan));
    }
  }
  void add(SweepCase::Plan plan) {
    const auto& groups = options_->groups;
    if (std::find(groups.begin(), groups.end(), plan.group) == groups.end()) return;
    for (int n = 2; !names_.insert(plan.name).second; ++n) {
      if (n > 2) plan.name.resize(plan.name.rfind('_'));
      plan.name += '_' + std::to_string(n);
    }
    plan.cassette = cassette_;
    plan.options = options_;
    plan.recorded = recorded_;
    SweepCase one(std::make_shared<SweepCase::Plan>(std::move(plan)));
    const char* only = std::getenv("WIRETAPE_SWEEP_ONLY");
    const bool is_chosen =
        only == nullptr || *only == '\0' ? !options_->chooses || options_->chooses(one) : one.name() == only;
    if (is_chosen) cases_.push_back(std::move(one));
  }

  // Equal requests have equal heads.
  Target next_target(const Request& request) {
    Target target{std::make_shared<Request>(request), policy_};
    auto& alike = by_head_[policy::head_key(*policy_, request.method, request.url)];
    for (const auto& earlier : alike) target.turn += target.fits(*earlier, true);
    alike.push_back(target.recorded);
    return target;
  }

  std::string cassette_;
  std::shared_ptr<const SweepOptions> options_;
  std::shared_ptr<const MatchPolicy> policy_;
  std::shared_ptr<const sweep::Behaviour> recorded_;
  std::vector<SweepCase> cases_;
  std::set<std::string> names_, origins_;
  std::map<std::string, std::vector<std::shared_ptr<const Request>>> by_head_;
};

}  // namespace

const std::string& SweepCase::name() const { return plan_->name; }
SweepGroup SweepCase::group() const { return plan_->group; }
std::size_t SweepCase::interaction() const { return plan_->interaction; }
const std::string& SweepCase::request() const { return plan_->request; }
const std::string& SweepCase::fault() const { return plan_->fault; }
const std::string& SweepCase::cassette() const { return plan_->cassette; }

void PrintTo(const SweepCase& one, std::ostream* os) { *os << one.name(); }

std::vector<SweepCase> sweep_cases(const std::string& cassette, const SweepOptions& options) {
  const auto path = path_of(cassette, options);
  Cases cases(path, options);
  try {
    cases.add_all_of(read_cassette(path));
  } catch (const CassetteError&) {
    cases.add_unreadable();
  }
  return cases.take();
}

}  // namespace wiretape
