// SPDX-License-Identifier: MIT
#include "secrets/gate.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "base/json_pointer.hpp"
#include "base/text.hpp"
#include "http/secret_names.hpp"
#include "http/url.hpp"
#include "secrets/finder.hpp"
#include "secrets/json_scan.hpp"
#include "secrets/markup_scan.hpp"
#include "secrets/placeholder.hpp"
#include "secrets/shapes.hpp"
#include "secrets/texts.hpp"

namespace wiretape::secrets {

namespace {

using Where = Redaction::Where;

constexpr std::size_t shortest_variable = 8;

// Of a place in a list, and of the like, the tokens are as random as secrets, and none.
bool is_of_a_list(std::string_view name) {
  const auto plain = http::plain_name(name);
  for (const auto* word : {"page", "next", "cursor", "continu", "sync", "etag", "tokentype", "tokens"}) {
    if (plain.find(word) != std::string::npos) return true;
  }
  return false;
}

bool is_suspicious(std::string_view name) { return http::sounds_secret(name) && !is_of_a_list(name); }

class Gate {
public:
  Gate(const Rules& rules, const Variables& variables) : rules_(rules), variables_(variables) {}

  void look_at(const About& about, std::string_view text) {
    const auto whose = "the " + std::string(about.whose) + "'s ";
    switch (about.kind) {
      case Kind::target:
        parameters(Where::query, text.substr(std::min(text.find('?'), text.size() - 1) + 1),
                   whose + "query, ");
        known(text, whose + "URL");
        break;
      case Kind::header:
        if (rules_.named(Where::header, about.name) != nullptr) break;
        if (http::kind_of_header(about.name) == http::HeaderKind::none) {
          named({Where::header, std::string(about.name)}, about.name, text, whose + "header ");
        }
        known(text, whose + "header " + escape_control(about.name, 100));
        break;
      case Kind::line:
        known(text, whose + "first line");
        break;
      case Kind::body:
      case Kind::message:
        body(about, text, about.kind == Kind::body ? whose + "body" : "a message");
    }
  }

  void body(const About& about, std::string_view text, const std::string& where) {
    const auto type = to_lower(about.name.substr(0, about.name.find(';')));
    if (type == "application/x-www-form-urlencoded") parameters(Where::form, text, where + ", ");
    scan_json(text, [&](const JsonValue& value, const std::vector<JsonFrame>& around) {
      if (!value.is_string || !is_suspicious(value.key)) return;
      const auto path = path_of(around);
      if (rules_.at_path(path) != nullptr) return;
      named({Where::json, to_pointer(path, path.size())}, value.key, text.substr(value.at, value.size),
            where + ", ");
    });
    scan_markup(text, [&](std::string_view name, std::size_t at, std::size_t size) {
      named({Where::form, std::string(name)}, name, text.substr(at, size), where + ", ");
    });
    known(text, where);
  }

  // Shapes, and values of the environment.
  void known(std::string_view text, const std::string& where) {
    for (const auto& secret : find_secrets(text))
      tell(std::string(secret.kind), where, text.substr(secret.at, secret.size));
    for (const auto& [name, value] : variables_) {
      if (text.find(value) != std::string_view::npos) tell("the value of " + name, where, value);
    }
  }

  std::vector<Suspect> take() { return std::move(suspects_); }

private:
  void parameters(Where where, std::string_view text, const std::string& of) {
    for (const auto& [name, value] : http::parse_parameters(text)) {
      if (rules_.named(where, name) == nullptr) named({where, name}, name, value, of);
    }
  }

  void named(Redaction place, std::string_view name, std::string_view value, const std::string& of) {
    if (!is_suspicious(name) || http::names_secret(name) || !looks_random(value)) return;
    auto where = of + escape_control(place.name, 100);
    tell("what looks like one, by its name", where, value, std::move(place));
  }

  void tell(std::string what, std::string where, std::string_view value,
            std::optional<Redaction> place = {}) {
    if (has_placeholder(value) || rules_.is_kept(value)) return;
    const bool is_told = std::any_of(suspects_.begin(), suspects_.end(),
                                     [&](const Suspect& told) { return told.value == value; });
    if (!is_told)
      suspects_.push_back({std::move(what), std::move(where), std::string(value), std::move(place)});
  }

  const Rules& rules_;
  const Variables& variables_;
  std::vector<Suspect> suspects_;
};

}  // namespace

Variables secret_variables(const Variables& environment) {
  Variables secret;
  for (const auto& [name, value] : environment) {
    const bool may_be = value.size() >= shortest_variable && value.find('/') == std::string::npos &&
                        value.find(' ') == std::string::npos;
    const auto plain = http::plain_name(name);
    const bool is_key = plain.ends_with("key") || http::sounds_secret(name);
    if (is_key && may_be && looks_random(value)) secret.emplace_back(name, value);
  }
  return secret;
}

std::vector<Suspect> suspects_in(const Rules& rules, const Variables& variables,
                                 const Interaction& interaction) {
  Gate gate(rules, variables);
  auto copy = interaction;
  for_each_text(
      copy, [&](const About& about, const std::string& text) { gate.look_at(about, text); },
      [&](const About& about, const auto& message) { gate.look_at(about, message.body.text()); },
      [&](const About& about, const WebSocketMessage& message) { gate.look_at(about, message.payload); });
  return gate.take();
}

std::vector<Suspect> secrets_in(const Rules& rules, const Interaction& interaction) {
  std::vector<Suspect> found;
  const auto tell = [&](const About& about, std::string_view text) {
    for (auto& stretch : find_in(rules, about, text).stretches)
      found.push_back({std::move(stretch.place), std::string(about.whose), std::move(stretch.value)});
  };
  auto copy = interaction;
  for_each_text(
      copy, [&](const About& about, const std::string& text) { tell(about, text); },
      [&](const About& about, const auto& message) { tell(about, message.body.text()); },
      [&](const About& about, const WebSocketMessage& message) { tell(about, message.payload); });
  return found;
}

std::vector<Suspect> suspects_in(const Rules& rules, const Variables& variables, std::string_view text,
                                 const std::string& where) {
  Gate gate(rules, variables);
  gate.body(About{Kind::body}, text, where);
  return gate.take();
}

std::string hinted(std::string_view secret) {
  constexpr std::size_t shown = 6;
  return escape_control(secret.substr(0, std::min(shown, secret.size() / 3))) + "…";
}

// Shannon's entropy of its bytes; a word in a human language has less than 3.5 bits for each.
bool looks_random(std::string_view value) {
  constexpr std::size_t shortest = 16;
  if (value.size() < shortest || value.find_first_of(" \t\r\n") != std::string_view::npos) return false;
  if (value.find_first_of("0123456789") == std::string_view::npos) return false;
  std::array<int, 256> counts{};
  for (const char c : value) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  for (const int count : counts) {
    if (count == 0) continue;
    const double share = count / static_cast<double>(value.size());
    bits -= share * std::log2(share);
  }
  const bool is_hex = value.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos;
  return bits > (is_hex ? 2.8 : 3.3);
}

}  // namespace wiretape::secrets
