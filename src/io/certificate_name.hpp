// SPDX-License-Identifier: MIT
// A host as a certificate can name it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wiretape::io {

// Equal hosts have equal texts: "API.test." is "api.test", "0:0::1" is "::1".
struct CertificateName {
  std::string
      text;  // a DNS name in lower case without the trailing dot, or an address as inet_ntop writes it
  std::string address;  // 4 or 16 bytes of an IP address; empty for a DNS name

  [[nodiscard]] bool is_address() const { return !address.empty(); }
};

// Nothing for a host that no certificate may hold: empty, over 253 bytes, an empty label, or a byte that is
// not a letter, digit, '-' or '_'. So a NUL, a comma or a wildcard never gets into a certificate, and a name
// outside ASCII comes as its A-label ("xn--…", RFC 5890) or not at all. An IPv6 literal has no brackets; its
// zone ("%eth0") means nothing to others and is dropped.
[[nodiscard]] std::optional<CertificateName> certificate_name(std::string_view host);

// As a certificate names others beside its host: likewise, and "*.weather.test".
[[nodiscard]] std::optional<CertificateName> alternative_name(std::string_view text);

}  // namespace wiretape::io
