// SPDX-License-Identifier: MIT
#include "sweep/catalogue.hpp"

#include <algorithm>

#include "http/reason.hpp"

namespace wiretape::sweep {

namespace {

// "reset_after" and a place are "ResetAfterHead".
std::string camel(std::string_view snake) {
  std::string out;
  bool is_upper = true;
  for (const char c : snake) {
    if (c == '_') {
      is_upper = true;
      continue;
    }
    out += is_upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    is_upper = false;
  }
  return out;
}

class Collected {
public:
  explicit Collected(std::vector<Swept>& out) : out_(out) {}

  void fault(SweepGroup group, Fault fault, std::string name = {}, Strikes strikes = Strikes::once) {
    auto words = fault.str();
    const auto kind = fault.kind;
    if (name.empty()) name = camel(to_string(kind));
    out_.push_back({group, std::move(name), std::move(words), strikes,
                    [fault = std::move(fault)](RuleBuilder& rule) { rule.fault(fault); },
                    policy::stage_of(kind)});
  }
  void certificate(Fault fault) {
    this->fault(SweepGroup::tls, std::move(fault), {}, Strikes::always);
    out_.back().must_be_refused = true;
  }
  void act(SweepGroup group, std::string name, std::string words, std::function<void(RuleBuilder&)> act,
           Strikes strikes = Strikes::once) {
    out_.push_back({group, std::move(name), std::move(words), strikes, std::move(act)});
  }
  void status(SweepGroup group, int status, std::string name, Strikes strikes = Strikes::once) {
    auto words = "status " + std::to_string(status) + ' ' + std::string(http::reason_phrase(status));
    act(
        group, std::move(name), std::move(words),
        [=](RuleBuilder& rule) {
          const bool may_ask_again = status == 429 || status == 503;
          rule.set_status(status).set_header("Content-Type", "text/plain").set_body("swept by Wiretape\n");
          if (may_ask_again) rule.set_header("Retry-After", "0");
        },
        strikes);
  }

private:
  std::vector<Swept>& out_;
};

void add_transport(Collected& all, const Interaction& recorded, bool is_first_of_origin) {
  const auto group = SweepGroup::transport;
  if (is_first_of_origin) {
    all.fault(group, fault::refuse());
    all.fault(group, fault::accept_and_close());
    all.fault(group, fault::accept_and_reset());
  }
  const auto half = recorded.request.body.bytes.size() / 2;
  if (half > 0) {
    all.fault(group, fault::close_in_request(half));
    all.fault(group, fault::reset_in_request(half));
  }
  all.fault(group, fault::empty_reply());
  all.fault(group, fault::reset());
  all.fault(group, fault::garbage());
  all.fault(group, fault::bad_status_line());
}

void add_tls(Collected& all) {
  const auto group = SweepGroup::tls;
  all.fault(group, fault::tls_alert());
  for (auto fault : {fault::certificate_expired(), fault::certificate_not_yet_valid(),
                     fault::certificate_for_another_host(), fault::certificate_self_signed(),
                     fault::certificate_of_unknown_authority()}) {
    all.certificate(std::move(fault));
  }
  all.fault(group, fault::certificate_with_weak_key(), {}, Strikes::always);
}

void add_slow(Collected& all, std::size_t size, std::chrono::milliseconds slowness) {
  const auto group = SweepGroup::slow;
  const auto later = std::to_string(slowness.count()) + " ms";
  all.act(group, "LateHead", "the head comes " + later + " later",
          [=](RuleBuilder& rule) { rule.delay(slowness); });
  if (size == 0) return;
  all.act(group, "LateBody", "the body comes " + later + " later",
          [=](RuleBuilder& rule) { rule.delay_body(slowness); });
  all.act(group, "Dribbled", "the body comes in 10 pieces over " + later,
          [=](RuleBuilder& rule) { rule.dribble(10, slowness); });
  const auto piece = std::max<std::size_t>(1, size / 50);
  all.act(group, "Sliced", "the body comes in pieces of " + std::to_string(piece) + " bytes",
          [=](RuleBuilder& rule) { rule.slice(piece); });
}

void add_body(Collected& all, std::size_t size) {
  const auto group = SweepGroup::body;
  all.fault(group, fault::content_length_missing());
  all.fault(group, fault::content_length_twice());
  all.fault(group, fault::content_length_too_big());
  all.fault(group, fault::duplicate_field());
  all.fault(group, fault::oversized_field());
  all.fault(group, fault::invalid_field());
  if (size == 0) return;
  all.fault(group, fault::content_length_too_small());
  all.fault(group, fault::close_after(0), "CloseAfterHead");
  all.fault(group, fault::reset_after(0), "ResetAfterHead");
  if (size > 1) {
    all.fault(group, fault::close_after(size / 2), "CloseInBody");
    all.fault(group, fault::reset_after(size / 2), "ResetInBody");
  }
  all.fault(group, fault::corrupt_byte(size / 2));
  all.fault(group, fault::malformed_chunk());
  all.fault(group, fault::missing_last_chunk());
  all.fault(group, fault::wrong_coding());
}

std::size_t server_messages_in(const WebSocketConversation& conversation) {
  return static_cast<std::size_t>(std::count_if(
      conversation.messages.begin(), conversation.messages.end(),
      [](const auto& message) { return message.from == WebSocketSender::server && message.is_data(); }));
}

void add_websocket(Collected& all, std::size_t messages) {
  const auto group = SweepGroup::websocket;
  all.fault(group, fault::refuse_upgrade());
  all.fault(group, fault::no_pong());
  if (messages == 0) return;
  for (auto* of_message : {fault::drop_message, fault::duplicate_message, fault::half_frame,
                           fault::wrong_opcode, fault::masked_message, fault::reset_at_message}) {
    all.fault(group, of_message(1));
  }
  all.fault(group, fault::close_at_message(1));
  if (messages > 1) all.fault(group, fault::reorder_messages(1));
}

void add_retries(Collected& all, std::size_t size) {
  const auto group = SweepGroup::retries;
  const auto always = Strikes::always;
  all.fault(group, fault::reset(), "ResetAgain", always);
  all.fault(group, fault::empty_reply(), "EmptyReplyAgain", always);
  all.status(group, 429, "Status429Again", always);
  all.status(group, 500, "Status500Again", always);
  all.status(group, 503, "Status503Again", always);
  if (size > 1) all.fault(group, fault::close_after(size / 2), "CloseInBodyAgain", always);
}

void add_timeouts(Collected& all, const Interaction& recorded, std::size_t size, bool is_first_of_origin) {
  const auto group = SweepGroup::timeouts;
  const auto always = Strikes::always;
  if (is_first_of_origin && recorded.request.url.scheme == "https")
    all.fault(group, fault::handshake_stall(), {}, always);
  all.fault(group, fault::no_answer(), {}, always);
  if (const auto half = recorded.request.body.bytes.size() / 2; half > 0)
    all.fault(group, fault::stall_in_request(half), {}, always);
  if (size > 0) all.fault(group, fault::stall_after(0), "StallAfterHead", always);
  if (size > 1) all.fault(group, fault::stall_after(size / 2), "StallInBody", always);
  if (recorded.conversation && server_messages_in(*recorded.conversation) > 0)
    all.fault(group, fault::silent_death(1), {}, always);
}

}  // namespace

std::vector<Swept> catalogue_for(const Interaction& recorded, bool is_first_of_origin,
                                 const SweepOptions& options) {
  std::vector<Swept> out;
  Collected all(out);
  const auto* response = std::get_if<Response>(&recorded.outcome);
  const bool is_plain = response != nullptr && !recorded.conversation;
  const auto size = is_plain && response->framing != Framing::none ? response->body.bytes.size() : 0;
  add_transport(all, recorded, is_first_of_origin);
  if (is_plain) {
    for (const int status : {400, 401, 403, 404, 429, 500, 502, 503, 504})
      all.status(SweepGroup::status, status, "Status" + std::to_string(status));
    add_slow(all, size, options.slowness);
    if (response->framing != Framing::none) add_body(all, size);
  }
  if (is_first_of_origin && recorded.request.url.scheme == "https") add_tls(all);
  if (recorded.conversation) add_websocket(all, server_messages_in(*recorded.conversation));
  if (is_plain) add_retries(all, size);
  add_timeouts(all, recorded, size, is_first_of_origin);
  return out;
}

}  // namespace wiretape::sweep
