// SPDX-License-Identifier: MIT
// Decides what becomes of a request: play, ask, answer by a rule, or refuse. Does nothing itself.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <wiretape/finding.hpp>
#include <wiretape/options.hpp>
#include <wiretape/rule.hpp>

#include "cassette/tape.hpp"
#include "policy/bend.hpp"
#include "secrets/redactor.hpp"

namespace wiretape::policy {

struct NeedsBody {};  // ask again with decide() when the whole request is here
struct Play {
  std::size_t index = 0;  // in the cassette, from 0
  std::shared_ptr<const Interaction> interaction;
  Bend bend = {};
};
// What an answer is compared with, in mode diff.
struct Compared {
  std::size_t index = 0;                             // in the cassette, from 0
  std::shared_ptr<const Interaction> recorded = {};  // null: nothing there fits
};
struct AskOrigin {
  bool is_recorded = false;
  Bend bend = {};
  std::vector<std::function<void(Request&)>> request_changes = {};  // of what it is asked, in this order
  std::optional<Compared> compared = {};
};
struct AnswerByRule {
  Response response;
  Bend bend = {};
};
struct ConverseByRule {
  MessageCallback answers;  // or
  std::shared_ptr<const WebSocketConversation> script;
  Bend bend = {};
};
struct Refuse {
  int status = 599;  // the finding's message is the body
  Finding finding;
};
using Plan = std::variant<NeedsBody, Play, AskOrigin, AnswerByRule, ConverseByRule, Refuse>;

struct PolicySetup {
  RecordMode mode = RecordMode::once;
  bool is_mode_from_code = false;  // else the environment can change it, and messages say so
  MatchPolicy match_on = default_match_policy();
  Repeats repeats = Repeats::none;
  PlayOrder order = PlayOrder::any;
  std::string cassette;            // its path as messages show it; empty: none
  bool has_cassette_file = false;  // once plays only where there is one
  bool allows_unused_interactions = false;
  std::shared_ptr<secrets::Redactor> redactor = {};  // null: one of its own, of the defaults
  std::function<void(Interaction&)> before_playback = {};
  std::vector<Ignored> capture = {};  // places in answers
  Redating redate = {};
  std::function<std::int64_t()> now = {};  // seconds since 1970, where something is redated
  std::uint64_t seed = 0;                  // of all that rules draw
};

// One deck's choices. Not thread-safe: the deck's thread alone calls it.
class Policy {
public:
  Policy(PolicySetup setup, cassette::Tape tape);
  ~Policy();

  void add_rule(std::shared_ptr<Rule> rule);
  void remove_rule(const Rule* rule);

  [[nodiscard]] bool has_rules() const;
  // What rules make of a connection before there is a request; `connect` is a CONNECT for
  // "https://host:port/", or the request where there is neither tunnel nor TLS. Call it once for each.
  [[nodiscard]] Early decide_connection(const Request& connect);
  // What they make of a request whose head is here. Call it once.
  [[nodiscard]] Early decide_arrival(const Request& head);

  // By the head alone, so that a body can flow through while it comes; NeedsBody where the body, or a
  // rule, has a say.
  [[nodiscard]] Plan decide_early(const Request& head) const;
  // By the whole request. Marks the interaction as played and counts the rules' matches: call it once.
  // In mode none, and in once with a cassette file, the answer is never AskOrigin. Findings that repeat
  // are equal (cassette_missing names the first request): whoever collects them tells each once.
  [[nodiscard]] Plan decide(const Request& request);

  // Some request may be carried to its origin.
  [[nodiscard]] bool may_ask() const;
  // Answers of the origin are to be recorded: there is a cassette, and the mode is all, new_episodes or
  // once without a file.
  [[nodiscard]] bool is_recording() const;
  // Where very many interactions are alike by method and URL, looks at a few of them, so that no request has
  // to wait for it. False: nothing is left to be done.
  bool learn_some();
  // What the origin answered to a request that was compared: what it hands out is another value than the
  // recorded one, and stands for that in requests that follow.
  void hear_answer(const Interaction& recorded, const Interaction& live);
  // Of the first interaction that is played with that origin, where it was recorded.
  [[nodiscard]] std::optional<TlsSession> recorded_tls(std::string host, std::uint16_t port) const;
  // Those never played, or in mode diff compared, in order, where some could have been.
  [[nodiscard]] std::vector<std::size_t> never_played() const;
  // Method and URL of an interaction, as its cassette has them.
  [[nodiscard]] std::pair<std::string, std::string> recorded_name(std::size_t index) const;
  // One finding that lists every interaction never played; nothing when all were, or none could be. One
  // that cannot be read has a finding of its own once it was needed.
  [[nodiscard]] std::vector<Finding> unused() const;
  // One for each rule that acted more or less often than it should have.
  [[nodiscard]] std::vector<Finding> unmet_rules() const;
  // What is replaced in all that is written or told.
  [[nodiscard]] secrets::Redactor& redactor() const;
  // Rules drew something: another seed may have gone another way.
  [[nodiscard]] bool has_drawn() const;

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wiretape::policy
