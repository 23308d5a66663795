// SPDX-License-Identifier: MIT
#include "secrets/rules.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/closest.hpp"
#include "base/json_pointer.hpp"
#include "base/regex.hpp"
#include "base/text.hpp"
#include "http/secret_names.hpp"
#include "secrets/placeholder.hpp"

namespace wiretape {

namespace {

using Where = Redaction::Where;

// Of one that is too short too much else would be taken for it.
constexpr std::size_t shortest_value = 4;

std::string described(bool is_kept, const char* where) {
  return (is_kept ? std::string("keep::") : std::string("redact::")) + where;
}

Redaction in_json(std::string pointer, bool is_kept) {
  if (!parse_pointer(pointer) || pointer.empty()) {
    throw std::invalid_argument(described(is_kept, "json") + ": '" + escape_control(pointer, 60) +
                                "' is no JSON pointer to a part; it is like \"/items/0/id\" (RFC 6901)");
  }
  return {Where::json, std::move(pointer), is_kept};
}

Redaction in_text(std::string regex, bool is_kept) {
  try {
    static_cast<void>(std::regex(regex, regex_grammar));
  } catch (const std::regex_error& error) {
    throw std::invalid_argument(described(is_kept, "text") + ": '" + escape_control(regex, 60) +
                                "': " + error.what());
  }
  return {Where::text, std::move(regex), is_kept};
}

}  // namespace

Redaction redact::header(std::string name) { return {Where::header, std::move(name)}; }
Redaction redact::cookie(std::string name) { return {Where::cookie, std::move(name)}; }
Redaction redact::query(std::string name) { return {Where::query, std::move(name)}; }
Redaction redact::json(std::string pointer) { return in_json(std::move(pointer), false); }
Redaction redact::form(std::string name) { return {Where::form, std::move(name)}; }
Redaction redact::text(std::string regex) { return in_text(std::move(regex), false); }
Redaction redact::variable(std::string name) { return {Where::variable, std::move(name)}; }
Redaction keep::header(std::string name) { return {Where::header, std::move(name), true}; }
Redaction keep::cookie(std::string name) { return {Where::cookie, std::move(name), true}; }
Redaction keep::query(std::string name) { return {Where::query, std::move(name), true}; }
Redaction keep::json(std::string pointer) { return in_json(std::move(pointer), true); }
Redaction keep::form(std::string name) { return {Where::form, std::move(name), true}; }
Redaction keep::text(std::string regex) { return in_text(std::move(regex), true); }

}  // namespace wiretape

