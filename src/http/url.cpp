// SPDX-License-Identifier: MIT
#include "http/url.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/byte_set.hpp"
#include "base/text.hpp"
#include "http/grammar.hpp"

namespace wiretape {

namespace {

// A password in a message would end in a log.
std::string without_userinfo(std::string_view text) {
  const auto at = text.find('@');
  const auto start = text.substr(0, at).find("://");
  if (at == std::string_view::npos || start == std::string_view::npos) return std::string(text);
  return std::string(text.substr(0, start + 3)) + "***" + std::string(text.substr(at));
}

}  // namespace

Url Url::parse(std::string_view text) {
  auto url = http::parse_url(text);
  if (url) return *std::move(url);
  throw std::invalid_argument(http::quote(without_userinfo(text)) + " is no URL: " + url.error().message +
                              " (at byte " + std::to_string(url.error().offset) + ")");
}

std::string_view Url::path() const { return std::string_view(target).substr(0, target.find('?')); }

std::string_view Url::query() const {
  const auto mark = target.find('?');
  return mark == std::string::npos ? std::string_view() : std::string_view(target).substr(mark + 1);
}

std::string Url::authority() const {
  auto text = host.find(':') == std::string::npos ? host : '[' + host + ']';
  if (port != http::default_port(scheme)) text += ':' + std::to_string(port);
  return text;
}

std::string Url::str() const {
  const auto* gap = target.empty() || target[0] == '/' ? "" : " ";
  std::string text;
  text.reserve(scheme.size() + host.size() + target.size() + 16);
  return text.append(scheme).append("://").append(authority()).append(gap).append(target);
}

namespace http {

namespace {

Error shifted(Error error, std::size_t by) {
  error.offset += by;
  return error;
}

// Path and query; RFC 9112 §3.2.1 asks for "/" where the path is empty.
Result<std::string> parse_target(std::string_view text) {
  text = text.substr(0, text.find('#'));
  const auto bad =
      std::find_if(text.begin(), text.end(), [](char c) { return is_control(c) || is_blank(c); });
  if (bad != text.end()) {
    const auto at = static_cast<std::size_t>(bad - text.begin());
    return Error{"path and query cannot contain " + quote(text.substr(at, 1)), at};
  }
  const bool has_path = !text.empty() && text[0] == '/';
  return (has_path ? "" : "/") + std::string(text);
}

}  // namespace

std::uint16_t default_port(std::string_view scheme) { return scheme == "https" ? 443 : 80; }

Result<Url> parse_url(std::string_view text) {
  const auto colon = text.find("://");
  if (colon == std::string_view::npos) return Error{"no scheme; it begins with http:// or https://", 0};
  Url url;
  url.scheme = to_lower(text.substr(0, colon));
  if (url.scheme != "http" && url.scheme != "https") {
    return Error{"the scheme " + quote(text.substr(0, colon)) + " is neither http nor https", 0};
  }
  const auto start = colon + 3;
  static constexpr ByteSet ends("/?#");
  const auto end = std::min(ends.find_in(text, start), text.size());
  auto authority = parse_authority(text.substr(start, end - start));
  if (!authority) return shifted(authority.error(), start);
  auto target = parse_target(text.substr(end));
  if (!target) return shifted(target.error(), end);
  url.host = std::move(authority->host);
  url.port = authority->port.value_or(default_port(url.scheme));
  url.target = *std::move(target);
  return url;
}

}  // namespace http
}  // namespace wiretape
