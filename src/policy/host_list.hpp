// SPDX-License-Identifier: MIT
// Hosts as a test's author names them: DeckOptions::only and pass_through.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace wiretape::policy {

class HostList {
public:
  HostList() = default;
  // Each is "api.weather.test"; "*.weather.test", any name below that; either with ":8443", for that port
  // alone; "[::1]". An error's offset is the index of the one at fault.
  static Result<HostList> parse(const std::vector<std::string>& hosts);

  [[nodiscard]] bool empty() const { return entries_.empty(); }
  // In any case of letters. `host` without brackets.
  [[nodiscard]] bool has(std::string_view host, std::uint16_t port) const;

private:
  struct Entry {
    std::string host;  // lower case
    bool is_below = false;
    std::optional<std::uint16_t> port;
  };

  std::vector<Entry> entries_;
};

}  // namespace wiretape::policy
