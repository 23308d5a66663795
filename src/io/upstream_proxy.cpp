// SPDX-License-Identifier: MIT
#include "io/upstream_proxy.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"
#include "http/http1_reader.hpp"
#include "http/url.hpp"

namespace wiretape::io {

namespace {

std::string connect_request(const UpstreamProxy& proxy, const std::string& host, std::uint16_t port) {
  const bool is_ipv6 = host.find(':') != std::string::npos;
  const auto target = (is_ipv6 ? '[' + host + ']' : host) + ':' + std::to_string(port);
  auto request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
  if (!proxy.authorization.empty()) request += "Proxy-Authorization: " + proxy.authorization + "\r\n";
  return request + "\r\n";
}

// What the answer's head comes to: nothing when the tunnel stands.
std::optional<std::string> verdict(const Response& answer) {
  if (answer.status / 100 == 2) return std::nullopt;
  return "it answered " + std::to_string(answer.status) + ' ' + escape_control(answer.reason, 100);
}

}  // namespace

Result<UpstreamProxy> UpstreamProxy::parse(std::string_view text) {
  const auto scheme_end = text.find("://");
  const auto start = scheme_end == std::string_view::npos ? 0 : scheme_end + 3;
  const auto at = text.rfind('@');
  const bool has_user = at != std::string_view::npos && at >= start;
  const auto without_user =
      std::string(text.substr(0, start)) + std::string(text.substr(has_user ? at + 1 : start));
  const auto url = http::parse_url(without_user);
  if (!url) return url.error();
  if (url->target != "/") return Error{"a proxy has no path", text.size()};
  UpstreamProxy proxy{url->scheme == "https", url->host, url->port, ""};
  if (has_user) {
    const auto user = text.substr(start, at - start);
    const auto colon = std::min(user.find(':'), user.size());
    const auto name = http::percent_decode(user.substr(0, colon), false);
    if (name.find(':') != std::string::npos) return Error{"a user name cannot hold a colon", start};
    const auto password = http::percent_decode(user.substr(std::min(colon + 1, user.size())), false);
    proxy.authorization = "Basic " + base64_encode(name + ':' + password);
  }
  return proxy;
}

Task<std::optional<std::string>> ask_for_tunnel(Stream& stream, const UpstreamProxy& proxy, std::string host,
                                                std::uint16_t port) {
  const auto request = connect_request(proxy, host, port);
  const std::error_code failed = co_await stream.write(request);
  if (failed) co_return failed.message();
  http::Http1Reader reader(http::Http1Reader::Side::responses, http::Strictness::lenient);
  reader.expect_response_to("CONNECT");
  while (true) {
    auto& next = reader.next();
    if (const auto* error = std::get_if<http::ReadError>(&next)) co_return error->message;
    if (const auto* event = std::get_if<http::Event>(&next)) {
      const auto* head = std::get_if<http::ResponseHead>(event);
      if (!head) continue;  // an interim answer
      auto refused = verdict(head->response);
      // An origin says nothing first, in TLS or in HTTP.
      if (!refused && !reader.take_rest().empty()) refused = "it sent more than its answer";
      co_return refused;
    }
    const auto into = scratch();
    const Transfer got = co_await stream.read_some(into);
    if (got.error) co_return got.error.message();
    if (got.count == 0) co_return "it closed the connection";
    reader.feed({into.data(), got.count});
  }
}

}  // namespace wiretape::io
