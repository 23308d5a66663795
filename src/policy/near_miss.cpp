// SPDX-License-Identifier: MIT
#include "policy/near_miss.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/url.hpp"
#include "policy/match.hpp"
#include "policy/proposal.hpp"
#include "policy/side_by_side.hpp"
#include "policy/wording.hpp"

namespace wiretape::policy {

namespace {

using Kind = MatchPart::Kind;

constexpr std::size_t shown_misses = 3;
constexpr std::size_t read_misses = 16;  // as many by method and URL are read to compare headers and bodies

struct Miss {
  std::size_t index = 0;
  double score = 0;
  Request request = {};  // with secrets all alike
  std::vector<MatchPart> differing = {};
};

// The part of two lists, 0 to 1, that is in both.
template <class T>
double shared(std::vector<T> a, std::vector<T> b) {
  const auto size = std::max(a.size(), b.size());
  if (size == 0) return 0;
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  std::vector<T> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return double(both.size()) / double(size);
}

// How alike two paths are, 0 to 1: "/" is like "/" only.
double shared_path(std::string_view a, std::string_view b) {
  if (a == b) return 1;
  const auto steps = [](std::string_view path) {
    std::vector<std::string_view> out;
    for (const auto step : split(path, '/')) {
      if (!step.empty()) out.push_back(step);
    }
    return out;
  };
  return 0.9 * shared(steps(a), steps(b));
}

// The weights follow what makes a person say "I meant that one": where it goes, then what for.
double head_score(const std::string& method, const Url& url, const Request& live) {
  const double host = equals_ignoring_case(url.host, live.url.host) ? 4 : 0;
  const double path = 6 * shared_path(url.path(), live.url.path());
  if (host == 0 && path == 0) return 0;  // not alike at all
  double score = host + path;
  if (method == live.method) score += 3;
  if (url.scheme == live.url.scheme) score += 1;
  if (url.port == live.url.port) score += 1;
  return score + 3 * shared(http::parse_parameters(url.query()), http::parse_parameters(live.url.query()));
}

bool by_score(const Miss& a, const Miss& b) {
  return a.score != b.score ? a.score > b.score : a.index < b.index;
}

// The alike by method and URL, nearest first: before all, those that are equal to the policy.
std::vector<Miss> alike(const cassette::Tape& tape, const Candidates& candidates, const Request& live) {
  const auto equal = candidates.alike(live);
  std::vector<Miss> out;
  for (std::size_t i = 0; i < tape.size(); ++i) {
    const auto url = url_of(tape, i);
    double score = url ? head_score(tape.summary(i).method, *url, live) : 0;
    if (std::binary_search(equal.begin(), equal.end(), i)) score += 100;  // more than any other can have
    if (score > 0) out.push_back({i, score});
  }
  std::sort(out.begin(), out.end(), by_score);
  out.resize(std::min(out.size(), std::max(equal.size(), read_misses)));
  return out;
}

// Reads an interaction and counts in what its method and URL do not show. False when it cannot be read.
bool read(Miss& miss, const MatchPolicy& policy, const cassette::Tape& tape,
          const secrets::Redactor& redactor, const Request& live) {
  const auto interaction = tape.interaction(miss.index);
  if (!interaction) return false;
  miss.request = redactor.comparable((*interaction)->request, secrets::Side::recorded);
  for (const auto& part : policy) {
    if (!is_equal(part, miss.request, live)) {
      miss.differing.push_back(part);
    } else if (!is_in_head(part)) {
      miss.score += part.kind() == Kind::body ? 3 : 1;
    }
  }
  const auto& body = miss.request.body;
  const bool are_bodies = !body.empty() && !live.body.empty() && body.text() != live.body.text();
  if (are_bodies) miss.score += 2 * shared(split(body.text(), '"'), split(live.body.text(), '"'));
  return true;
}

// `shown`: the live request with secrets all alike.
std::vector<Miss> nearest(const MatchPolicy& policy, const cassette::Tape& tape, const Candidates& candidates,
                          const Request& live, const Request& shown) {
  auto misses = alike(tape, candidates, live);
  std::erase_if(misses, [&](Miss& miss) { return !read(miss, policy, tape, candidates.redactor(), shown); });
  std::stable_sort(misses.begin(), misses.end(), by_score);
  return misses;
}

std::string exhausted(const DeckFacts& deck, const cassette::Tape& tape, const std::vector<Miss>& fitting,
                      const Request& live) {
  const auto count = fitting.size();
  auto text = name_of(live) + " matches nothing left in " + escape_control(deck.cassette) + '\n';
  text += count == 1
              ? "  the one recorded answer to this request was already played\n"
              : "  all " + std::to_string(count) + " recorded answers to this request were already played\n";
  for (std::size_t i = 0; i < std::min(count, shown_misses); ++i) {
    text += "    " + place_of(tape, fitting[i].index) + '\n';
  }
  if (count > shown_misses) text += "    and " + std::to_string(count - shown_misses) + " more\n";
  return text + "  next: let the code ask less often, or record what more there is:  " +
         mode_setting(deck, RecordMode::new_episodes) +
         "\n        or give the last answer again:  .repeats = Repeats::last";
}

std::string describe(const Miss& miss, bool is_nearest, const MatchPolicy& policy, const cassette::Tape& tape,
                     const Candidates& candidates, const Request& live) {
  auto text = (is_nearest ? "  closest: " : "  also: ") + place_of(tape, miss.index);
  if (candidates.is_played(miss.index)) text += " (already played)";
  auto rows = side_by_side(is_nearest ? policy : miss.differing, miss.request, live);
  return text + '\n' + format_table(rows, 4) + '\n';
}

std::string join(const std::vector<MatchPart>& parts) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += i + 1 == parts.size() ? " and " : ", ";
    out += escape_control(name_without_places(parts[i]), 100);
  }
  return out;
}

