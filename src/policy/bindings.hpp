// SPDX-License-Identifier: MIT
// Values that stand for others: what an answer hands out now, and was another when it was recorded; or the
// other way round.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <wiretape/options.hpp>

namespace wiretape::policy {

class Bindings {
public:
  void bind(std::string_view from, std::string_view to);
  // What differs in two answers to one request: in these places, or where `places` is empty in all of JSON
  // and in Location.
  void learn(const Response& from, const Response& to, const std::vector<Ignored>& places);

  [[nodiscard]] bool empty() const { return bound_.empty(); }
  // The request with the other values: in target, headers and body, where one stands between characters that
  // are no part of a name.
  [[nodiscard]] Request replaced(const Request& request) const;

private:
  [[nodiscard]] std::string replaced(std::string_view text) const;

  std::map<std::string, std::string, std::less<>> bound_;
};

// The last step of a URL's path: in Location that is what was made.
[[nodiscard]] std::string_view last_step(std::string_view url);

}  // namespace wiretape::policy
