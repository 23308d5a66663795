// SPDX-License-Identifier: MIT
// Hosts that are reached elsewhere than where DNS says: DeckOptions::resolve.
#pragma once

#include <asio/ip/tcp.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace wiretape::io {

class Redirects {
public:
  Redirects() = default;
  // Pairs of a host, perhaps with a port, and an IP address, perhaps with one. An error's offset is the index
  // of the pair at fault.
  static Result<Redirects> parse(const std::vector<std::pair<std::string, std::string>>& pairs);

  // Where `host` is reached; nothing where it is none of these. The first that fits counts.
  [[nodiscard]] std::optional<asio::ip::tcp::endpoint> find(std::string_view host, std::uint16_t port) const;

private:
  struct Entry {
    std::string host;
    std::optional<std::uint16_t> port;
    asio::ip::address address;
    std::optional<std::uint16_t> to_port;
  };

  std::vector<Entry> entries_;
};

}  // namespace wiretape::io