// What would play the nearest interaction still to be had: places to be ignored, or a policy with fewer
// parts. Method and path are what a request is about: a policy without them would play anything.
std::string relaxed(const MatchPolicy& policy, const std::vector<Miss>& misses, const Candidates& candidates,
                    const Request& live) {
  const auto can_be_left_out = [&](const Miss& miss) {
    return !candidates.is_played(miss.index) &&
           std::none_of(miss.differing.begin(), miss.differing.end(), [](const MatchPart& part) {
             return part.kind() == Kind::method || part.kind() == Kind::path;
           });
  };
  const auto miss = std::find_if(misses.begin(), misses.end(), can_be_left_out);
  if (miss == misses.end()) return {};
  const auto places = places_that_differ(miss->differing, miss->request, live);
  if (!places.empty()) return "\n        or let that differ:  " + places_setting(".ignore", places);
  auto kept = policy;
  std::erase_if(kept, [&](const MatchPart& part) {
    return std::any_of(miss->differing.begin(), miss->differing.end(),
                       [&](const MatchPart& out) { return out.name() == part.name(); });
  });
  if (kept.empty()) return {};
  return "\n        or leave " + join(miss->differing) + " out of matching:  " + match_setting(kept);
}

std::string nothing_alike(const cassette::Tape& tape) {
  if (tape.size() == 0) return "  it holds no interaction\n";
  const auto& first = tape.summary(0);
  return "  nothing recorded is alike; of " + std::to_string(tape.size()) +
         (tape.size() == 1 ? " interaction" : " interactions") + " the first is " +
         name_of(first.method, first.url) + ", line " + std::to_string(first.line) + '\n';
}

}  // namespace

Finding unmatched_request(const DeckFacts& deck, const MatchPolicy& policy, const cassette::Tape& tape,
                          const Candidates& candidates, const Request& asked) {
  const auto live = candidates.redactor().comparable(asked, secrets::Side::live);
  auto misses = nearest(policy, tape, candidates, asked, live);
  std::vector<Miss> fitting;
  std::copy_if(misses.begin(), misses.end(), std::back_inserter(fitting),
               [](const Miss& miss) { return miss.differing.empty(); });
  if (!fitting.empty()) return {FindingKind::unmatched_request, exhausted(deck, tape, fitting, live)};

  auto text = name_of(live) + " matches nothing in " + escape_control(deck.cassette) + '\n';
  misses.resize(std::min(misses.size(), shown_misses));
  for (const auto& miss : misses) {
    text += describe(miss, &miss == &misses.front(), policy, tape, candidates, live);
  }
  if (misses.empty()) text += nothing_alike(tape);
  text += "  next: " + mode_setting(deck, RecordMode::new_episodes) + " records it";
  return {FindingKind::unmatched_request, text + relaxed(policy, misses, candidates, live)};
}

}  // namespace wiretape::policy
