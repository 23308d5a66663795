// SPDX-License-Identifier: MIT
#include "policy/messages.hpp"

#include <algorithm>
#include <sstream>

#include "base/text.hpp"
#include "policy/wording.hpp"
#include "secrets/finder.hpp"
#include "secrets/rules.hpp"

namespace wiretape::policy {

namespace {

constexpr std::size_t listed_interactions = 10;

// `text` with each of its lines but the first moved to the right; control bytes escaped.
std::string indented(std::string_view text, std::size_t by) {
  std::string out;
  for (const auto line : split(text, '\n')) {
    if (!out.empty()) out += '\n' + std::string(by, ' ');
    out += escape_control(line, 1000);
  }
  return out;
}

// The bytes of a head with '*' in place of each byte of a header's value that may be secret.
std::string without_secrets(std::string_view bytes) {
  std::string out;
  for (const auto line : split(bytes, '\n')) {
    const bool is_first = out.empty();
    if (!is_first) out += '\n';
    const auto colon = line.find(':');
    const bool is_secret =
        !is_first && colon != std::string_view::npos && may_be_secret(line.substr(0, colon));
    const auto shown = is_secret ? colon + 1 : line.size();
    auto text = std::string(line.substr(0, shown)) + std::string(line.size() - shown, '*');
    for (const auto& secret : secrets::find_in_target(secrets::default_rules(), line).stretches)
      text.replace(secret.at, secret.size, secret.size, '*');
    out += text;
  }
  return out;
}

// What stands before byte `at` says where it is; what comes after may be the rest of a body.
std::string around(std::string_view bytes, std::size_t at) {
  constexpr std::size_t before = 60, after = 20;
  at = std::min(at, bytes.size());
  const auto shown = without_secrets(bytes.substr(0, at + after + 1));
  const auto from = at > before ? at - before : 0;
  return (from > 0 ? "…" : "") + escape_control(std::string_view(shown).substr(from, at - from)) + " >>> " +
         escape_control(std::string_view(shown).substr(at), after);
}

}  // namespace

Finding cassette_missing(const DeckFacts& deck, const Request& request) {
  std::string text = name_of(request);
  if (deck.cassette.empty()) {
    text += " cannot be answered: in mode none no origin is asked, and this deck has no cassette\n";
    text += "  next: name one:  DeckOptions{.cassette = \"Suite/Name\"}, or use TestDeck";
  } else {
    text += " cannot be answered: in mode none no origin is asked, and there is no " +
            escape_control(deck.cassette) + '\n';
    text += "  next: record it where the origin can be reached, and commit it:  " +
            mode_setting(deck, RecordMode::once);
  }
  return {FindingKind::cassette_missing, std::move(text)};
}

Finding cassette_unreadable(const DeckFacts& deck, std::size_t index, const Error& error) {
  auto text = escape_control(deck.cassette) + ':' + std::to_string(error.offset) + ": interaction " +
              std::to_string(index + 1) + " cannot be read: " + escape_control(error.message, 500) + '\n';
  text += "  next: mend that line, or record all anew:  " + mode_setting(deck, RecordMode::all);
  return {FindingKind::cassette_unreadable, std::move(text)};
}

Finding cassette_unreadable(std::string_view cause) {
  return {
      FindingKind::cassette_unreadable,
      "a message ended early: its large body cannot be read from its file\n  why:  " + indented(cause, 8)};
}

Finding unused_interactions(const DeckFacts& deck, const cassette::Tape& tape,
                            const std::vector<std::size_t>& never_played) {
  const auto count = never_played.size();
  auto text = std::to_string(count) + " of " + std::to_string(tape.size()) + " interactions in " +
              escape_control(deck.cassette) + (count == 1 ? " was" : " were") + " never asked for\n";
  for (std::size_t i = 0; i < std::min(count, listed_interactions); ++i) {
    const auto& summary = tape.summary(never_played[i]);
    text += "  " + place_of(tape, never_played[i]) + ": " + name_of(summary.method, summary.url) + '\n';
  }
  if (count > listed_interactions) text += "  and " + std::to_string(count - listed_interactions) + " more\n";
  text +=
      "  next: delete them from the cassette, or record it anew:  " + mode_setting(deck, RecordMode::all) +
      "\n        or let them be:  .allows_unused_interactions = true";
  return {FindingKind::unused_interaction, std::move(text)};
}

Finding out_of_order(const DeckFacts& deck, const cassette::Tape& tape, std::size_t index, std::size_t before,
                     const Request& request) {
  const auto& first = tape.summary(before);
  return {FindingKind::out_of_order,
          name_of(request) + " came too early\n  why:  it is " + place_of(tape, index) + " of " +
              escape_control(deck.cassette) + ", and followed the answer to\n        " +
              name_of(first.method, first.url) + ", " + place_of(tape, before) +
              ", which was not asked for yet\n"
              "  next: let the code ask in that order, or let it be any:  .order = PlayOrder::any"};
}

Finding cassette_expired(const DeckFacts& deck, std::string_view recorded_at, long age, long limit) {
  return {FindingKind::cassette_expired,
          escape_control(deck.cassette) + " was recorded " + std::to_string(age) + " days ago, at " +
              escape_control(recorded_at, 40) + "; it is good for " + std::to_string(limit) +
              " days\n  next: record it anew:  " + mode_setting(deck, RecordMode::all)};
}

Finding cassette_not_saved(const DeckFacts& deck, std::string_view cause) {
  return {FindingKind::cassette_not_saved, "what was recorded could not be saved to " +
                                               escape_control(deck.cassette) +
                                               "\n  why:  " + indented(cause, 8)};
}

Finding secret_refused(const DeckFacts& deck, const std::vector<secrets::Suspect>& suspects) {
  constexpr std::size_t listed = 5;
  auto text = "what was recorded holds what looks like a secret, so nothing was saved to " +
              escape_control(deck.cassette) + '\n';
  for (std::size_t i = 0; i < std::min(suspects.size(), listed); ++i) {
    const auto& suspect = suspects[i];
    text += "  in " + escape_control(suspect.where, 300) + ": " + escape_control(suspect.what, 100) + ", " +
            secrets::hinted(suspect.value) + '\n';
  }
  if (suspects.size() > listed) text += "  and " + std::to_string(suspects.size() - listed) + " more\n";
  const auto& first = suspects.front();
  auto place = first.place.value_or(Redaction{Redaction::Where::text, "..."});
  text += "  next: let a placeholder stand for it:  .redact = {" + secrets::as_code(place) + "}\n";
  place.is_kept = true;
  return {FindingKind::secret_refused,
          text + "        or, where it is none:  .redact = {" + secrets::as_code(place) + "}"};
}

std::string recorded_failure(const DeckFacts& deck, const Interaction& interaction) {
  const auto& failure = std::get<TransportError>(interaction.outcome);
  return name_of(interaction.request) + " failed, and that was recorded (" +
         escape_control(failure.message, 500) + "): if " +
         escape_control(interaction.request.url.authority(), 300) + " was just not there, delete " +
         escape_control(deck.cassette) + " and run again";
}

std::string_view remedy_for(const TransportError& failure) {
  const auto says = [&](std::string_view text) { return failure.message.find(text) != std::string::npos; };
  if (failure.kind != TransportErrorKind::tls || !says("certificate verify failed")) return {};
  // What OpenSSL says of a chain that leads to no authority it knows (X509_verify_cert_error_string).
  const bool is_unknown = says("issuer certificate") || says("self-signed") || says("first certificate");
  return is_unknown ? "trust its authority:  .origin_ca_file = \"ca.pem\""
                    : "to accept it all the same:  .insecure_skip_origin_verification = true";
}

Finding malformed_request(int status, const Error& error, std::string_view bytes) {
  auto text = "the client sent what HTTP does not allow; it was answered " + std::to_string(status) +
              " and its connection closed\n";
  text +=
      "  why:  " + escape_control(error.message, 500) + ", at byte " + std::to_string(error.offset) + '\n';
  if (!bytes.empty()) text += "  sent: " + around(bytes, error.offset) + '\n';
  text += "  next: mend the client; to send such bytes on purpose:  .accepts_malformed_requests = true";
  return {FindingKind::malformed_request, std::move(text)};
}

Finding malformed_socks5(const Error& error) {
  return {FindingKind::malformed_request,
          "the client sent what SOCKS5 does not allow; its connection was closed\n  why:  " +
              escape_control(error.message, 500) + ", at byte " + std::to_string(error.offset) +
              "\n  next: mend the client, or let it speak HTTP to the deck"};
}

Finding host_not_allowed(std::string_view asked, std::string_view host) {
  const auto shown = escape_control(host, 300);
  return {FindingKind::host_not_allowed,
          escape_control(asked, 500) + " goes to " + shown + ", which this deck does not allow\n" +
              "  next: let the code leave it alone, or add it:  .only = {..., \"" + shown + "\"}"};
}

Finding body_not_decoded(std::string_view whose, std::string_view why) {
  return {
      FindingKind::body_not_decoded,
      "the body of " + escape_control(whose, 500) + " stays compressed\n  why:  " + escape_control(why, 300) +
          "\n  It went on byte for byte. Matchers see it as it was on the wire, and so does the cassette.\n"
          "  next: let it be smaller: what a small body unpacks to can fill the memory of whoever reads it"};
}

Finding client_refused_tls(std::string_view host, std::string_view reason, std::string_view ca_file) {
  const auto file = escape_control(ca_file);
  auto text = "the client refused the deck's certificate for " + escape_control(host, 300) + '\n';
  text += "  why:  " + escape_control(reason, 500) + '\n';
  text +=
      "  The deck answers in the origin's place with certificates of its own authority, which the client\n"
      "  must trust. It is the same for every deck of this process: " +
      file + '\n';
  text +=
      "  next: deck.configure(client)                  cpp-httplib's client, libcurl's easy handle\n"
      "        CURLOPT_CAINFO = deck.ca_file()         libcurl, which reads no environment\n"
      "        SSL_CERT_FILE=" +
      file +
      "\n"
      "                                                OpenSSL's defaults: cpp-httplib, Python, child "
      "processes\n"
      "        For others see docs/clients.md; a client that pins certificates must be told not to.";
  return {FindingKind::client_refused_tls, std::move(text)};
}

Finding unsupported(std::string_view feature, std::string_view target) {
  auto text = "the client asked for " + escape_control(feature, 100);
  if (!target.empty()) text += " to " + escape_control(target, 300);
  text += ", which Wiretape cannot intercept yet\n";
  text += "  next: let the client speak HTTP/1.1, or reach this origin without the deck";
  return {FindingKind::unsupported, std::move(text)};
}

Finding no_common_tls(std::string_view host, std::string_view reason) {
  auto text = "the client and the deck have no TLS in common for " + escape_control(host, 300) + '\n';
  text += "  why:  " + escape_control(reason, 500) + '\n';
  text += "  The deck speaks TLS 1.2 and 1.3, with ECDSA certificates on the curve P-256.\n";
  text += "  next: let the client offer TLS 1.3, or TLS 1.2 with an ECDSA cipher and that curve";
  return {FindingKind::unsupported, std::move(text)};
}

namespace {

std::string described(const Times& times) {
  std::ostringstream out;
  times.describe(&out);
  return out.str();
}

}  // namespace

Finding rule_not_met(std::string_view rule, int acted, int seen, const Times& expected) {
  const auto times = [](int n) { return n == 1 ? std::string("once") : std::to_string(n) + " times"; };
  auto text = escape_control(rule, 200) + (acted == 0 ? " never acted" : " acted " + times(acted)) +
              "; it was expected to be " + described(expected) + '\n';
  text += "  why:  " +
          (seen == 0 ? "no request" : std::to_string(seen) + (seen == 1 ? " request" : " requests")) +
          " fitted it\n";
  text += "  next: look at what was sent, deck.requests(), and at the rule's matcher and choice";
  return {FindingKind::rule_not_met, std::move(text)};
}

Finding internal_error(std::string_view task, std::string_view what) {
  return {FindingKind::internal_error,
          "Wiretape failed in its task '" + escape_control(task, 100) +
              "'; this is a defect of its own\n  why:  " + indented(what, 8) +
              "\n  next: report it with this text; the exchange at hand was lost"};
}

}  // namespace wiretape::policy
