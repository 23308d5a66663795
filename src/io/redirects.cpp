// SPDX-License-Identifier: MIT
#include "io/redirects.hpp"

#include "base/text.hpp"
#include "http/grammar.hpp"
#include "http/url.hpp"

namespace wiretape::io {

Result<Redirects> Redirects::parse(const std::vector<std::pair<std::string, std::string>>& pairs) {
  Redirects redirects;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    auto host = http::parse_authority(pairs[i].first);
    if (!host) return Error{http::quote(pairs[i].first) + " is no host: " + host.error().message, i};
    const auto to = http::parse_authority(pairs[i].second);
    std::error_code error;
    const auto address = asio::ip::make_address(to ? to->host : "", error);
    if (error) {
      return Error{
          http::quote(pairs[i].second) + " is no IP address, like 127.0.0.1, 127.0.0.1:8443 or [::1]:8443",
          i};
    }
    redirects.entries_.push_back({std::move(host->host), host->port, address, to->port});
  }
  return redirects;
}

std::optional<asio::ip::tcp::endpoint> Redirects::find(std::string_view host, std::uint16_t port) const {
  for (const auto& entry : entries_) {
    if (equals_ignoring_case(entry.host, host) && entry.port.value_or(port) == port) {
      return asio::ip::tcp::endpoint(entry.address, entry.to_port.value_or(port));
    }
  }
  return std::nullopt;
}

}  // namespace wiretape::io
