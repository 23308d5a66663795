// SPDX-License-Identifier: MIT
// The names of public enumerators and match parts, as messages, options and cassettes write them.
#include <array>
#include <ostream>
#include <wiretape/finding.hpp>
#include <wiretape/journal.hpp>
#include <wiretape/options.hpp>

namespace wiretape {

namespace {

// By the enumerator's number.
constexpr std::array<std::string_view, 6> modes{"once", "new_episodes", "none", "all", "passthrough", "diff"};
constexpr std::array<std::string_view, 4> repetitions{"none", "last", "cycle", "free"};
constexpr std::array<std::string_view, 3> orders{"causal", "by_time", "any_client_order"};
constexpr std::array<std::string_view, 17> findings{
    "unmatched_request",  "unused_interaction",  "out_of_order",       "cassette_expired",
    "cassette_missing",   "cassette_unreadable", "cassette_not_saved", "malformed_request",
    "client_refused_tls", "unsupported",         "host_not_allowed",   "body_not_decoded",
    "websocket_message",  "secret_refused",      "rule_not_met",       "drifted",
    "internal_error"};
constexpr std::array<std::string_view, 13> entries{
    "connection_opened", "tunnel_opened",     "tls_established", "tls_failed", "request",
    "answered",          "aborted",           "refused_bytes",   "rule",       "message",
    "finding",           "connection_closed", "notice"};
constexpr std::array<std::string_view, 5> sources{"none", "cassette", "origin", "rule", "deck"};
constexpr std::array<std::string_view, 10> parts{"method", "scheme",        "host",   "port", "path",
                                                 "query",  "ordered_query", "header", "body", "custom"};
constexpr std::array<std::string_view, 3> play_orders{"any", "partial", "strict"};

template <class Enum, std::size_t N>
std::string_view name_in(const std::array<std::string_view, N>& names, Enum value) {
  return names.at(static_cast<std::size_t>(value));
}

template <class Enum, std::size_t N>
std::optional<Enum> named_in(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(RecordMode mode) { return name_in(modes, mode); }
std::string_view to_string(Repeats repeats) { return name_in(repetitions, repeats); }
std::string_view to_string(MessageOrder order) { return name_in(orders, order); }
std::string_view to_string(PlayOrder order) { return name_in(play_orders, order); }
std::string_view to_string(FindingKind kind) { return name_in(findings, kind); }
std::string_view to_string(JournalKind kind) { return name_in(entries, kind); }
std::string_view to_string(AnswerSource source) { return name_in(sources, source); }

std::optional<RecordMode> record_mode(std::string_view name) { return named_in<RecordMode>(modes, name); }
std::optional<Repeats> repeats(std::string_view name) { return named_in<Repeats>(repetitions, name); }
std::optional<MessageOrder> message_order(std::string_view name) {
  return named_in<MessageOrder>(orders, name);
}

std::optional<PlayOrder> play_order(std::string_view name) { return named_in<PlayOrder>(play_orders, name); }

std::string MatchPart::name() const {
  std::string out(name_in(parts, kind_));
  if (kind_ == Kind::header || kind_ == Kind::custom) out += '(' + argument_ + ')';
  for (const auto& place : ignored_) {
    const char* which = &place == &ignored_.front() ? " without " : ", ";
    out += which + (place.is_value ? "the value of " + place.name : place.name);
  }
  return out;
}

MatchPolicy default_match_policy() {
  return {match::method, match::scheme, match::host, match::port, match::path, match::query, match::body};
}

void PrintTo(RecordMode mode, std::ostream* os) { *os << to_string(mode); }
void PrintTo(Repeats repeats, std::ostream* os) { *os << to_string(repeats); }
void PrintTo(PlayOrder order, std::ostream* os) { *os << to_string(order); }
void PrintTo(MessageOrder order, std::ostream* os) { *os << to_string(order); }

void PrintTo(const Finding& finding, std::ostream* os) {
  *os << to_string(finding.kind) << ": " << finding.message;
}

void PrintTo(const JournalEntry& entry, std::ostream* os) {
  *os << '[' << entry.at.count() << " us] " << to_string(entry.kind);
  if (entry.connection != 0) *os << " #" << entry.connection;
  if (!entry.text.empty()) *os << ": " << entry.text;
}

}  // namespace wiretape
