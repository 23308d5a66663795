// SPDX-License-Identifier: MIT
#include "secrets/finder.hpp"

#include <algorithm>

#include "base/base64.hpp"
#include "base/byte_set.hpp"
#include "base/json_pointer.hpp"
#include "base/text.hpp"
#include "http/secret_names.hpp"
#include "http/url.hpp"
#include "secrets/json_scan.hpp"
#include "secrets/markup_scan.hpp"
#include "secrets/shapes.hpp"

namespace wiretape::secrets {

namespace {

using Where = Redaction::Where;

constexpr auto npos = std::string_view::npos;
constexpr ByteSet url_ends(" \t\r\n\"'<>`");
constexpr std::size_t fewest_digits = 3;    // of a number that is a secret
constexpr std::size_t shortest_cookie = 8;  // else it is a language, a theme, a flag

// Parameters of authentication that are none (RFC 9110 §11, RFC 7616, RFC 6750, AWS4-HMAC-SHA256).
bool is_open_parameter(std::string_view name) {
  for (const auto* open : {"realm", "uri", "qop", "nc", "algorithm", "signedheaders", "error", "scope",
                           "error_description", "error_uri", "charset", "stale", "domain", "userhash",
                           "authorization_uri", "resource", "as_uri", "client_id"}) {
    if (equals_ignoring_case(name, open)) return true;
  }
  return false;
}

bool is_nonce(std::string_view name) {
  for (const auto* nonce : {"nonce", "nextnonce", "cnonce", "rspauth", "opaque"}) {
    if (equals_ignoring_case(name, nonce)) return true;
  }
  return false;
}

// Has bytes that no text has.
bool is_binary(std::string_view body) {
  constexpr std::size_t looked_at = 4096;
  return body.substr(0, looked_at).find('\0') != npos;
}

class Finder {
public:
  Finder(const Rules& rules, std::string_view text) : rules_(rules), text_(text) {}

  // A place that has a name: what a rule says of it, else whether that name is a secret's.
  void name(Where where, std::string_view name, bool is_secret, std::size_t at, std::size_t size,
            std::string value) {
    if (size == 0) return;
    const auto* rule = rules_.named(where, name);
    const bool is_default = is_secret && rules_.with_defaults();
    if (rule == nullptr && !is_default) return;
    Redaction place{where, std::string(name)};
    add(rule, place, at, size, std::move(value));
  }

  void add(const Redaction* rule, const Redaction& place, std::size_t at, std::size_t size,
           std::string value) {
    Stretch stretch{at, size, std::move(value), Form::text, {}, written(place)};
    stretch.form = form_of(stretch.value);
    if (rule != nullptr && rule->is_kept) {
      found_.kept.push_back(std::move(stretch));
      return;
    }
    if (rule != nullptr) stretch.placeholder = rule->placeholder;
    found_.stretches.push_back(std::move(stretch));
  }

  // Names and values with `=` between, '&' or ';' behind: from `at` on, so many bytes.
  void parameters(Where where, std::size_t at, std::size_t size) {
    const auto whole = text_.substr(at, size);
    bool has_code = false, is_beside = false;
    for (int round = 0; round < 2; ++round) {
      for (std::size_t from = 0; from < whole.size();) {
        const auto end = std::min(next_separator(whole, from), whole.size());
        const auto pair = whole.substr(from, end - from);
        const auto equals = pair.find('=');
        const auto key = http::percent_decode(pair.substr(0, equals), true);
        if (round == 0) {
          has_code = has_code || http::is_code(key);
          is_beside = is_beside || http::is_beside_code(key);
        } else if (equals != npos) {
          const auto value = pair.substr(equals + 1);
          const bool is_secret =
              (where == Where::query ? http::names_secret_in_query(key) : http::names_secret(key)) ||
              (has_code && is_beside && http::is_code(key));
          name(where, key, is_secret, at + from + equals + 1, value.size(),
               http::percent_decode(value, true));
        }
        from = behind_separator(whole, end);
      }
    }
  }

  void target(std::size_t at, std::size_t size) {
    const auto query = text_.substr(at, size).find_first_of("?#");
    if (query != npos) parameters(Where::query, at + query + 1, size - query - 1);
  }

  // URLs wherever they stand.
  void urls() {
    for (auto at = text_.find(':'); at != npos; at = text_.find(':', at + 1)) {
      if (!text_.substr(at).starts_with("://") && !text_.substr(at).starts_with(":\\/\\/")) continue;
      const auto end = std::min(url_ends.find_in(text_, at), text_.size());
      target(at, end - at);
      at = end - 1;
    }
  }

  void json() {
    scan_json(text_, [&](const JsonValue& found, const std::vector<JsonFrame>& around) {
      json_value(found, around);
    });
  }

