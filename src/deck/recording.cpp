// SPDX-License-Identifier: MIT
#include "deck/recording.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace wiretape::deck {

namespace {

bool has_too_much_said(const Interaction& interaction) {
  const auto& said = interaction.conversation;
  return said && std::any_of(said->messages.begin(), said->messages.end(),
                             [](const WebSocketMessage& message) { return message.is_truncated; });
}

// The response, whole or as far as it came; null where nothing did.
Response* response_of(Interaction& interaction) {
  if (auto* response = std::get_if<Response>(&interaction.outcome)) return response;
  auto& partial = std::get<TransportError>(interaction.outcome).partial;
  return partial ? &*partial : nullptr;
}

// Puts a body into its file, where it has one. False: it is larger than what is recorded.
bool place_body(Body& body, const Headers& headers, cassette::SideFileWriter* file) {
  if (!file) return !body.large && !body.is_truncated;
  file->put_in_place(*body.large, cassette::ending_of(headers));
  return true;
}

}  // namespace

Recording::Recording(std::optional<cassette::Store> store, std::string existing, CassetteHeader header,
                     policy::DeckFacts facts, policy::JournalSink& journal)
    : store_(std::move(store)),
      existing_(std::move(existing)),
      header_(std::move(header)),
      facts_(std::move(facts)),
      journal_(journal) {}

std::unique_ptr<cassette::SideFileWriter> Recording::open_side_file() {
  if (!store_) return cassette::SideFileWriter::passing();
  return std::make_unique<cassette::SideFileWriter>(store_->place());
}

bool Recording::place(Interaction& interaction, proxy::BodyFiles files) {
  if (!store_ || has_given_up_) return false;
  const auto refuse = [&](const char* what, const char* limit) {
    const auto whose = escape_control(interaction.request.method + " " + interaction.request.url.str(), 500);
    journal_.find(policy::cassette_not_saved(
        facts_, whose + " has " + what + " larger than Limits::" + limit +
                    ", so it is not recorded\n  next: raise DeckOptions::limits." + limit));
    return false;
  };
  if (has_too_much_said(interaction)) return refuse("WebSocket messages", "conversation_bytes");
  try {
    auto* response = response_of(interaction);
    if (!place_body(interaction.request.body, interaction.request.headers, files.request.get()) ||
        (response && !place_body(response->body, response->headers, files.response.get()))) {
      return refuse("a body", "body_limit_bytes");
    }
  } catch (const CassetteError& error) {
    journal_.find(policy::cassette_not_saved(facts_, error.what()));
    return false;
  }
  return true;
}

void Recording::record(const Interaction& interaction) {
  if (!store_ || has_given_up_) return;
  try {
    append(interaction);
  } catch (const CassetteError& error) {
    give_up(error.what());
  }
}

void Recording::append(const Interaction& interaction) {
  const bool is_first = !recorder_;
  if (is_first) recorder_.emplace(*store_, std::move(existing_), header_);
  if (is_known(interaction)) {
    auto without = interaction;
    without.tls.reset();
    recorder_->append(without);
  } else {
    recorder_->append(interaction);
  }
  if (is_first && recorder_->recovered_notice()) note(*recorder_->recovered_notice());
  if (std::holds_alternative<TransportError>(interaction.outcome)) {
    note(policy::recorded_failure(facts_, interaction));
  }
}

// The origin's TLS is in the cassette already.
bool Recording::is_known(const Interaction& interaction) {
  if (!interaction.tls) return false;
  const auto [known, is_new] =
      recorded_tls_.try_emplace(interaction.request.url.authority(), *interaction.tls);
  if (is_new) return false;
  return std::exchange(known->second, *interaction.tls) == *interaction.tls;
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

void Recording::reject() {
  if (!store_ || !store_->exists()) return commit(false);
  if (has_given_up_) return;
  try {
    const auto aside = recorder_ ? recorder_->reject() : std::nullopt;
    if (aside)
      note("the test failed, so " + store_->path() + " stays as it was; what was recorded is in " + *aside);
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
