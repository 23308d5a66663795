// SPDX-License-Identifier: MIT
#include "http/target.hpp"

#include "base/text.hpp"
#include "http/grammar.hpp"
#include "http/start_line.hpp"
#include "http/url.hpp"

namespace wiretape::http {

namespace {

Result<Target> parse_authority_form(std::string_view text) {
  auto authority = parse_authority(text);
  if (!authority) return authority.error();
  if (!authority->port) return Error{"the target of CONNECT needs a port", text.size()};
  return Target{TargetForm::authority, {"https", std::move(authority->host), *authority->port, ""}};
}

Result<Target> parse_absolute_form(std::string_view method, std::string_view text) {
  auto url = parse_url(text);
  if (!url) return Error{"the target is no URL: " + url.error().message, url.error().offset};
  // RFC 9112 §3.2.4: OPTIONS without path and query asks for "*".
  const bool is_for_server =
      method == "OPTIONS" && text.find_first_of("/?", text.find("://") + 3) == text.npos;
  if (is_for_server) url->target = "*";
  return Target{TargetForm::absolute, *std::move(url)};
}

// With no authority to tell, a client sends an empty Host (RFC 9110 §7.2).
bool is_same_authority(const Authority& host, const Url& url) {
  return equals_ignoring_case(host.host, url.host) &&
         host.port.value_or(default_port(url.scheme)) == url.port;
}

std::optional<Error> find_value_fault(std::string_view value, const Target& target, std::size_t index) {
  if (value.empty()) return std::nullopt;
  const auto host = parse_authority(value);
  if (!host) return Error{"the Host " + quote(value) + " is malformed: " + host.error().message, index};
  if (target.form == TargetForm::absolute && !is_same_authority(*host, target.url)) {
    return Error{"the Host " + quote(value) + " is not the target's, " + quote(target.url.authority()),
                 index};
  }
  return std::nullopt;
}

}  // namespace

Result<Target> parse_target(std::string_view method, std::string_view text) {
  if (const auto mark = text.find('#'); mark != std::string_view::npos) {
    return Error{"a fragment in the target", mark};
  }
  if (method == "CONNECT") return parse_authority_form(text);
  if (text.starts_with('/')) return Target{TargetForm::origin, {"http", "", 80, std::string(text)}};
  if (text == "*" && method == "OPTIONS") return Target{TargetForm::asterisk, {"http", "", 80, "*"}};
  if (text == "*") return Error{"the target * is for OPTIONS only", 0};
  return parse_absolute_form(method, text);
}

std::optional<Error> find_host_fault(std::string_view version, const Target& target, const Headers& headers) {
  bool is_found = false;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (!equals_ignoring_case(headers[i].name, "Host")) continue;
    if (is_found) return Error{"more than one Host", i};
    is_found = true;
    if (auto fault = find_value_fault(headers[i].value, target, i)) return fault;
  }
  if (!is_found && is_http_1_1(version)) return Error{"no Host", headers.size()};
  return std::nullopt;
}

void complete_from_host(Target& target, const Headers& headers) {
  if (!target.url.host.empty()) return;
  auto host = parse_authority(headers.find("Host").value_or(""));
  if (!host) return;
  target.url.host = std::move(host->host);
  target.url.port = host->port.value_or(default_port(target.url.scheme));
}

}  // namespace wiretape::http
