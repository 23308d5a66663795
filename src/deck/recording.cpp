// SPDX-License-Identifier: MIT
#include "deck/recording.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cassette/format.hpp"
#include "cassette/framing.hpp"
#include "deck/redacted_file.hpp"
#include "secrets/texts.hpp"

namespace wiretape::deck {

namespace {

// Looking through all that was written each time that a secret is new would take time that grows with the
// square of a recording; beyond this it is done once more, at its end.
constexpr std::size_t most_looked_through = 256 * 1024 * 1024;

bool has_too_much_said(const Interaction& interaction) {
  const auto& said = interaction.conversation;
  return said && std::any_of(said->messages.begin(), said->messages.end(),
                             [](const WebSocketMessage& message) { return message.is_truncated; });
}

}  // namespace

Recording::Recording(std::optional<cassette::Store> store, std::string existing, CassetteHeader header,
                     policy::DeckFacts facts, policy::JournalSink& journal, Secrecy secrecy)
    : store_(std::move(store)),
      existing_(std::move(existing)),
      header_(std::move(header)),
      facts_(std::move(facts)),
      journal_(journal),
      secrecy_(std::move(secrecy)) {
  secrecy_.redactor->goes_on_from(existing_);
}

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
    auto& request = interaction.request;
    auto* response = secrets::response_of(interaction);
    if (!place_body(request, files.request.get()) ||
        (response && !place_body(*response, files.response.get()))) {
      if (has_given_up_) return false;
      return refuse("a body", "body_limit_bytes");
    }
  } catch (const CassetteError& error) {
    journal_.find(policy::cassette_not_saved(facts_, error.what()));
    return false;
  }
  return true;
}

// Puts a body into its file, where it has one, without its secrets. False: it is larger than what is
// recorded, or it may not be.
template <class Message>
bool Recording::place_body(Message& message, cassette::SideFileWriter* file) {
  Body& body = message.body;
  if (!file) return !body.large && !body.is_truncated;
  const FileSecrecy secrecy{*secrecy_.redactor, secrecy_.has_gate, secrecy_.variables};
  auto clean = redacted_file(secrecy, file->reader(), message.headers, std::is_same_v<Message, Response>,
                             [this] { return open_side_file(); });
  if (!clean.suspects.empty()) {
    refuse_secrets(clean.suspects);
    return false;
  }
  if (!clean.is_looked_through) {
    note("a compressed body of " + std::to_string(body.size()) +
         " bytes is too large to be looked through for secrets");
  }
  if (clean.file) {
    body.large = clean.body;
    cassette::mend_lengths(message);
  }
  (clean.file ? *clean.file : *file).put_in_place(*body.large, cassette::ending_of(message.headers));
  return true;
}

void Recording::record(const Interaction& interaction) {
  if (!store_ || has_given_up_) return;
  try {
    const auto written = without_secrets(interaction);
    if (written) append(*written);
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

std::optional<Interaction> Recording::without_secrets(const Interaction& interaction) {
  auto written = interaction;
  if (secrecy_.before_record && !secrecy_.before_record(written)) return std::nullopt;
  auto& redactor = *secrecy_.redactor;
  redactor.redact(written);
  const bool has_new = redactor.known_secrets() > std::exchange(known_secrets_, redactor.known_secrets());
  if (recorder_ && has_new && looked_through_ < most_looked_through) clean_what_was_written();
  if (!secrecy_.has_gate) return written;
  const auto suspects = secrets::suspects_in(redactor.rules(), secrecy_.variables, written);
  if (suspects.empty()) return written;
  refuse_secrets(suspects);
  return std::nullopt;
}

// A secret that showed itself as one only now may stand in what was written before.
void Recording::clean_what_was_written() {
  const auto text = recorder_->text();
  looked_through_ += text.size();
  if (!secrecy_.redactor->holds_secret(text)) return;
  recorder_->rewrite([this](Interaction& interaction) {
    secrecy_.redactor->redact(interaction, secrets::Source::cassette);
  });
}

void Recording::refuse_secrets(const std::vector<secrets::Suspect>& suspects) {
  has_given_up_ = true;
  recorder_.reset();
  journal_.find(policy::secret_refused(facts_, suspects));
}

// What a reader of the cassette will look for in vain.
void Recording::note_redactions() {
  std::string places;
  for (const auto& place : secrecy_.redactor->places()) places += (places.empty() ? "" : ", ") + place;
  if (!places.empty()) note("placeholders stand for secrets in " + store_->path() + ": " + places);
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

// Compares what was recorded with the recording before it, and tells what is another.
drift::Learned Recording::learn() {
  const auto before = run > 1 ? store_->read() : std::nullopt;
  if (!before) return {};
  const auto learned = drift::learn(parse_cassette(*before, store_->format(), store_->path()),
                                    parse_cassette(recorder_->text(), CassetteFormat::yaml, store_->path()));
  note(store_->path() + " was recorded twice: " + std::to_string(learned.compared) +
       " interactions are in both");
  for (const auto& line : drift::lines_of(learned)) note(line);
  return learned;
}

void Recording::commit(bool replaces) {
  if (has_given_up_) return;
  try {
    if (recorder_) {
      clean_what_was_written();
      const auto learned = learn();
      recorder_->change_header([&](CassetteHeader& header) {
        if (run > 0) header.runs = run;
        drift::add_volatile(header, learned);
        for (const auto& variable : variables) {
          std::erase_if(header.variables, [&](const auto& old) { return old.first == variable.first; });
          header.variables.emplace_back(variable);
        }
      });
      recorder_->commit();
      note_redactions();
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
    if (recorder_) clean_what_was_written();
    const auto aside = recorder_ ? recorder_->reject() : std::nullopt;
    if (aside)
      note("the test failed, so " + store_->path() + " stays as it was; what was recorded is in " + *aside);
  } catch (const CassetteError& error) {
    give_up(error.what());
  }
  recorder_.reset();
}

void Recording::drop(const std::vector<std::size_t>& unused) {
  if (unused.empty() || !store_ || has_given_up_) return;
  try {
    const auto text = store_->read();
    if (!text) return;
    const auto left = cassette::without_interactions(*text, store_->format(), store_->path(), unused);
    store_->replace(left);
    const auto whole = parse_cassette(left, store_->format(), store_->path());
    cassette::remove_side_files_but(store_->place(), cassette::side_files_of(whole));
    note(std::to_string(unused.size()) +
         (unused.size() == 1 ? " interaction that was" : " interactions that were") + " never asked for " +
         (unused.size() == 1 ? "is" : "are") + " no longer in " + store_->path());
  } catch (const CassetteError& error) {
    give_up(error.what());
  }
}

void Recording::give_up(const std::string& cause) {
  has_given_up_ = true;
  recorder_.reset();
  journal_.find(policy::cassette_not_saved(facts_, cause));
}

}  // namespace wiretape::deck
