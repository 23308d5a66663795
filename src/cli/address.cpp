// SPDX-License-Identifier: MIT
#include "cli/address.hpp"

#include <arpa/inet.h>

#include "base/text.hpp"

namespace wiretape::cli {

namespace {

bool is_address(int family, const std::string& host) {
  in6_addr space{};  // holds either
  return ::inet_pton(family, host.c_str(), &space) == 1;
}

bool is_host(const std::string& host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    return is_address(AF_INET6, host.substr(1, host.size() - 2));
  }
  return is_address(AF_INET, host);
}

}  // namespace

Result<std::string> parse_address(std::string_view text) {
  const auto colon = text.rfind(':');
  const auto has_host = colon != std::string_view::npos && colon > 0;
  auto host = has_host ? std::string(text.substr(0, colon)) : "127.0.0.1";
  if (host == "localhost") host = "127.0.0.1";
  const auto port = parse_decimal(colon == std::string_view::npos ? text : text.substr(colon + 1));
  if (!is_host(host) || !port || *port > 65535) {
    return Error{"\"" + escape_control(text, 100) +
                 "\" is no address and port: write 127.0.0.1:8080, [::1]:8080 or just 8080"};
  }
  return host + ":" + std::to_string(*port);
}

}  // namespace wiretape::cli