namespace wiretape::secrets {

namespace {

// By the enumerator's number.
constexpr std::array<std::string_view, 7> places{"header", "cookie", "query",   "json",
                                                 "form",   "text",   "variable"};

std::string_view name_of(Redaction::Where where) { return places.at(static_cast<std::size_t>(where)); }

Error unknown(std::string_view text) {
  return Error{
      "'" + escape_control(text, 100) +
      "' is no redaction; one is like header:X-Tenant, json:/data/key, query:sig, form:pin, "
      "cookie:id, text:acct-[0-9]+ or variable:MY_KEY, with \"keep \" in front of what is no secret"};
}

}  // namespace

std::string written(const Redaction& redaction) {
  auto out = std::string(redaction.is_kept ? "keep " : "");
  out.append(name_of(redaction.where)).append(":").append(redaction.name);
  if (!redaction.placeholder.empty()) out.append(" as ").append(redaction.placeholder);
  return out;
}

Result<Redaction> parse_redaction(std::string_view text) {
  auto rest = text;
  const bool is_kept = rest.starts_with("keep ");
  if (is_kept) rest.remove_prefix(5);
  const auto colon = rest.find(':');
  const auto* place = std::find(places.begin(), places.end(), rest.substr(0, colon));
  if (colon == std::string_view::npos || place == places.end() || colon + 1 == rest.size())
    return unknown(text);
  std::string name(rest.substr(colon + 1)), placeholder;
  if (const auto as = name.rfind(" as ");
      as != std::string::npos && is_placeholder_name(name.substr(as + 4))) {
    placeholder = name.substr(as + 4);
    name.resize(as);
  }
  const auto where = static_cast<Where>(place - places.begin());
  if (is_kept && where == Where::variable) return unknown(text);
  try {
    auto redaction = where == Where::json   ? in_json(std::move(name), is_kept)
                     : where == Where::text ? in_text(std::move(name), is_kept)
                                            : Redaction{where, std::move(name), is_kept};
    redaction.placeholder = std::move(placeholder);
    return redaction;
  } catch (const std::invalid_argument& error) {
    return Error{error.what()};
  }
}

std::string as_code(const Redaction& redaction) {
  auto out = std::string(redaction.is_kept ? "keep::" : "redact::");
  out.append(name_of(redaction.where))
      .append("(\"")
      .append(escape_control(redaction.name, 200))
      .append("\")");
  if (!redaction.placeholder.empty()) out.append(".as(\"").append(redaction.placeholder).append("\")");
  return out;
}

std::vector<std::string> written(const std::vector<Redaction>& redactions, bool with_defaults) {
  std::vector<std::string> out;
  if (with_defaults) out.emplace_back("defaults");
  for (const auto& redaction : redactions) out.push_back(written(redaction));
  return out;
}

Rules::Rules(std::vector<Redaction> redactions, bool with_defaults, const Lookup& environment)
    : redactions_(std::move(redactions)), with_defaults_(with_defaults) {
  for (std::size_t i = 0; i < redactions_.size(); ++i) {
    const auto& redaction = redactions_[i];
    if (!redaction.placeholder.empty() && !is_placeholder_name(redaction.placeholder)) {
      throw std::invalid_argument("redact: '" + escape_control(redaction.placeholder, 60) +
                                  "' is no name of a placeholder: letters, digits, '_' and '-', at most 64");
    }
    if (redaction.where == Where::json) {
      pointers_.push_back({parse_pointer(redaction.name).value_or(std::vector<std::string>()), i});
    } else if (redaction.where == Where::text) {
      (redaction.is_kept ? kept_ : patterns_).push_back({std::regex(redaction.name, regex_grammar), i});
    } else if (redaction.where == Where::variable) {
      auto value = environment(redaction.name.c_str());
      if (value && value->size() >= shortest_value) values_.emplace_back(*std::move(value), &redaction);
    }
  }
}

Rules rules_of(const std::vector<std::string>& header, std::vector<Redaction> more) {
  for (const auto& text : header) {
    if (auto redaction = parse_redaction(text)) more.push_back(*std::move(redaction));
  }
  return {std::move(more), true, [](const char*) { return std::optional<std::string>(); }};
}

const Rules& default_rules() {
  static const Rules rules({}, true, [](const char*) { return std::optional<std::string>(); });
  return rules;
}

const Redaction* Rules::named(Redaction::Where where, std::string_view name) const {
  for (const auto& redaction : redactions_) {
    if (redaction.where == where && http::plain_name(redaction.name) == http::plain_name(name))
      return &redaction;
  }
  return nullptr;
}

const Redaction* Rules::at_path(const std::vector<std::string>& path) const {
  for (const auto& [tokens, rule] : pointers_) {
    const bool is_here =
        tokens.size() == path.size() && std::equal(tokens.begin(), tokens.end(), path.begin(),
                                                   [](const std::string& token, const std::string& step) {
                                                     return token == "*" || token == step;
                                                   });
    if (is_here) return &redactions_[rule];
  }
  return nullptr;
}

void Rules::for_each_match(
    std::string_view text,
    const std::function<void(const Redaction&, std::size_t, std::size_t)>& visit) const {
  using Matches = std::regex_iterator<std::string_view::const_iterator>;
  for (const auto& [regex, rule] : patterns_) {
    for (Matches match(text.begin(), text.end(), regex), none; match != none; ++match) {
      const std::size_t group = match->size() > 1 && (*match)[1].matched ? 1 : 0;
      const auto size = static_cast<std::size_t>(match->length(group));
      if (size > 0) visit(redactions_[rule], static_cast<std::size_t>(match->position(group)), size);
    }
  }
}

bool Rules::is_kept(std::string_view value) const {
  return std::any_of(kept_.begin(), kept_.end(), [&](const Pattern& pattern) {
    return std::regex_match(value.begin(), value.end(), pattern.regex);
  });
}

}  // namespace wiretape::secrets
