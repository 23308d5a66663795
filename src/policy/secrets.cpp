// SPDX-License-Identifier: MIT
#include "policy/secrets.hpp"

#include <algorithm>
#include <string>

#include "base/base64.hpp"
#include "base/byte_set.hpp"

namespace wiretape::policy {

namespace {

constexpr ByteSet digits("0123456789");
constexpr ByteSet upper_digits("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
constexpr ByteSet lower_hex("0123456789abcdef");
constexpr ByteSet alphanumeric("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
constexpr ByteSet word("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
constexpr ByteSet base64url("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
constexpr ByteSet base64("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");
constexpr ByteSet dotted("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");
constexpr ByteSet token("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.~+/=");

constexpr ByteSet line_ends("\r\n");
constexpr ByteSet userinfo_ends("@/?#\"' \t\r\n<>");

// A beginning, and so many bytes of these behind it.
struct Shape {
  std::string_view kind, beginning;
  ByteSet bytes;
  std::size_t least;
  bool has_digit = false;  // else it is a word or two
};

constexpr Shape shapes[] = {
    {"an AWS access key", "AKIA", upper_digits, 16},
    {"an AWS access key", "ASIA", upper_digits, 16},
    {"a GitHub token", "ghp_", alphanumeric, 36},
    {"a GitHub token", "gho_", alphanumeric, 36},
    {"a GitHub token", "ghu_", alphanumeric, 36},
    {"a GitHub token", "ghs_", alphanumeric, 36},
    {"a GitHub token", "ghr_", alphanumeric, 36},
    {"a GitHub token", "github_pat_", word, 22},
    {"a GitLab token", "glpat-", base64url, 20},
    {"a Slack token", "xoxb-", base64url, 10, true},
    {"a Slack token", "xoxp-", base64url, 10, true},
    {"a Slack token", "xoxa-", base64url, 10, true},
    {"a Slack token", "xoxr-", base64url, 10, true},
    {"a Slack token", "xoxs-", base64url, 10, true},
    {"a Slack token", "xapp-", base64url, 10, true},
    {"an API key", "sk-", base64url, 20, true},
    {"a Google API key", "AIza", base64url, 35},
    {"a Google access token", "ya29.", base64url, 20},
    {"a Stripe key", "sk_live_", alphanumeric, 16},
    {"a Stripe key", "sk_test_", alphanumeric, 16},
    {"a Stripe key", "rk_live_", alphanumeric, 16},
    {"a Stripe key", "rk_test_", alphanumeric, 16},
    {"a SendGrid key", "SG.", dotted, 40},
    {"an npm token", "npm_", alphanumeric, 36},
    {"a PyPI token", "pypi-", base64url, 50},
    {"a Hugging Face token", "hf_", alphanumeric, 30},
    {"a DigitalOcean token", "dop_v1_", lower_hex, 64},
    {"a Vault token", "hvs.", base64url, 24},
    {"a Vault token", "hvb.", base64url, 24},
    {"a bearer token", "Bearer ", token, 16, true},
    {"a bearer token", "bearer ", token, 16, true},
    {"an account key", "AccountKey=", base64, 16},
    {"an access key", "SharedAccessKey=", base64, 16},
};

std::size_t run_of(std::string_view text, const ByteSet& bytes) {
  const auto end = std::find_if(text.begin(), text.end(), [&](char c) { return !bytes.has(c); });
  return static_cast<std::size_t>(end - text.begin());
}

// Its size; 0 where it is none.
std::size_t size_of(const Shape& shape, std::string_view text) {
  if (!text.starts_with(shape.beginning)) return 0;
  const auto behind = text.substr(shape.beginning.size());
  const auto run = run_of(behind, shape.bytes);
  if (run < shape.least ||
      (shape.has_digit && digits.find_in(behind.substr(0, run)) == std::string_view::npos))
    return 0;
  return shape.beginning.size() + run;
}

// RFC 7519 §3: three parts of base64url, of which the first two are JSON objects.
std::size_t jwt_size(std::string_view text) {
  if (!text.starts_with("eyJ")) return 0;
  const auto header = run_of(text, base64url);
  const auto payload = text.substr(std::min(header + 1, text.size()));
  if (header < 10 || !payload.starts_with("eyJ") || text[header] != '.') return 0;
  const auto size = run_of(payload, base64url);
  if (size < 10 || size >= payload.size() || payload[size] != '.') return 0;
  return header + 1 + size + 1 + run_of(payload.substr(size + 1), base64url);
}

// RFC 7617 §2: a name and a password, with a colon between.
std::size_t basic_size(std::string_view text) {
  constexpr std::string_view beginning = "Basic ";
  if (!text.starts_with(beginning)) return 0;
  const auto behind = text.substr(beginning.size());
  const auto run = run_of(behind, base64);
  const auto pair = base64_decode(behind.substr(0, run));
  return pair && pair->find(':') != std::string::npos ? beginning.size() + run : 0;
}

std::size_t private_key_size(std::string_view text) {
  constexpr std::string_view beginning = "-----BEGIN ", kind = "PRIVATE KEY-----";
  if (!text.starts_with(beginning)) return 0;
  constexpr std::size_t longest = 64;  // "ENCRYPTED", "OPENSSH"
  const auto line = text.substr(0, longest);
  const auto end = line.find(kind);
  const bool is_on_its_line =
      end != std::string_view::npos && line_ends.find_in(line.substr(0, end)) == std::string_view::npos;
  return is_on_its_line ? end + kind.size() : 0;
}

// "://name:password@": RFC 3986 §3.2.1
std::size_t userinfo_size(std::string_view text) {
  constexpr std::string_view beginning = "://";
  if (!text.starts_with(beginning)) return 0;
  const auto behind = text.substr(beginning.size());
  const auto end = userinfo_ends.find_in(behind);
  if (end == std::string_view::npos || behind[end] != '@') return 0;
  const auto colon = behind.substr(0, end).find(':');
  const bool has_both = colon != std::string_view::npos && colon > 0 && colon + 1 < end;
  return has_both ? beginning.size() + end : 0;
}

FoundSecret secret_at(std::string_view text, std::size_t at) {
  const auto rest = text.substr(at);
  // Also what makes the time grow with the text: a run of bytes is gone through once, from its beginning.
  const bool is_within_a_word = at > 0 && base64url.has(text[at - 1]);
  if (const auto size = userinfo_size(rest)) return {"a name and password in a URL", at, size};
  if (const auto size = private_key_size(rest)) return {"a private key", at, size};
  if (is_within_a_word) return {};
  if (const auto size = jwt_size(rest)) return {"a JSON web token", at, size};
  if (const auto size = basic_size(rest)) return {"a name and password", at, size};
  for (const auto& shape : shapes) {
    if (const auto size = size_of(shape, rest)) return {shape.kind, at, size};
  }
  return {};
}

}  // namespace

std::vector<FoundSecret> find_secrets(std::string_view text) {
  std::vector<FoundSecret> found;
  constexpr ByteSet beginnings("ABSGaeghnpxsyrdbt-:");
  for (std::size_t at = beginnings.find_in(text); at < text.size();) {
    const auto secret = secret_at(text, at);
    if (secret.size > 0) found.push_back(secret);
    at = beginnings.find_in(text, at + std::max<std::size_t>(secret.size, 1));
  }
  return found;
}

}  // namespace wiretape::policy
