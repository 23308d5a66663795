// SPDX-License-Identifier: MIT
#include "deck/recording.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace wiretape::deck {

namespace {

bool is_truncated(const Interaction& interaction) {
  const auto& said = interaction.conversation;
  if (said && std::any_of(said->messages.begin(), said->messages.end(),
                          [](const WebSocketMessage& message) { return message.is_truncated; })) {
    return true;
  }
  if (interaction.request.body.is_truncated) return true;
  if (const auto* response = std::get_if<Response>(&interaction.outcome)) return response->body.is_truncated;
  const auto& partial = std::get<TransportError>(interaction.outcome).partial;
  return partial && partial->body.is_truncated;
}

}  // namespace

Recording::Recording(std::optional<cassette::Store> store, std::string existing, CassetteHeader header,
                     policy::DeckFacts facts, policy::JournalSink& journal)
    : store_(std::move(store)),
      existing_(std::move(existing)),
      header_(std::move(header)),
      facts_(std::move(facts)),
      journal_(journal) {}

void Recording::record(const Interaction& interaction) {
  if (!store_ || has_given_up_) return;
  if (is_truncated(interaction)) {
    const auto what = escape_control(interaction.request.method + " " + interaction.request.url.str(), 500);
    journal_.find(policy::cassette_not_saved(
        facts_,
        what + " has a body, or WebSocket messages, larger than Limits::body_bytes, so it is not recorded\n"
               "  next: raise DeckOptions::limits.body_bytes"));
    return;
  }
  try {
    append(interaction);
  } catch (const CassetteError& error) {
    give_up(error.what());
  }
}

void Recording::append(const Interaction& interaction) {
  const bool is_first = !recorder_;
  if (is_first) recorder_.emplace(*store_, std::move(existing_), header_);
  recorder_->append(interaction);
  if (is_first && recorder_->recovered_notice()) note(*recorder_->recovered_notice());
  if (std::holds_alternative<TransportError>(interaction.outcome)) {
    note(policy::recorded_failure(facts_, interaction));
  }
}

void Recording::note(const std::string& text) {
  JournalEntry entry;
  entry.kind = JournalKind::notice;
  entry.text = escape_control(text, 2000);
  journal_.add(std::move(entry));
}

void Recording::commit(bool replaces) {
  if (has_given_up_) return;
  try {
    if (recorder_) {
      recorder_->commit();
    } else if (replaces && store_ && store_->exists()) {
      store_->replace(format_cassette(Cassette{header_, {}}, store_->format()));
    }
  } catch (const CassetteError& error) {
    give_up(error.what());
  }
  recorder_.reset();
}

void Recording::give_up(const std::string& cause) {
  has_given_up_ = true;
  recorder_.reset();
  journal_.find(policy::cassette_not_saved(facts_, cause));
}

}  // namespace wiretape::deck
