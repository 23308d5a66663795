// SPDX-License-Identifier: MIT
// A request and its answer, from the first byte of the one to the last of the other; then the next.
#pragma once

#include <memory>

#include "proxy/client_side.hpp"
#include "proxy/collector.hpp"
#include "proxy/origin_link.hpp"
#include "proxy/sender.hpp"
#include "proxy/way.hpp"

namespace wiretape::proxy {

class Exchange {
public:
  // All outlive the exchange.
  Exchange(Context& context, ClientSide& client, OriginLink& origin)
      : context_(context), client_(client), origin_(origin) {}

  // Takes the request whose head has been read (and takes that apart at once), decides, and answers. True
  // when the connection may carry another request.
  io::Task<bool> run(http::RequestHead& head, const Way& way);
  // The same for the last request once more: it is decided anew, and answered.
  io::Task<bool> run_again();

private:
  // Where the head alone says that the deck does not do it.
  [[nodiscard]] std::optional<policy::Refuse> refused_at_once() const;
  [[nodiscard]] policy::Plan decide_early() const;
  // Carries out what rules do before there is an answer. False: that ended the connection.
  io::Task<bool> arrive();
  io::Task<bool> break_connection(const Fault& fault);
  // In the place of the rest of the request, and of an answer.
  io::Task<void> break_request();
  io::Task<bool> stream(policy::AskOrigin ask);
  io::Task<bool> read_body();
  // Where a request that was read whole can be read again, to be sent to its origin.
  [[nodiscard]] OpenSideFile request_file() const;
  io::Task<bool> carry_out(const policy::Plan& plan);
  io::Task<bool> refuse(const policy::Refuse& refusal);
  io::Task<bool> answer(std::shared_ptr<const Interaction> from, AnswerSource source,
                        const policy::Bend& bend);
  io::Task<bool> send(std::shared_ptr<const Interaction> from, AnswerSource source, const policy::Bend& bend);
  // Accepts a WebSocket that the deck answers itself, and speaks in it. Never goes on: the connection is its.
  io::Task<bool> play_conversation(const policy::Play& play);
  io::Task<bool> converse(const policy::ConverseByRule& rule);
  [[nodiscard]] std::optional<policy::Refuse> refused_upgrade() const;
  [[nodiscard]] AnswerTo answer_to() const;
  void journal_request();

  // The bytes that an interaction became for the current request.
  struct Answered {
    std::shared_ptr<const Interaction> from;
    Sent sent;
  };

  Context& context_;
  ClientSide& client_;
  OriginLink& origin_;
  std::shared_ptr<Interaction> current_;  // its request fills while it comes; then shared, unchanged
  std::string line_;                      // of the request, for the journal
  policy::Early early_;                   // what rules do before there is an answer
  bool is_plain_ = false;                 // neither tunnel nor TLS
  bool keeps_alive_ = false;
  bool expects_continue_ = false;
  bool has_continued_ = false;  // the deck said 100 Continue itself
  Answered last_;
  std::unique_ptr<cassette::SideFileWriter> request_file_;  // of a large body that may go on to the origin
};

}  // namespace wiretape::proxy
