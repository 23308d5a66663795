// SPDX-License-Identifier: MIT
#include "drift/pairs.hpp"

#include <algorithm>
#include <list>
#include <map>
#include <string>

#include <wiretape/options.hpp>

#include "base/text.hpp"
#include "drift/endpoint.hpp"
#include "policy/match.hpp"

namespace wiretape::drift {

namespace {

constexpr std::size_t most_compared = 64;  // of one endpoint

// What is left of the first recording, by endpoint.
class Left {
public:
  Left(const Cassette& cassette, const secrets::Redactor& redactor) {
    for (std::size_t i = 0; i < cassette.interactions.size(); ++i) {
      requests_.push_back(redactor.comparable(cassette.interactions[i].request, secrets::Side::recorded));
      by_endpoint_[endpoint_of(requests_.back())].push_back(i);
    }
  }

  // The index of the one that belongs to it, taken away; nothing where there is none.
  std::optional<std::size_t> take(const Request& request) {
    const auto found = by_endpoint_.find(endpoint_of(request));
    if (found == by_endpoint_.end() || found->second.empty()) return std::nullopt;
    auto& indices = found->second;
    auto chosen = indices.begin();
    std::size_t compared = 0;
    for (auto index = indices.begin(); index != indices.end() && ++compared <= most_compared; ++index) {
      if (!is_same(requests_[*index], request)) continue;
      chosen = index;
      break;
    }
    const auto index = *chosen;
    indices.erase(chosen);
    return index;
  }

  [[nodiscard]] std::vector<std::size_t> rest() const {
    std::vector<std::size_t> out;
    for (const auto& [endpoint, indices] : by_endpoint_)
      out.insert(out.end(), indices.begin(), indices.end());
    std::sort(out.begin(), out.end());
    return out;
  }

private:
  static bool is_same(const Request& a, const Request& b) {
    static const auto policy = default_match_policy();
    return std::all_of(policy.begin(), policy.end(),
                       [&](const MatchPart& part) { return policy::is_equal(part, a, b); });
  }

  std::vector<Request> requests_;
  std::map<std::string, std::list<std::size_t>> by_endpoint_;
};

// The same but for some step of the path, which may be a name that was made by chance.
bool is_much_alike(const Request& a, const Request& b) {
  const bool are_of_one_place = a.method == b.method && a.url.authority() == b.url.authority();
  const auto x = split(a.url.path(), '/'), y = split(b.url.path(), '/');
  if (!are_of_one_place || x.size() != y.size()) return false;
  std::size_t steps = 0, equal = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!x[i].empty()) ++steps;
    if (!x[i].empty() && x[i] == y[i]) ++equal;
  }
  return equal > 0 && equal * 2 >= steps;
}

void pair_what_is_much_alike(Pairs& pairs, const Cassette& first, const Cassette& second) {
  std::erase_if(pairs.only_in_second, [&](std::size_t j) {
    const auto found =
        std::find_if(pairs.only_in_first.begin(), pairs.only_in_first.end(), [&](std::size_t i) {
          return is_much_alike(first.interactions[i].request, second.interactions[j].request);
        });
    if (found == pairs.only_in_first.end()) return false;
    pairs.both.emplace_back(*found, j);
    pairs.only_in_first.erase(found);
    return true;
  });
  std::sort(pairs.both.begin(), pairs.both.end(),
            [](const auto& a, const auto& b) { return a.second < b.second; });
}

}  // namespace

Pairs pairs_of(const Cassette& first, const Cassette& second, const secrets::Redactor& redactor) {
  Pairs pairs;
  Left left(first, redactor);
  for (std::size_t i = 0; i < second.interactions.size(); ++i) {
    const auto found =
        left.take(redactor.comparable(second.interactions[i].request, secrets::Side::recorded));
    if (found) {
      pairs.both.emplace_back(*found, i);
    } else {
      pairs.only_in_second.push_back(i);
    }
  }
  pairs.only_in_first = left.rest();
  pair_what_is_much_alike(pairs, first, second);
  return pairs;
}

}  // namespace wiretape::drift
