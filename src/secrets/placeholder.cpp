// SPDX-License-Identifier: MIT
#include "secrets/placeholder.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/base64.hpp"
#include "base/byte_set.hpp"
#include "base/random.hpp"
#include "base/text.hpp"

namespace wiretape::secrets {

namespace {

constexpr std::string_view beginning = "{{secret:", end = "}}";
constexpr ByteSet name_bytes("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
constexpr std::string_view digits = "0123456789", lower = "abcdefghijklmnopqrstuvwxyz0123456789",
                           hex = "0123456789abcdef", upper_hex = "0123456789ABCDEF",
                           base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::size_t largest = 64 * 1024;  // of what a placeholder stands for
constexpr std::size_t longest = 128;        // placeholder

constexpr std::array<std::pair<Form, std::string_view>, 9> forms{{{Form::text, "text"},
                                                                  {Form::digits, "digits"},
                                                                  {Form::number, "number"},
                                                                  {Form::hex, "hex"},
                                                                  {Form::upper_hex, "HEX"},
                                                                  {Form::uuid, "uuid"},
                                                                  {Form::base64, "base64"},
                                                                  {Form::jwt, "jwt"},
                                                                  {Form::pem, "pem"}}};

bool is_of(std::string_view value, std::string_view bytes) {
  return !value.empty() && value.find_first_not_of(bytes) == std::string_view::npos;
}

bool is_uuid(std::string_view value) {
  if (value.size() != 36) return false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_dash ? value[i] != '-' : !is_of(to_lower(value.substr(i, 1)), hex)) return false;
  }
  return true;
}

std::optional<Form> form_named(std::string_view name) {
  const auto* found =
      std::find_if(forms.begin(), forms.end(), [&](const auto& f) { return f.second == name; });
  if (found == forms.end()) return std::nullopt;
  return found->first;
}

// What stands behind "{{secret:" up to "}}": "*", "1", "1:hex:32".
std::optional<Placeholder> parse(std::string_view inner) {
  Placeholder placeholder;
  if (inner == "*") return placeholder;
  const auto parts = split(inner, ':');
  if (parts.size() != 1 && parts.size() != 3) return std::nullopt;
  if (!is_placeholder_name(parts[0])) return std::nullopt;
  placeholder.name = parts[0];
  if (parts.size() == 1) return placeholder;
  const auto form = form_named(parts[1]);
  const auto size = parse_decimal(parts[2]);
  if (!form || !size || *size == 0 || *size > largest) return std::nullopt;
  placeholder.form = *form;
  placeholder.size = static_cast<std::size_t>(*size);
  return placeholder;
}

std::uint64_t seed_of(std::string_view name) {
  std::uint64_t seed = 0x77697265;
  for (const char c : name) seed = mixed(seed, static_cast<unsigned char>(c));
  return seed;
}

std::string drawn(Random& random, std::string_view bytes, std::size_t size) {
  std::string out;
  while (out.size() < size) out += bytes[static_cast<std::size_t>(random.below(bytes.size()))];
  return out;
}

// Header and claims are fixed, the signature takes what is left. It never expires.
std::string jwt(Random& random, std::size_t size) {
  auto token = base64url_encode(R"({"alg":"none","typ":"JWT"})") + '.' +
               base64url_encode(R"({"sub":"wiretape","exp":4102444800})") + '.';
  if (token.size() < size) token += drawn(random, lower, size - token.size());
  return token;
}

std::string pem(Random& random, std::size_t size) {
  const std::string first = "-----BEGIN PRIVATE KEY-----", last = "-----END PRIVATE KEY-----";
  const auto outside = first.size() + last.size();
  return first + drawn(random, base64, size > outside ? size - outside : 0) + last;
}

std::string uuid(Random& random) {
  auto out = drawn(random, hex, 36);
  for (const std::size_t dash : {8, 13, 18, 23}) out[dash] = '-';
  out[14] = '4';
  out[19] = '8';
  return out;
}

}  // namespace

Form form_of(std::string_view value) {
  if (value.starts_with("-----BEGIN")) return Form::pem;
  if (value.starts_with("eyJ") && std::count(value.begin(), value.end(), '.') == 2) return Form::jwt;
  if (is_uuid(value)) return Form::uuid;
  if (is_of(value, digits)) return Form::digits;
  if (value.size() >= 16 && value.size() % 2 == 0 && is_of(value, hex)) return Form::hex;
  if (value.size() >= 16 && value.size() % 2 == 0 && is_of(value, upper_hex)) return Form::upper_hex;
  const bool has_base64 = value.find_first_of("+/=") != std::string_view::npos;
  return value.size() >= 16 && has_base64 && base64_decode(value) ? Form::base64 : Form::text;
}

bool is_placeholder_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 &&
         std::all_of(name.begin(), name.end(), [](char c) { return name_bytes.has(c); });
}

std::string written(const Placeholder& placeholder) {
  auto out = std::string(beginning);
  if (placeholder.name.empty()) return out.append("*").append(end);
  out.append(placeholder.name);
  if (placeholder.size > 0) {
    const auto* form =
        std::find_if(forms.begin(), forms.end(), [&](const auto& f) { return f.first == placeholder.form; });
    out.append(":").append(form->second).append(":").append(std::to_string(placeholder.size));
  }
  return out.append(end);
}

std::optional<Standing> find_placeholder(std::string_view text, std::size_t from) {
  for (auto at = text.find(beginning, from); at != std::string_view::npos;
       at = text.find(beginning, at + 1)) {
    const auto inner = text.substr(at + beginning.size());
    const auto close = inner.substr(0, longest).find(end);
    if (close == std::string_view::npos) continue;
    if (const auto placeholder = parse(inner.substr(0, close))) {
      return Standing{*placeholder, at, beginning.size() + close + end.size()};
    }
  }
  return std::nullopt;
}

bool has_placeholder(std::string_view text) { return text.find(beginning) != std::string_view::npos; }

std::string harmless(const Placeholder& placeholder) {
  constexpr std::size_t usual_size = 24;
  Random random(seed_of(placeholder.name));
  const auto size = placeholder.size > 0 ? placeholder.size : usual_size;
  switch (placeholder.form) {
    case Form::digits:
    case Form::number:
      return drawn(random, "123456789", 1) + drawn(random, digits, size - 1);
    case Form::hex:
      return drawn(random, hex, size);
    case Form::upper_hex:
      return drawn(random, upper_hex, size);
    case Form::uuid:
      return uuid(random);
    case Form::base64:
      return drawn(random, base64, size);
    case Form::jwt:
      return jwt(random, size);
    case Form::pem:
      return pem(random, size);
    case Form::text:
      break;
  }
  return drawn(random, lower, size);
}

}  // namespace wiretape::secrets
