// SPDX-License-Identifier: MIT
// The rules in force, and how often each acted.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <wiretape/rule.hpp>

#include "policy/bend.hpp"
#include "policy/stage.hpp"

namespace wiretape::policy {

class Rules {
public:
  // All that is drawn follows from the seed, the rules' order, the request, and how often the same was asked.
  explicit Rules(std::uint64_t seed = 0) : seed_(seed) {}

  // What the rules say of one request.
  struct Verdict {
    std::optional<Response> answer = {};
    MessageCallback converse = {};
    std::shared_ptr<const WebSocketConversation> script = {};
    Bend bend = {};

    [[nodiscard]] bool is_answered() const { return answer || converse || script; }
    std::vector<std::function<void(Request&)>> request_changes = {};  // in this order
  };

  void add(std::shared_ptr<Rule> rule) { rules_.push_back({std::move(rule), ++added_}); }
  void remove(const Rule* rule);
  [[nodiscard]] bool empty() const { return rules_.empty(); }

  // Newest first: what acts adds up until a rule with an answer. Every rule that fits counts the request.
  [[nodiscard]] Verdict apply(const Request& request);

  // The same before there is an answer: of a connection (the request is a CONNECT where there is none yet),
  // or by the head alone.
  [[nodiscard]] Early apply_early(Stage stage, const Request& request);

  struct Unmet {
    std::string rule;  // its name, or "rule 2"
    int acted, seen;
    Times expected;
  };
  // The rules that did not act as often as they should have, oldest first; removed ones too.
  [[nodiscard]] std::vector<Unmet> unmet() const;
  // Whether chance had a part in anything so far.
  [[nodiscard]] bool has_drawn() const { return has_drawn_; }

private:
  struct Numbered {
    std::shared_ptr<Rule> rule;
    std::uint64_t number;  // from 1, in the order in which they were made
  };
  [[nodiscard]] bool acts(const Numbered& numbered, const Request& request);
  [[nodiscard]] std::uint64_t seed_for(const Numbered& numbered, const Request& request) const;
  void tell(Verdict& verdict, const Numbered& numbered, const Request& request);

  std::uint64_t seed_;
  std::uint64_t added_ = 0;
  std::vector<Numbered> rules_, removed_;
  bool has_drawn_ = false;
};

}  // namespace wiretape::policy
