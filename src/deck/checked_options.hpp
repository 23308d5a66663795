// SPDX-License-Identifier: MIT
// What DeckOptions say in texts and files, read. Each throws StartError, with the option's name and a remedy.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <wiretape/options.hpp>

#include "io/connector.hpp"
#include "policy/host_list.hpp"
#include "proxy/context.hpp"
#include "proxy/credentials.hpp"

namespace wiretape::deck {

[[nodiscard]] std::optional<Url> parse_reverse_origin(const std::string& text);
[[nodiscard]] policy::HostList parse_hosts(const char* option, const std::vector<std::string>& hosts);
[[nodiscard]] std::optional<proxy::Credentials> parse_credentials(const std::string& text);
[[nodiscard]] Speed checked_speed(Speed speed);
[[nodiscard]] io::Redirects parse_redirects(const DeckOptions& options);
[[nodiscard]] std::optional<io::UpstreamProxy> parse_upstream_proxy(const std::string& url);
[[nodiscard]] TlsLimits checked_limits(const char* option, const TlsLimits& limits);
[[nodiscard]] io::CertificateFiles checked_certificate(const DeckOptions& options);
[[nodiscard]] std::vector<proxy::CertificateFor> read_certificates(const std::vector<HostCertificate>& named);

}  // namespace wiretape::deck
