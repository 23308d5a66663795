// SPDX-License-Identifier: MIT
#include "io/certificate_name.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace wiretape::io {

namespace {

constexpr std::size_t longest_name = 253;  // RFC 1035 §3.1: 255 bytes on the wire

std::optional<CertificateName> address_name(int family, std::size_t size, std::string_view host) {
  if (host.find('\0') != std::string_view::npos) return std::nullopt;
  std::array<char, 16> bytes{};
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (inet_pton(family, std::string(host).c_str(), bytes.data()) != 1) return std::nullopt;
  if (inet_ntop(family, bytes.data(), text.data(), text.size()) == nullptr) return std::nullopt;
  return CertificateName{text.data(), std::string(bytes.data(), size)};
}

// RFC 5280 §4.2.1.6 asks for letters, digits and hyphens; service names have underscores all the same.
bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// Labels may be longer than DNS allows (63 bytes): nobody asks DNS for what is replayed.
bool is_dns_name(std::string_view host) {
  if (host.empty() || host.size() > longest_name) return false;
  const auto labels = split(host, '.');
  return std::all_of(labels.begin(), labels.end(), [](std::string_view label) {
    return !label.empty() && std::all_of(label.begin(), label.end(), is_name_byte);
  });
}

}  // namespace

std::optional<CertificateName> certificate_name(std::string_view host) {
  if (auto name = address_name(AF_INET6, 16, host.substr(0, host.find('%')))) return name;
  if (host.ends_with('.')) host.remove_suffix(1);
  if (auto name = address_name(AF_INET, 4, host)) return name;
  if (!is_dns_name(host)) return std::nullopt;
  return CertificateName{to_lower(host), {}};
}

std::optional<CertificateName> alternative_name(std::string_view text) {
  constexpr std::string_view any = "*.";
  if (!text.starts_with(any)) return certificate_name(text);
  auto name = certificate_name(text.substr(any.size()));
  if (!name || name->is_address()) return std::nullopt;
  name->text.insert(0, any);
  return name;
}

}  // namespace wiretape::io