  void markup() {
    scan_markup(text_, [&](std::string_view key, std::size_t at, std::size_t size) {
      const auto value = text_.substr(at, size);
      const bool is_empty = value.find_first_not_of(" \t\r\n") == npos;
      if (!is_empty) name(Where::form, key, http::names_secret(key), at, size, std::string(value));
    });
  }

  void multipart(std::string_view content_type) {
    const auto parts = http::parse_multipart(content_type, text_);
    if (!parts) return;
    for (const auto& part : *parts)
      name(Where::form, part.name, http::names_secret(part.name), part.at, part.content.size(), part.content);
  }

  void cookies(bool is_first_only) {
    for (std::size_t from = 0; from < text_.size();) {
      const auto end = std::min(text_.find(';', from), text_.size());
      const auto pair = text_.substr(from, end - from);
      const auto equals = pair.find('=');
      if (equals != npos) {
        const auto value = pair.substr(equals + 1);
        const bool may_be_secret = value.size() >= shortest_cookie;
        name(Where::cookie, trim(pair.substr(0, equals)), may_be_secret, from + equals + 1, value.size(),
             std::string(value));
      }
      if (is_first_only) return;
      from = end + 1;
    }
  }

  // A scheme, and behind it one token or parameters (RFC 9110 §11.4).
  void credentials(std::string_view header, const auto& is_secret_parameter) {
    const auto gap = text_.find(' ');
    const auto begin = gap == npos ? 0 : text_.find_first_not_of(' ', gap);
    if (begin == npos) return;
    const auto rest = text_.substr(begin);
    const auto equals = rest.find('=');
    const bool has_parameters = gap != npos && equals != npos && equals + 1 < rest.size() &&
                                rest[equals + 1] != '=' && rest.substr(0, equals).find_first_of(" ,") == npos;
    if (has_parameters) return auth_parameters(header, begin, is_secret_parameter);
    if (gap == npos && header_is_challenge(header)) return;  // a scheme alone: "Negotiate"
    name(Where::header, header, true, begin, rest.size(), std::string(rest));
    if (const auto pair = base64_decode(rest)) {
      const auto colon = pair->find(':');
      if (colon != std::string::npos && is_valid_utf8(*pair))
        found_.hidden.push_back(pair->substr(colon + 1));
    }
  }

  void shapes() {
    if (!rules_.with_defaults()) return;
    for (const auto& secret : find_secrets(text_)) {
      auto value = std::string(text_.substr(secret.at, secret.size));
      const auto form = form_of(value);
      found_.stretches.push_back(
          {secret.at, secret.size, std::move(value), form, {}, std::string(secret.kind)});
    }
  }

  void patterns() {
    rules_.for_each_match(text_, [&](const Redaction& rule, std::size_t at, std::size_t size) {
      add(&rule, rule, at, size, std::string(text_.substr(at, size)));
    });
  }

  Found take() {
    auto& all = found_.stretches;
    const auto is_inside_kept = [&](const Stretch& stretch) {
      return std::any_of(found_.kept.begin(), found_.kept.end(), [&](const Stretch& kept) {
        return stretch.at >= kept.at && stretch.at + stretch.size <= kept.at + kept.size;
      });
    };
    std::erase_if(all, [&](const Stretch& stretch) {
      return is_inside_kept(stretch) || rules_.is_kept(stretch.value) || is_already(stretch.value);
    });
    std::stable_sort(all.begin(), all.end(), [](const Stretch& a, const Stretch& b) {
      return a.at != b.at ? a.at < b.at : a.size > b.size;
    });
    std::size_t end = 0;
    std::erase_if(all, [&](const Stretch& stretch) {
      const bool is_within = stretch.at < end;
      if (!is_within) end = stretch.at + stretch.size;
      return is_within;
    });
    return std::move(found_);
  }

private:
  static bool header_is_challenge(std::string_view name) {
    return http::kind_of_header(name) == http::HeaderKind::challenge;
  }

  // A placeholder, in the place of what was one.
  static bool is_already(std::string_view value) {
    const auto found = find_placeholder(value);
    return found && found->at == 0 && found->size == value.size();
  }

  // '&', also as it is written in JSON and in markup.
  static std::size_t next_separator(std::string_view text, std::size_t from) {
    for (auto at = from; at < text.size(); ++at) {
      if (text[at] == '&' || text[at] == '#' || text.substr(at).starts_with("\\u0026")) return at;
    }
    return npos;
  }
  static std::size_t behind_separator(std::string_view text, std::size_t at) {
    const auto rest = text.substr(std::min(at, text.size()));
    if (rest.starts_with("&amp;")) return at + 5;
    return at + (rest.starts_with("\\u0026") ? 6 : 1);
  }

