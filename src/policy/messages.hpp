// SPDX-License-Identifier: MIT
// The findings' wording: what happened, what was closest, what to do. Several lines without a line end at
// the last; every byte from outside is escaped and capped. One golden each in fixtures/messages/.
// The report on an unmatched request is in near_miss.hpp.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <wiretape/finding.hpp>
#include <wiretape/options.hpp>
#include <wiretape/rule.hpp>

#include "base/result.hpp"
#include "cassette/tape.hpp"
#include "secrets/gate.hpp"

namespace wiretape::policy {

// What a message says of the deck it comes from.
struct DeckFacts {
  RecordMode mode = RecordMode::once;
  bool is_mode_from_code = false;  // else WIRETAPE_MODE can change it
  std::string cassette = {};       // its path as messages show it; empty: none
};

// `request` came in mode none, and there is no cassette file.
[[nodiscard]] Finding cassette_missing(const DeckFacts& deck, const Request& request);
// Interaction `index` (from 0) was needed and cannot be parsed. error.offset is a line of the file.
[[nodiscard]] Finding cassette_unreadable(const DeckFacts& deck, std::size_t index, const Error& error);
// The file of a body cannot be read while it is played, or sent on. `cause` as below.
[[nodiscard]] Finding cassette_unreadable(std::string_view cause);
// `never_played`: indices from 0, in order; there is at least one.
[[nodiscard]] Finding unused_interactions(const DeckFacts& deck, const cassette::Tape& tape,
                                          const std::vector<std::size_t>& never_played);
// A request that fits interaction `index` came before `before` (from 0) was asked for, which it followed.
[[nodiscard]] Finding out_of_order(const DeckFacts& deck, const cassette::Tape& tape, std::size_t index,
                                   std::size_t before, const Request& request);
// `age` and `limit` in days.
[[nodiscard]] Finding cassette_expired(const DeckFacts& deck, std::string_view recorded_at, long age,
                                       long limit);
// `cause`: CassetteError::what(), which holds the remedy where there is one.
[[nodiscard]] Finding cassette_not_saved(const DeckFacts& deck, std::string_view cause);

// What was to be recorded still held these; there is at least one.
[[nodiscard]] Finding secret_refused(const DeckFacts& deck, const std::vector<secrets::Suspect>& suspects);

// For a notice, in one line: the outcome of `interaction`, which was recorded, is a TransportError.
[[nodiscard]] std::string recorded_failure(const DeckFacts& deck, const Interaction& interaction);

// What can be done where the origin's certificate was not accepted, by the failure's text; empty for others.
[[nodiscard]] std::string_view remedy_for(const TransportError& failure);

// The bytes were answered with `status` and the connection is being closed. error.offset counts from the
// first byte of `bytes`, which is what came of the request so far.
[[nodiscard]] Finding malformed_request(int status, const Error& error, std::string_view bytes);
// The same of what a client said before a SOCKS5 tunnel; its connection is being closed.
[[nodiscard]] Finding malformed_socks5(const Error& error);
// `asked`: "GET https://tracker.test/a", "CONNECT tracker.test:443".
[[nodiscard]] Finding host_not_allowed(std::string_view asked, std::string_view host);
// The body of `whose` message would decode to more than we take. `why`: "gzip: decodes to more than ...".
[[nodiscard]] Finding body_not_decoded(std::string_view whose, std::string_view why);
// The client ended the TLS handshake for `host`. `reason`: the alert's or OpenSSL's text, or
// "the client closed the connection".
[[nodiscard]] Finding client_refused_tls(std::string_view host, std::string_view reason,
                                         std::string_view ca_file);
// `feature`: "HTTP/2 without TLS", "HTTP/2"; `target`: the URL or authority asked for; empty: unknown.
[[nodiscard]] Finding unsupported(std::string_view feature, std::string_view target);
// A handshake that cannot succeed, whatever the client trusts. `reason`: OpenSSL's text.
[[nodiscard]] Finding no_common_tls(std::string_view host, std::string_view reason);
// `rule`: "rule 'busy'". It acted so often, and so many requests fitted it.
[[nodiscard]] Finding rule_not_met(std::string_view rule, int acted, int seen, const Times& expected);
// `task`: the coroutine's name; `what`: the exception's text.
[[nodiscard]] Finding internal_error(std::string_view task, std::string_view what);

}  // namespace wiretape::policy
