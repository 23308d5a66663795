// SPDX-License-Identifier: MIT
#include "policy/wording.hpp"

#include "base/text.hpp"
#include "http/secret_names.hpp"

namespace wiretape::policy {

std::string name_of(std::string_view method, std::string_view url) {
  const auto gap =
      method.empty() ? "" : " ";  // no method: the interaction cannot be read, and the URL says so
  return escape_control(method, 40) + gap + escape_control(url, 300);
}

std::string name_of(const Request& request) { return name_of(request.method, request.url.str()); }

std::string place_of(const cassette::Tape& tape, std::size_t index) {
  return "interaction " + std::to_string(index + 1) + ", line " + std::to_string(tape.summary(index).line);
}

std::string mode_setting(const DeckFacts& deck, RecordMode mode) {
  const std::string name(to_string(mode));
  return deck.is_mode_from_code ? ".mode = RecordMode::" + name : "WIRETAPE_MODE=" + name;
}

std::string name_without_places(const MatchPart& part) {
  return MatchPart(part.kind(), part.argument()).name();
}

std::string match_setting(const MatchPolicy& policy) {
  std::string out = ".match_on = {";
  std::string_view separator;
  for (const auto& part : policy) {
    out += std::string(separator) + "match::";
    const auto name = name_without_places(part);
    out += name.substr(0, name.find('('));
    if (part.kind() == MatchPart::Kind::header) out += "(\"" + escape_control(part.argument()) + "\")";
    if (part.kind() == MatchPart::Kind::custom) out += "(\"" + escape_control(part.argument()) + "\", ...)";
    separator = ", ";
  }
  return out + '}';
}

bool may_be_secret(std::string_view header) {
  if (http::kind_of_header(header) != http::HeaderKind::none) return true;
  const auto name = to_lower(header);
  for (const auto* word : {"authorization", "cookie", "token", "secret", "password", "api-key", "apikey"}) {
    if (name.find(word) != std::string::npos) return true;
  }
  return false;
}

}  // namespace wiretape::policy
