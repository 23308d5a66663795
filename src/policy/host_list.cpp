// SPDX-License-Identifier: MIT
#include "policy/host_list.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/grammar.hpp"
#include "http/url.hpp"

namespace wiretape::policy {

Result<HostList> HostList::parse(const std::vector<std::string>& hosts) {
  HostList list;
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    const bool is_below = hosts[i].starts_with("*.");
    auto authority = http::parse_authority(std::string_view(hosts[i]).substr(is_below ? 2 : 0));
    if (!authority) return Error{http::quote(hosts[i]) + " is no host: " + authority.error().message, i};
    if (authority->host.find('*') != std::string::npos) {
      return Error{
          http::quote(hosts[i]) + " is no host: a * stands at the beginning only, as in *.weather.test", i};
    }
    list.entries_.push_back({to_lower(authority->host), is_below, authority->port});
  }
  return list;
}

bool HostList::has(std::string_view host, std::uint16_t port) const {
  const auto name = to_lower(host);
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    if (entry.port && *entry.port != port) return false;
    return entry.is_below ? name.size() > entry.host.size() && name.ends_with('.' + entry.host)
                          : name == entry.host;
  });
}

}  // namespace wiretape::policy
