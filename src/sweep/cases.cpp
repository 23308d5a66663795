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
#include "sweep/catalogue.hpp"
#include "sweep/plan.hpp"

namespace wiretape {

namespace {

constexpr std::size_t longest_path = 40;  // in a name

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// "/v1/today.json" is "v1_today_json".
std::string path_name(std::string_view path) {
  std::string name;
  for (const char c : path) {
    if (is_letter_or_digit(c)) {
      name += c;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
    if (name.size() == longest_path) break;
  }
  while (name.ends_with('_')) name.pop_back();
  return name;
}

std::string method_name(std::string_view method) {
  std::string name;
  for (const char c : method) {
    if (is_letter_or_digit(c)) name += c;
  }
  return name;
}

// A recorded request, and which of the equal ones in its cassette it is.
struct Target {
  std::shared_ptr<const Request> recorded;
  MatchPolicy policy;
  int turn = 1;

  // By its head alone before there is a body.
  [[nodiscard]] RequestMatcher matcher(bool has_body) const {
    return {"is like " + recorded->method + ' ' + recorded->url.str(),
            [recorded = recorded, policy = policy, has_body](const Request& live) {
              return std::all_of(policy.begin(), policy.end(), [&](const MatchPart& part) {
                const bool needs_body =
                    part.kind() == MatchPart::Kind::body || part.kind() == MatchPart::Kind::custom;
                return (needs_body && !has_body) || policy::is_equal(part, *recorded, live);
              });
            }};
  }
};

RequestMatcher origin_matcher(const Url& url) {
  return {"is for " + url.authority(), [host = url.host, port = url.port](const Request& live) {
            return equals_ignoring_case(live.url.host, host) && live.url.port == port;
          }};
}

bool is_of_arriving_request(const sweep::Swept& swept) { return swept.name.ends_with("InRequest"); }

std::vector<RuleBuilder> bend(Deck& deck, const Target& target, const sweep::Swept& swept) {
  auto rule = deck.when(swept.is_of_connection ? origin_matcher(target.recorded->url)
                                               : target.matcher(!is_of_arriving_request(swept)));
  const int turn = swept.is_of_connection ? 1 : target.turn;
  if (swept.strikes == sweep::Strikes::once) {
    rule.nth(turn);
  } else if (turn > 1) {
    rule.after(turn - 1);
  }
  swept.act(rule);
  return {rule};
}

bool is_file(const std::string& path) {
  try {
    return cassette::read_file({path, path}).has_value();
  } catch (const CassetteError&) {
    return true;  // of which more is said when it is read
  }
}

std::string path_of(const std::string& cassette, const SweepOptions& options) {
  if (is_file(cassette)) return cassette;
  auto dir = deck::choose_cassette_dir(options.deck, deck::process_environment());
  if (!dir.ends_with('/')) dir += '/';
  return is_file(dir + cassette) ? dir + cassette : cassette;
}

class Cases {
public:
  Cases(std::string cassette, SweepOptions options)
      : cassette_(std::move(cassette)), options_(std::move(options)) {}

  void add_recorded() {
    SweepCase::Plan plan;
    plan.name = "AsRecorded";
    plan.fault = "nothing is bent";
    add(std::move(plan));
  }
  void add_unreadable() {
    SweepCase::Plan plan;
    plan.name = "CassetteCannotBeRead";
    plan.fault = "there is nothing to sweep";
    plan.is_unreadable = true;
    add(std::move(plan));
  }
  void add_all_of(const Interaction& recorded, std::size_t number) {
    const auto& url = recorded.request.url;
    Target target{std::make_shared<Request>(recorded.request), options_.deck.match_on,
                  turn_of(recorded.request)};
    const bool is_first_of_origin = origins_.insert(url.scheme + url.authority()).second;
    auto all = sweep::catalogue_for(recorded, is_first_of_origin, options_);
    const auto* response = std::get_if<Response>(&recorded.outcome);
    if (response != nullptr && !recorded.conversation) {
      auto mutations = sweep::json_mutations(*response, options_.json_places);
      std::move(mutations.begin(), mutations.end(), std::back_inserter(all));
    }
    auto beginning = "Interaction" + std::to_string(number) + '_' + method_name(recorded.request.method);
    if (const auto path = path_name(url.path()); !path.empty()) beginning += '_' + path;
    for (auto& swept : all) {
      SweepCase::Plan plan;
      plan.group = swept.group;
      plan.name = beginning + '_' + swept.name;
      plan.interaction = number;
      plan.request = escape_control(recorded.request.method + ' ' + url.str(), 200);
      plan.fault = swept.words;
      const bool breaks_connection = swept.is_of_connection && swept.strikes == sweep::Strikes::once;
      plan.may_go_unnoticed = swept.group != SweepGroup::slow && !breaks_connection;
      if (swept.must_be_refused) plan.refused_host = url.host;
      plan.bend = [target, swept = std::move(swept)](Deck& deck) { return bend(deck, target, swept); };
      add(std::move(plan));
    }
  }
  std::vector<SweepCase> take() { return std::move(cases_); }

private:
  void add(SweepCase::Plan plan) {
    const auto& groups = options_.groups;
    if (std::find(groups.begin(), groups.end(), plan.group) == groups.end()) return;
    for (int n = 2; !names_.insert(plan.name).second; ++n) {
      if (n > 2) plan.name.resize(plan.name.rfind('_'));
      plan.name += '_' + std::to_string(n);
    }
    plan.cassette = cassette_;
    plan.options = options_;
    SweepCase one(std::make_shared<SweepCase::Plan>(std::move(plan)));
    const char* only = std::getenv("WIRETAPE_SWEEP_ONLY");
    const bool is_chosen =
        only == nullptr || *only == '\0' ? !options_.chooses || options_.chooses(one) : one.name() == only;
    if (is_chosen) cases_.push_back(std::move(one));
  }

  int turn_of(const Request& request) {
    int turn = 1;
    const Target known{std::make_shared<Request>(request), options_.deck.match_on};
    const auto matcher = known.matcher(true);
    for (const auto& earlier : requests_) {
      if (matcher.matches(earlier)) ++turn;
    }
    requests_.push_back(request);
    return turn;
  }

  std::string cassette_;
  SweepOptions options_;
  std::vector<SweepCase> cases_;
  std::set<std::string> names_, origins_;
  std::vector<Request> requests_;
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
    const auto recorded = read_cassette(path);
    cases.add_recorded();
    for (std::size_t i = 0; i < recorded.interactions.size(); ++i)
      cases.add_all_of(recorded.interactions[i], i + 1);
  } catch (const CassetteError&) {
    cases.add_unreadable();
  }
  return cases.take();
}

}  // namespace wiretape
