// SPDX-License-Identifier: MIT
// Writes what the conversations record into the deck's cassette.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cassette/store.hpp"
#include "drift/learned.hpp"
#include "policy/journal.hpp"
#include "policy/messages.hpp"
#include "proxy/context.hpp"
#include "secrets/gate.hpp"
#include "secrets/redactor.hpp"

namespace wiretape::deck {

// What is done to an interaction before it is written.
struct Secrecy {
  std::shared_ptr<secrets::Redactor> redactor;
  bool has_gate = true;
  secrets::Variables variables = {};  // whose values pass no gate
  std::function<bool(Interaction&)> before_record = {};
};

// The deck's thread records; commit() comes when that thread has ended.
class Recording final : public proxy::RecordingSink {
public:
  // No store: nothing is kept. `existing`: the cassette's text that new interactions follow, empty to
  // start anew with `header`. All outlive the recording.
  Recording(std::optional<cassette::Store> store, std::string existing, CassetteHeader header,
            policy::DeckFacts facts, policy::JournalSink& journal, Secrecy secrecy);

  std::unique_ptr<cassette::SideFileWriter> open_side_file() override;
  bool place(Interaction& interaction, proxy::BodyFiles files) override;
  void record(const Interaction& interaction) override;
  [[nodiscard]] std::size_t recorded() const override { return recorder_ ? recorder_->appended() : 0; }
  // Puts the cassette in place. `replaces`: also when nothing was recorded, so that nothing old is
  // left. Trouble becomes a finding.
  void commit(bool replaces);
  // What the test has made by chance, by name; it goes into the cassette with the next commit().
  std::map<std::string, std::string> variables;
  // Which recording of several this is, from 1; 0: there is one alone. With the next commit() what is another
  // in it than in the last one is told, and what is volatile goes into its header.
  std::size_t run = 0;
  // Takes these, by their index, out of the cassette that is in place, with a notice.
  void drop(const std::vector<std::size_t>& unused);
  // In its place, where there is a cassette already: that stays, and what was recorded lies beside it, with a
  // notice. Where there is none, the same as commit().
  void reject();

private:
  void append(const Interaction& interaction);
  template <class Message>
  bool place_body(Message& message, cassette::SideFileWriter* file);
  // Nothing: it is not to be recorded.
  [[nodiscard]] std::optional<Interaction> without_secrets(const Interaction& interaction);
  void clean_what_was_written();
  void note_redactions();
  void refuse_secrets(const std::vector<secrets::Suspect>& suspects);
  [[nodiscard]] bool is_known(const Interaction& interaction);
  [[nodiscard]] drift::Learned learn();
  void note(const std::string& text);
  void give_up(const std::string& cause);

  std::optional<cassette::Store> store_;  // stays when the rest is over
  std::string existing_;
  CassetteHeader header_;
  policy::DeckFacts facts_;
  policy::JournalSink& journal_;
  Secrecy secrecy_;
  std::size_t known_secrets_ = 0;   // when the last interaction was written
  std::size_t looked_through_ = 0;  // bytes, for secrets that were not known when they were written
  std::map<std::string, TlsSession> recorded_tls_;  // the last, by origin
  std::optional<cassette::Recorder> recorder_;      // made with the first interaction
  bool has_given_up_ = false;
};

}  // namespace wiretape::deck