  void json_value(const JsonValue& found, const std::vector<JsonFrame>& around) {
    const auto raw = text_.substr(found.at, found.size);
    const auto* rule = rules_.has_json() ? rules_.at_path(path_of(around)) : nullptr;
    const auto key = found.key.find('\\') == npos ? std::string(found.key) : unescape_json(found.key);
    const bool is_default = rules_.with_defaults() && http::names_secret(key);
    if (rule == nullptr && !is_default) return look_inside(found, raw);
    if (raw.empty() || (!found.is_string && rule == nullptr && raw.size() < fewest_digits)) return;
    const auto path = around.empty() ? std::vector<std::string>{key} : path_of(around);
    const Redaction place{Where::json, to_pointer(path, path.size())};
    add(rule, place, found.at, found.size, found.is_string ? unescape_json(raw) : std::string(raw));
    auto& list = rule != nullptr && rule->is_kept ? found_.kept : found_.stretches;
    if (!found.is_string) list.back().form = Form::number;
  }

  // JSON within a string of JSON.
  void look_inside(const JsonValue& found, std::string_view raw) {
    const auto first = raw.find_first_not_of(" \\nrt");
    const bool is_json = found.is_string && first != npos && (raw[first] == '{' || raw[first] == '[') &&
                         raw.find("\\\"") != npos;
    if (!is_json) return;
    const auto inner = unescape_json(raw);
    Finder finder(rules_, inner);
    finder.json();
    for (auto& stretch : finder.take().stretches) found_.hidden.push_back(std::move(stretch.value));
  }

  void auth_parameters(std::string_view header, std::size_t at, const auto& is_secret_parameter) {
    while (at < text_.size()) {
      const auto begin = text_.find_first_not_of(" ,", at);
      const auto equals = text_.find('=', at);
      if (begin == npos || equals == npos || equals < begin) return;
      const auto key = trim(text_.substr(begin, equals - begin));
      auto value = equals + 1;
      const bool is_quoted = value < text_.size() && text_[value] == '"';
      if (is_quoted) ++value;
      const auto end =
          std::min(is_quoted ? text_.find('"', value) : text_.find_first_of(", ", value), text_.size());
      // Behind another scheme's name, "Digest realm": the name is what stands last.
      const auto parameter = key.substr(key.rfind(' ') == npos ? 0 : key.rfind(' ') + 1);
      if (is_secret_parameter(parameter))
        name(Where::header, header, true, value, end - value, std::string(text_.substr(value, end - value)));
      at = end + 1;
    }
  }

  const Rules& rules_;
  std::string_view text_;
  Found found_;
};

}  // namespace

Found find_in(const Rules& rules, const About& about, std::string_view text) {
  switch (about.kind) {
    case Kind::target:
      return find_in_target(rules, text);
    case Kind::header:
      return find_in_header(rules, about.name, text);
    case Kind::line:
    case Kind::body:
    case Kind::message:
      break;
  }
  return find_in_body(rules, about.name, text);
}

Found find_in_header(const Rules& rules, std::string_view name, std::string_view value) {
  Finder finder(rules, value);
  if (const auto* rule = rules.named(Where::header, name)) {
    if (!value.empty())
      finder.add(rule, {Where::header, std::string(name)}, 0, value.size(), std::string(value));
    return finder.take();
  }
  const auto kind = http::kind_of_header(name);
  switch (kind) {
    case http::HeaderKind::credentials:
      finder.credentials(name, [](std::string_view key) { return !is_open_parameter(key); });
      break;
    case http::HeaderKind::challenge:
      finder.credentials(name, is_nonce);
      break;
    case http::HeaderKind::cookies:
    case http::HeaderKind::cookie:
      finder.cookies(kind == http::HeaderKind::cookie);
      break;
    case http::HeaderKind::value:
      finder.name(Where::header, name, true, 0, value.size(), std::string(value));
      break;
    case http::HeaderKind::none:
      if (value.starts_with('/')) finder.target(0, value.size());
      finder.urls();
      finder.json();
  }
  finder.shapes();
  finder.patterns();
  return finder.take();
}

Found find_in_target(const Rules& rules, std::string_view target) {
  Finder finder(rules, target);
  finder.target(0, target.size());
  finder.shapes();
  finder.patterns();
  return finder.take();
}

Found find_in_body(const Rules& rules, std::string_view content_type, std::string_view body) {
  Finder finder(rules, body);
  const auto type = to_lower(trim(content_type.substr(0, content_type.find(';'))));
  if (type == "application/x-www-form-urlencoded") {
    finder.parameters(Where::form, 0, body.size());
  } else if (type == "multipart/form-data") {
    finder.multipart(content_type);
  }
  if (!is_binary(body)) {
    finder.json();
    finder.markup();
    finder.urls();
  }
  finder.shapes();
  finder.patterns();
  return finder.take();
}

}  // namespace wiretape::secrets
