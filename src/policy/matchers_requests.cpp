// SPDX-License-Identifier: MIT
// Matchers over a list of requests.
#include <climits>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <wiretape/matchers.hpp>

#include "base/text.hpp"
#include "policy/explain.hpp"
#include "secrets/shown.hpp"

namespace wiretape {

namespace {

std::string times(int n) {
  if (n == 1) return "once";
  return n == 2 ? "twice" : std::to_string(n) + " times";
}

// gmock's words for the same cardinalities.
std::string called(int least, int most) {
  if (most == 0) return "never called";
  if (least == most) return "called " + times(least);
  if (most == INT_MAX) return least == 0 ? "called any number of times" : "called at least " + times(least);
  if (least == 0) return "called at most " + times(most);
  return "called between " + std::to_string(least) + " and " + std::to_string(most) + " times";
}

// "called twice" -> "twice", "never called" -> "never".
std::string without_called(const Times& how_often) {
  std::ostringstream os;
  how_often.describe(&os);
  auto text = os.str();
  if (text.starts_with("called ")) return text.substr(7);
  if (text.ends_with(" called")) return text.substr(0, text.size() - 7);
  return text;
}

std::string numbers(const std::vector<std::size_t>& these) {
  std::string out = these.size() == 1 ? "number " : "numbers ";
  for (std::size_t i = 0; i < these.size(); ++i) {
    if (i > 0) out += i + 1 == these.size() ? " and " : ", ";
    out += std::to_string(these[i] + 1);
  }
  return out;
}

std::string name(const Request& request) {
  return escape_control(request.method, 40) + ' ' +
         escape_control(secrets::shown(request.url), policy::explained_bytes);
}

constexpr std::size_t explained_requests = 3;

// "number 1, GET http://a/b, whose path is ...; and 4 more"
void explain_misses(const std::vector<Request>& requests, std::size_t from, const RequestMatcher& which,
                    std::ostream* why) {
  for (std::size_t i = from; i < requests.size() && i < from + explained_requests; ++i) {
    std::ostringstream reason;
    which.MatchAndExplain(requests[i], &reason);
    *why << "; number " << i + 1 << ", " << name(requests[i]);
    if (!reason.str().empty()) *why << ", " << reason.str();
  }
  if (requests.size() > from + explained_requests) {
    *why << "; and " << requests.size() - from - explained_requests << " more";
  }
}

bool match_count(const std::vector<Request>& requests, const Times& how_often, const RequestMatcher& which,
                 std::ostream* why) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (which.matches(requests[i])) found.push_back(i);
  }
  if (why != nullptr && !found.empty())
    *why << "which has it " << times(int(found.size())) << ": " << numbers(found);
  if (why != nullptr && found.empty()) {
    *why << (requests.empty() ? "which has no request at all" : "which has none");
    explain_misses(requests, 0, which, why);
  }
  return how_often.accepts(int(found.size()));
}

bool match_order(const std::vector<Request>& requests, const std::vector<RequestMatcher>& these,
                 std::ostream* why) {
  std::vector<std::size_t> found;
  std::size_t next = 0;
  for (const auto& which : these) {
    const auto from = next;
    while (next < requests.size() && !which.matches(requests[next])) ++next;
    if (next == requests.size()) {
      if (why == nullptr) return false;
      *why << "which has none that " << which.description();
      if (!found.empty()) *why << " after " << numbers(found);
      explain_misses(requests, from, which, why);
      return false;
    }
    found.push_back(next++);
  }
  if (why != nullptr && !found.empty()) *why << "which has them as " << numbers(found);
  return true;
}

}  // namespace

Times::Times(int exactly) : Times(between(exactly, exactly)) {}
Times::Times(std::function<bool(int)> accepts, std::function<void(std::ostream*)> describe)
    : accepts_(std::move(accepts)), describe_(std::move(describe)) {}

Times Times::between(int least, int most) {
  if (least < 0 || most < least) {
    throw std::invalid_argument("Times: " + std::to_string(least) + " to " + std::to_string(most) +
                                " is no range of counts");
  }
  return {[=](int n) { return n >= least && n <= most; },
          [=](std::ostream* os) { *os << called(least, most); }};
}
Times Times::at_least(int n) { return between(n, INT_MAX); }
Times Times::at_most(int n) { return between(0, n); }

RequestsMatcher Received(Times times, RequestMatcher which) {
  auto describe = [times, which](std::ostream* os, bool is_negated) {
    *os << (is_negated ? "did not receive a request that " : "received a request that ");
    which.DescribeTo(os);
    *os << ": " << without_called(times);
  };
  return {[times, which](const auto& requests, std::ostream* why) {
            return match_count(requests, times, which, why);
          },
          std::move(describe)};
}

RequestsMatcher received_in_order(std::vector<RequestMatcher> these) {
  auto describe = [these](std::ostream* os, bool is_negated) {
    *os << (is_negated ? "did not receive in this order: " : "received in this order: ");
    for (std::size_t i = 0; i < these.size(); ++i) {
      *os << (i == 0 ? "a request that " : ", then one that ");
      these[i].DescribeTo(os);
    }
  };
  return {[these](const auto& requests, std::ostream* why) { return match_order(requests, these, why); },
          std::move(describe)};
}

}  // namespace wiretape
