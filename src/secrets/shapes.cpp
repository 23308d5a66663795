// SPDX-License-Identifier: MIT
#include "secrets/shapes.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/base64.hpp"
#include "base/byte_set.hpp"
#include "base/pair_set.hpp"
#include "base/text.hpp"

namespace wiretape::secrets {

namespace {

constexpr ByteSet digits("0123456789");
constexpr ByteSet upper_digits("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
constexpr ByteSet lower_hex("0123456789abcdef");
constexpr ByteSet alphanumeric("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
constexpr ByteSet word("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
constexpr ByteSet base64url("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
constexpr ByteSet base64("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");
constexpr ByteSet dotted("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");
constexpr ByteSet slashed("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/");
constexpr ByteSet dashed_upper("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
constexpr ByteSet token("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.~+/=");

constexpr ByteSet base64_lines("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\\\r\n\t ");
constexpr ByteSet value_ends(";\"'&<> \t\r\n\\");
constexpr ByteSet line_ends("\r\n");
constexpr ByteSet userinfo_ends("@/?#\"' \t\r\n<>");

// A beginning, and so many bytes of these behind it.
struct Shape {
  std::string_view kind, beginning;
  ByteSet bytes;
  std::size_t least;
  bool has_digit = false;       // else it is a word or two
  bool begins_outside = false;  // the beginning is no part of it: "Bearer "
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
    {"a GitLab token", "gldt-", base64url, 20},
    {"a GitLab token", "glrt-", base64url, 20},
    {"a GitLab token", "glptt-", base64url, 20},
    {"a GitLab token", "glcbt-", base64url, 20},
    {"a GitLab token", "glsoat-", base64url, 20},
    {"a Slack token", "xoxb-", base64url, 10, true},
    {"a Slack token", "xoxp-", base64url, 10, true},
    {"a Slack token", "xoxa-", base64url, 10, true},
    {"a Slack token", "xoxr-", base64url, 10, true},
    {"a Slack token", "xoxs-", base64url, 10, true},
    {"a Slack token", "xoxc-", base64url, 10, true},
    {"a Slack token", "xoxd-", base64url, 10, true},
    {"a Slack token", "xoxe-", base64url, 10, true},
    {"a Slack token", "xapp-", base64url, 10, true},
    {"a Slack webhook", "hooks.slack.com/services/", slashed, 30, true},
    {"an API key", "sk-", base64url, 20, true},
    {"a Google API key", "AIza", base64url, 35},
    {"a Google access token", "ya29.", base64url, 20},
    {"a Google refresh token", "1//0", base64url, 40, true},
    {"a Google client secret", "GOCSPX-", base64url, 24},
    {"a Stripe key", "sk_live_", alphanumeric, 16},
    {"a Stripe key", "sk_test_", alphanumeric, 16},
    {"a Stripe key", "rk_live_", alphanumeric, 16},
    {"a Stripe key", "rk_test_", alphanumeric, 16},
    {"a Stripe webhook secret", "whsec_", base64, 24},
    {"a SendGrid key", "SG.", dotted, 40},
    {"an npm token", "npm_", alphanumeric, 36},
    {"a PyPI token", "pypi-", base64url, 50},
    {"a RubyGems key", "rubygems_", lower_hex, 48},
    {"a Hugging Face token", "hf_", alphanumeric, 30},
    {"a DigitalOcean token", "dop_v1_", lower_hex, 64},
    {"a DigitalOcean token", "doo_v1_", lower_hex, 64},
    {"a DigitalOcean token", "dor_v1_", lower_hex, 64},
    {"a Vault token", "hvs.", base64url, 24},
    {"a Vault token", "hvb.", base64url, 24},
    {"a Shopify token", "shpat_", alphanumeric, 32},
    {"a Shopify token", "shpca_", alphanumeric, 32},
    {"a Shopify token", "shppa_", alphanumeric, 32},
    {"a Shopify token", "shpss_", alphanumeric, 32},
    {"a Square token", "sq0atp-", base64url, 22},
    {"a Square secret", "sq0csp-", base64url, 43},
    {"a Docker token", "dckr_pat_", base64url, 20},
    {"a Databricks token", "dapi", lower_hex, 32},
    {"a Doppler token", "dp.pt.", alphanumeric, 40},
    {"a Dynatrace token", "dt0c01.", dotted, 60},
    {"a Fly.io token", "fo1_", base64url, 40},
    {"a Grafana token", "glc_", base64, 32},
    {"a Grafana token", "glsa_", word, 40},
    {"a Linear key", "lin_api_", alphanumeric, 40},
    {"a New Relic key", "NRAK-", upper_digits, 27},
    {"a New Relic key", "NRJS-", lower_hex, 19},
    {"a Notion token", "ntn_", alphanumeric, 40},
    {"an Atlassian token", "ATATT3", base64url, 50},
    {"an Airtable token", "pat", dotted, 79, true},
    {"a Figma token", "figd_", base64url, 40},
    {"a Heroku key", "HRKU-", base64url, 36},
    {"a HubSpot token", "pat-na1-", base64url, 36, true},
    {"a HubSpot token", "pat-eu1-", base64url, 36, true},
    {"a Mailgun key", "key-", lower_hex, 32},
    {"a PlanetScale token", "pscale_tkn_", dotted, 32},
    {"a PlanetScale password", "pscale_pw_", dotted, 32},
    {"a Postman key", "PMAK-", base64url, 50},
    {"a Pulumi token", "pul-", lower_hex, 40},
    {"a Prefect key", "pnu_", alphanumeric, 36},
    {"a Perplexity key", "pplx-", alphanumeric, 40},
    {"a Readme key", "rdme_", alphanumeric, 70},
    {"a Sentry token", "sntrys_", base64, 60},
    {"a Sentry token", "sntryu_", lower_hex, 64},
    {"a Sourcegraph token", "sgp_", word, 40, true},
    {"a Supabase token", "sbp_", lower_hex, 40},
    {"a Tailscale key", "tskey-", base64url, 20, true},
    {"a Terraform token", ".atlasv1.", base64url, 60},
    {"a Typeform token", "tfp_", base64url, 50},
    {"an age key", "AGE-SECRET-KEY-1", upper_digits, 58},
    {"a 1Password token", "ops_eyJ", base64, 100},
    {"a 1Password key", "A3-", dashed_upper, 28, true},
    {"an Alibaba access key", "LTAI", alphanumeric, 16, true},
    {"a Clojars token", "CLOJARS_", alphanumeric, 60},
    {"a Contentful token", "CFPAT-", base64url, 43},
    {"an EasyPost key", "EZAK", alphanumeric, 54},
    {"an EasyPost key", "EZTK", alphanumeric, 54},
    {"a Frame.io token", "fio-u-", base64url, 60},
    {"a Duffel token", "duffel_", base64url, 43},
    {"a Replicate token", "r8_", alphanumeric, 37},
    {"a Groq key", "gsk_", alphanumeric, 40},
    {"an xAI key", "xai-", alphanumeric, 60},
    {"an Adafruit key", "aio_", alphanumeric, 28},
    {"a LaunchDarkly key", "sdk-", base64url, 36, true},
    {"an OpenShift token", "sha256~", base64url, 43},
    {"a bearer token", "Bearer ", token, 16, true, true},
    {"a bearer token", "bearer ", token, 16, true, true},
    {"an account key", "AccountKey=", base64, 16, false, true},
    {"an access key", "SharedAccessKey=", base64, 16, false, true},
};

constexpr std::size_t longest_private_key = 32 * 1024;

std::size_t run_of(std::string_view text, const ByteSet& bytes) {
  const auto end = std::find_if(text.begin(), text.end(), [&](char c) { return !bytes.has(c); });
  return static_cast<std::size_t>(end - text.begin());
}

// Nothing where it is none.
FoundSecret of_shape(const Shape& shape, std::string_view text, std::size_t at) {
  const auto rest = text.substr(at);
  if (!rest.starts_with(shape.beginning)) return {};
  const auto behind = rest.substr(shape.beginning.size());
  const auto run = run_of(behind, shape.bytes);
  const bool has_digit = digits.find_in(behind.substr(0, run)) != std::string_view::npos;
  if (run < shape.least || (shape.has_digit && !has_digit)) return {};
  if (shape.begins_outside) return {shape.kind, at + shape.beginning.size(), run};
  return {shape.kind, at, shape.beginning.size() + run};
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
FoundSecret basic(std::string_view text, std::size_t at) {
  constexpr std::string_view beginning = "Basic ";
  if (!text.substr(at).starts_with(beginning)) return {};
  at += beginning.size();
  const auto run = run_of(text.substr(at), base64);
  const auto pair = base64_decode(text.substr(at, run));
  if (!pair || pair->find(':') == std::string::npos) return {};
  return {"a name and password", at, run};
}

// PEM (RFC 7468), to the end of its last line, or of the text where it has none.
std::size_t private_key_size(std::string_view text) {
  constexpr std::string_view beginning = "-----BEGIN ", kind = "PRIVATE KEY-----", last = "-----END ";
  if (!text.starts_with(beginning)) return 0;
  constexpr std::size_t longest = 64;  // "ENCRYPTED", "OPENSSH"
  const auto line = text.substr(0, longest);
  const auto end = line.find(kind);
  const bool is_on_its_line =
      end != std::string_view::npos && line_ends.find_in(line.substr(0, end)) == std::string_view::npos;
  if (!is_on_its_line) return 0;
  text = text.substr(0, longest_private_key);
  const auto last_line = text.find(last, end + kind.size());
  if (last_line == std::string_view::npos)
    return end + kind.size() + run_of(text.substr(end + kind.size()), base64_lines);
  const auto behind = text.find(kind, last_line);
  return behind == std::string_view::npos ? text.size() : behind + kind.size();
}

// Random bytes have one now and then.
bool is_readable(std::string_view text) {
  return is_valid_utf8(text) &&
         std::none_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; });
}

// "https://name:password@": RFC 3986 §3.2.1
FoundSecret userinfo(std::string_view text, std::size_t at) {
  constexpr std::string_view beginning = "://";
  const bool is_behind_scheme = at > 0 && alphanumeric.has(text[at - 1]);
  if (!is_behind_scheme || !text.substr(at).starts_with(beginning)) return {};
  at += beginning.size();
  const auto behind = text.substr(at);
  const auto end = userinfo_ends.find_in(behind);
  if (end == std::string_view::npos || behind[end] != '@') return {};
  const auto colon = behind.substr(0, end).find(':');
  const bool has_both =
      colon != std::string_view::npos && colon > 0 && colon + 1 < end && is_readable(behind.substr(0, end));
  return has_both ? FoundSecret{"a name and password in a URL", at, end} : FoundSecret{};
}

// "Server=db;Password=hunter2;": of a connection string, whose parts ';' divides.
FoundSecret connection_password(std::string_view text, std::size_t at) {
  const auto is_here = [&](std::string_view name) {
    return text.size() - at > name.size() && equals_ignoring_case(text.substr(at, name.size()), name);
  };
  const std::size_t name = is_here("Password=") ? 9 : is_here("Pwd=") ? 4 : 0;
  if (name == 0) return {};
  const bool is_behind_one = at > 0 && (text[at - 1] == ';' || (at > 1 && text.substr(at - 2, 2) == "; "));
  const auto behind = text.substr(at + name);
  const auto size = std::min(value_ends.find_in(behind), behind.size());
  const bool is_before_one = size < behind.size() && behind[size] == ';';
  if (size == 0 || (!is_behind_one && !is_before_one)) return {};
  return {"a password", at + name, size};
}

const std::vector<const Shape*>& shapes_beginning_with(char c) {
  static const auto by_first = [] {
    std::array<std::vector<const Shape*>, 256> sorted;
    for (const auto& shape : shapes) sorted[static_cast<unsigned char>(shape.beginning[0])].push_back(&shape);
    return sorted;
  }();
  return by_first[static_cast<unsigned char>(c)];
}

FoundSecret secret_at(std::string_view text, std::size_t at) {
  const auto rest = text.substr(at);
  // Also what makes the time grow with the text: a run of bytes is gone through once, from its beginning.
  const bool is_within_a_word = at > 0 && base64url.has(text[at - 1]);
  if (const auto found = userinfo(text, at); found.size > 0) return found;
  if (const auto size = private_key_size(rest)) return {"a private key", at, size};
  if (is_within_a_word && rest[0] != '.') return {};
  if (const auto size = jwt_size(rest)) return {"a JSON web token", at, size};
  if (const auto found = basic(text, at); found.size > 0) return found;
  if (const auto found = connection_password(text, at); found.size > 0) return found;
  for (const auto* shape : shapes_beginning_with(rest[0])) {
    if (const auto found = of_shape(*shape, text, at); found.size > 0) return found;
  }
  return {};
}

// By what a secret begins with.
constexpr PairSet beginnings = [] {
  PairSet pairs;
  for (const auto& shape : shapes) pairs.add(shape.beginning[0], shape.beginning[1]);
  for (const std::string_view other : {"://", "-----BEGIN", "eyJ", "Basic "}) pairs.add(other[0], other[1]);
  for (const char p : {'p', 'P'}) {
    for (const char second : {'a', 'A', 'w', 'W'}) pairs.add(p, second);  // "Password=", "pwd="
  }
  return pairs;
}();

}  // namespace

std::vector<FoundSecret> find_secrets(std::string_view text) {
  std::vector<FoundSecret> found;
  for (std::size_t at = beginnings.find_in(text); at < text.size();) {
    const auto secret = secret_at(text, at);
    if (secret.size > 0) found.push_back(secret);
    at = beginnings.find_in(text, secret.size > 0 ? secret.at + secret.size : at + 1);
  }
  return found;
}

}  // namespace wiretape::secrets
