// SPDX-License-Identifier: MIT
#include "cli/remedies.hpp"

#include <array>

#include <wiretape/options.hpp>

#include "base/text.hpp"
#include "cli/match_parts.hpp"

namespace wiretape::cli {

namespace {

constexpr std::string_view next_mark = "\n  next: ";

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

// As one would type it: quoted where a shell would take it apart.
std::string quoted(const std::string& path) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-+=:,@%";
  if (path.find_first_not_of(plain) == std::string::npos) return path;
  return shell_quoted(escape_control(path));
}

// ".mode = RecordMode::all" is a run of the program.
void name_modes(std::string& text, const std::string& cassette) {
  for (const auto mode : {RecordMode::all, RecordMode::new_episodes, RecordMode::once}) {
    const std::string name(to_string(mode));
    replace_all(text, ".mode = RecordMode::" + name,
                "wiretape record --mode " + name + " -c " + quoted(cassette));
  }
}

// ".match_on = {match::method, match::header("X")}" is "--match method,header:X".
void name_match_parts(std::string& text) {
  constexpr std::string_view opening = ".match_on = {", custom = "match::";
  const auto start = text.find(opening);
  const auto end = start == std::string::npos ? start : text.find('}', start);
  if (end == std::string::npos) return;
  auto parts = text.substr(start + opening.size(), end - start - opening.size());
  replace_all(parts, ", ", ",");
  replace_all(parts, custom, "");
  replace_all(parts, "header(\"", "header:");
  replace_all(parts, "\")", "");
  text.replace(start, end + 1 - start, "--match " + parts);
}

// ".ignore = {ignore::query("now"), ignore_value::json("/id")}" is "--ignore query:now --ignore-value
// json:/id".
void name_ignored(std::string& text) {
  constexpr std::string_view opening = ".ignore = {", closing = "\")}";
  const auto start = text.find(opening);
  const auto end = start == std::string::npos ? start : text.find(closing, start);
  if (end == std::string::npos) return;
  auto places = text.substr(start + opening.size(), end - start - opening.size());
  replace_all(places, "\"), ", " ");
  for (const auto* where : {"query", "json", "form"}) {
    const auto name = std::string(where) + "(\"";
    replace_all(places, "ignore::" + name, "--ignore " + std::string(where) + ':');
    replace_all(places, "ignore_value::" + name, "--ignore-value " + std::string(where) + ':');
  }
  text.replace(start, end + closing.size() - start, places);
}

// ".redact = {redact::json("/id")}" is "--redact 'json:/id'".
void name_redactions(std::string& text) {
  constexpr std::string_view opening = ".redact = {", closing = "\")}";
  for (auto at = text.find(opening); at != std::string::npos; at = text.find(opening, at)) {
    const auto end = text.find(closing, at);
    if (end == std::string::npos) return;
    auto redaction = text.substr(at + opening.size(), end - at - opening.size());
    replace_all(redaction, "redact::", "--redact '");
    replace_all(redaction, "keep::", "--keep '");
    replace_all(redaction, "(\"", ":");
    text.replace(at, end + closing.size() - at, redaction + '\'');
  }
}

std::string how_to_trust(const RunFacts& run) {
  const auto file = escape_control(run.ca_file);
  return "  next: make the client trust it:  curl --cacert " + file + "\n        SSL_CERT_FILE=" + file +
         "  for OpenSSL's defaults; for other clients see docs/clients.md\n"
         "        `wiretape ca` makes an authority that lasts, to be trusted once for all runs";
}

}  // namespace

std::string in_words_of_program(const Finding& finding, const RunFacts& run) {
  auto text = finding.message;
  const auto next = text.rfind(next_mark);
  if (finding.kind == FindingKind::client_refused_tls && next != std::string::npos) {
    text.replace(next + 1, std::string::npos, how_to_trust(run));
  }
  name_modes(text, run.cassette);
  name_match_parts(text);
  name_ignored(text);
  name_redactions(text);
  replace_all(text, "give the client proxy_url() as its proxy, or set reverse_origin and use base_url()",
              "give the client " + run.proxy_url + " as its proxy, or use --reverse and the base url");
  return in_words_of_program(text);
}

std::string in_words_of_program(std::string_view of_library) {
  static constexpr std::array<std::array<std::string_view, 2>, 20> spellings{{
      {"let them be:  .allows_unused_interactions = true", "let them be:  leave out --require-all-used"},
      {".accepts_malformed_requests = true", "--accept-malformed"},
      {".repeats = Repeats::last", "--repeats last"},
      {".websocket = {.order = MessageOrder::any_client_order, .compares_json = true}",
       "--message-order any_client_order --json-messages"},
      {"add it:  .only = {..., ", "add it:  --only {"},
      {"DeckOptions::limits.body_limit_bytes", "--body-limit"},
      {"Limits::body_limit_bytes", "--body-limit"},
      {".origin_ca_file = \"ca.pem\"", "--origin-ca ca.pem"},
      {".insecure_skip_origin_verification = true", "--insecure-origin"},
      {"set allows_remote_clients to mean that", "say --allow-remote to mean that"},
      {"origin_ca_file:", "--origin-ca:"},
      {"origin_client_cert_file", "--origin-cert"},
      {"origin_client_key_file", "--origin-key"},
      {"the key's in key_file", "the key too"},
      {"certificates:", "--certificate:"},
      {"client_tls:", "--client-tls:"},
      {"origin_tls:", "--origin-tls:"},
      {"reverse_origin:", "--reverse:"},
      {"set DeckOptions::reverse_origin", "use --reverse"},
      {"listen on \"127.0.0.1:0\", where any free port is taken, or on another one",
       "give --listen another port, or 127.0.0.1:0 for any free one"},
  }};
  std::string text(of_library);
  for (const auto& [library, program] : spellings) replace_all(text, library, program);
  return text;
}

}  // namespace wiretape::cli
