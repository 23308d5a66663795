// SPDX-License-Identifier: MIT
// Takes secrets out of what is recorded, and puts harmless values in their place where it is played.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <wiretape/interaction.hpp>

#include "secrets/edits.hpp"
#include "secrets/finder.hpp"
#include "secrets/rules.hpp"
#include "secrets/table.hpp"
#include "secrets/texts.hpp"

namespace wiretape::secrets {

enum class Side : unsigned char { recorded, live };
enum class Source : unsigned char { wire, cassette };  // where placeholders are such

// Of one deck; its thread alone calls it.
class Redactor {
public:
  explicit Redactor(Rules rules);

  [[nodiscard]] const Rules& rules() const { return rules_; }

  // New secrets get numbers behind those in this text of a cassette.
  void goes_on_from(std::string_view cassette) { table_.leave_out_numbers_in(cassette); }

  // Placeholders stand for every secret, in the order of their first appearance. A body that is not held as a
  // whole is looked through as far as it is.
  void redact(Interaction& interaction, Source source = Source::wire);
  // The same for a piece of a large body.
  [[nodiscard]] std::string redacted_piece(std::string_view content_type, std::string_view text,
                                           bool is_of_answer);
  [[nodiscard]] std::size_t known_secrets() const { return table_.size(); }
  // Where they stood, "header:Authorization", each once.
  [[nodiscard]] const std::set<std::string>& places() const { return places_; }
  // Whether a text still holds a secret that is known by now: what was written before it was.
  [[nodiscard]] bool holds_secret(std::string_view text) const { return !table_.find_in(text).empty(); }

  // What requests and messages are compared by: `any_secret` stands for each secret and, in what was
  // recorded, for each placeholder.
  [[nodiscard]] Request comparable(const Request& request, Side side) const;
  [[nodiscard]] Response comparable(const Response& response, Side side) const;
  [[nodiscard]] WebSocketMessage comparable(const WebSocketMessage& message, Side side) const;
  [[nodiscard]] std::string comparable_target(std::string_view target, Side side) const;
  // The names of those secrets in it that an answer has handed out.
  [[nodiscard]] std::set<std::string> handed_out_in(const Request& live) const;

  // What is played of an interaction: null where it has no placeholder that a client would get.
  [[nodiscard]] std::shared_ptr<Interaction> played(const Interaction& recorded);

private:
  class Pass;
  template <class Message>
  [[nodiscard]] Message comparable_message(const Message& message, Side side) const;
  [[nodiscard]] Edits comparing_edits(const About& about, std::string_view text, Side side) const;

  Rules rules_;
  Table table_;       // of what is recorded
  Table handed_out_;  // harmless values that were played
  std::set<std::string> places_;
};

// Of the placeholders in it.
[[nodiscard]] std::set<std::string> placeholder_names(const Request& request);

}  // namespace wiretape::secrets
