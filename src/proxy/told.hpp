// SPDX-License-Identifier: MIT
// What conversations say to the journal, in one wording.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "proxy/client_side.hpp"
#include "proxy/context.hpp"

namespace wiretape::proxy {

// Its URL, without the secrets in it.
[[nodiscard]] std::string url_of(Context& context, const Request& request);
// "GET https://host/path", control bytes escaped.
[[nodiscard]] std::string line(Context& context, const Request& request);

void tell(Context& context, std::uint64_t connection, JournalKind kind, std::string text,
          AnswerSource source = AnswerSource::none, std::shared_ptr<const Interaction> what = {});
// answered, or aborted where the client left first. `request_line` is line() of the request.
void tell_answer(Context& context, std::uint64_t connection, bool is_whole, AnswerSource source,
                 std::string request_line, std::shared_ptr<const Interaction> what);

// The rules that act, an entry each. `on`: what they act on, a line() or "the connection to host:port".
void tell_rules(Context& context, std::uint64_t connection, const std::vector<std::string>& rules,
                const std::string& on);

// Its beginning, for a person.
[[nodiscard]] WebSocketMessage without_secrets(Context& context, const WebSocketMessage& message);
// A WebSocket message, read or sent; `request` is the upgrade's.
void tell_message(Context& context, std::uint64_t connection, const WebSocketMessage& message,
                  AnswerSource source, std::shared_ptr<const Interaction> request);

// A body stays coded, for `why`: a finding. `whose`: "GET https://host/path", "the answer to GET ...".
void tell_undecoded(Context& context, const std::string& whose, const std::string& why);

// A large body's file cannot be read: a finding.
void tell_unreadable(Context& context, const CassetteError& trouble);

// Bytes that are no valid request: an entry and a finding.
void tell_refused(Context& context, ClientSide& client, const http::ReadError& error);
// The same, and answers them with 400 or alike.
io::Task<void> refuse_bytes(Context& context, ClientSide& client, const http::ReadError& error);

// What a coroutine let escape becomes a finding.
[[nodiscard]] io::Scope::OnEscape escape_to(Context& context);

}  // namespace wiretape::proxy
