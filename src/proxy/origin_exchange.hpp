// SPDX-License-Identifier: MIT
// A request carried to its origin and the answer carried back, both ways at once where the request is
// still coming; recorded on the way where asked.
#pragma once

#include <memory>
#include <optional>

#include "proxy/client_side.hpp"
#include "proxy/fault_filter.hpp"
#include "proxy/origin_link.hpp"
#include "proxy/sender.hpp"
#include "proxy/tap.hpp"
#include "proxy/upload.hpp"

namespace wiretape::proxy {

class OriginExchange {
public:
  // All but `current` outlive it. `current` holds the request.
  OriginExchange(Context& context, ClientSide& client, OriginLink& origin,
                 std::shared_ptr<Interaction> current, policy::AskOrigin ask)
      : context_(context),
        client_(client),
        origin_(origin),
        current_(std::move(current)),
        ask_(ask),
        recorded_before_(context.recording.recorded()) {}

  // The request's body is still with the client, and the link is open. True when the connection may go on.
  io::Task<bool> run_while_body_comes(AnswerTo to);
  // The request is here as a whole and in the journal. True when the connection may go on.
  // `file`: of its body, where that is large.
  io::Task<bool> run_with_whole_request(AnswerTo to, std::unique_ptr<cassette::SideFileWriter> file);
  // The origin could not be reached: that is the outcome.
  io::Task<bool> fail(TransportError failure, AnswerTo to);

private:
  io::Task<bool> carry_whole_request(AnswerTo to);
  io::Task<bool> carry_large_request(AnswerTo to);
  io::Task<void> send_large_request(bool& is_sent);
  [[nodiscard]] const Request& asked() const { return changed_ ? *changed_ : current_->request; }
  void change_request(const std::function<void(Request&)>& change);
  [[nodiscard]] FaultFilter::UntilLeft until_left();
  // When the client goes away for good, the origin's connection is closed, which ends the answer too.
  io::Task<void> watch_client();
  io::Task<void> stop_watching();
  io::Task<void> upload_and_watch(Upload& upload);
  io::Task<bool> is_stale(OriginSource& source);
  io::Task<bool> carry_back(OriginSource& source, AnswerTo to);
  // The origin switched to WebSocket: carries it both ways until it ends.
  io::Task<void> converse(Response answer, Timing timing);
  // The client left before there was an answer.
  bool abort();
  [[nodiscard]] OpenSideFile side_file() const;
  void tell_undecoded_answer(const Tap& tap);
  void keep(bool is_whole, std::optional<Outcome> outcome, Timing timing,
            std::optional<WebSocketConversation> conversation = {});

  Context& context_;
  ClientSide& client_;
  OriginLink& origin_;
  std::shared_ptr<Interaction> current_;
  policy::AskOrigin ask_;
  std::size_t recorded_before_;
  std::optional<Request> changed_;  // what the origin is asked, where rules change it
  BodyFiles files_;
  std::optional<io::Scope> watch_;  // what looks after the client meanwhile
  bool has_answered_ = false;
  bool has_left_ = false;
};

}  // namespace wiretape::proxy
