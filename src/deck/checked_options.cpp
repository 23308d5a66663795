// SPDX-License-Identifier: MIT
#include "deck/checked_options.hpp"

#include <stdexcept>

#include <wiretape/deck.hpp>

#include "io/tls_limits.hpp"

namespace wiretape::deck {

std::optional<Url> parse_reverse_origin(const std::string& text) {
  if (text.empty()) return std::nullopt;
  try {
    return Url::parse(text);
  } catch (const std::invalid_argument& error) {
    throw StartError("reverse_origin: " + std::string(error.what()) +
                     "\n  next: write it as \"https://host[:port]\"");
  }
}

policy::HostList parse_hosts(const char* option, const std::vector<std::string>& hosts) {
  auto list = policy::HostList::parse(hosts);
  if (list) return *std::move(list);
  throw StartError(
      std::string(option) + ": " + list.error().message +
      "\n  next: write it as \"api.weather.test\", \"*.weather.test\" or \"api.weather.test:8443\"");
}

std::optional<proxy::Credentials> parse_credentials(const std::string& text) {
  if (text.empty()) return std::nullopt;
  auto credentials = proxy::Credentials::parse(text);
  if (credentials) return *std::move(credentials);
  throw StartError("proxy_credentials: " + credentials.error().message +
                   "\n  next: write it as \"name:password\"");
}

Speed checked_speed(Speed speed) {
  if (speed.factor() > 0) return speed;
  throw StartError("speed: " + std::to_string(speed.factor()) +
                   " is no factor\n  next: use speed::instant, "
                   "speed::recorded or a positive one, like Speed(2)");
}

io::Redirects parse_redirects(const DeckOptions& options) {
  auto redirects = io::Redirects::parse(options.resolve);
  if (redirects) return *std::move(redirects);
  throw StartError("resolve: " + redirects.error().message +
                   "\n  next: write it as {\"api.weather.test\", \"127.0.0.1:8443\"}");
}

std::optional<io::UpstreamProxy> parse_upstream_proxy(const std::string& url) {
  if (url.empty()) return std::nullopt;
  auto proxy = io::UpstreamProxy::parse(url);
  if (proxy) return *std::move(proxy);
  throw StartError("upstream_proxy: " + proxy.error().message +
                   "\n  next: write it as \"http://[name:password@]host:port\"");
}

TlsLimits checked_limits(const char* option, const TlsLimits& limits) {
  try {
    io::check_tls_limits(limits);
  } catch (const std::runtime_error& error) {
    throw StartError(
        std::string(option) + ": " + error.what() +
        "\n  next: write it as {.lowest = TlsVersion::tls1_2, .highest = TlsVersion::tls1_2, .ciphers = "
        "\"ECDHE-ECDSA-AES128-GCM-SHA256\"}");
  }
  return limits;
}

io::CertificateFiles checked_certificate(const DeckOptions& options) {
  const io::CertificateFiles certificate{options.origin_client_cert_file, options.origin_client_key_file};
  if (certificate.file.empty() && !certificate.key_file.empty()) {
    throw StartError(
        "origin_client_key_file: it is of no use without a certificate\n  next: set "
        "origin_client_cert_file too");
  }
  try {
    io::check_certificate(certificate);
  } catch (const std::runtime_error& error) {
    throw StartError(std::string("origin_client_cert_file: ") + error.what() +
                     "\n  next: name a PEM file that holds a certificate and its key, or the key's in "
                     "origin_client_key_file");
  }
  return certificate;
}

std::vector<proxy::CertificateFor> read_certificates(const std::vector<HostCertificate>& named) {
  std::vector<proxy::CertificateFor> certificates;
  for (const auto& [host, cert_file, key_file] : named) {
    auto hosts = parse_hosts("certificates", {host});
    try {
      const io::CertificateFiles files{cert_file, key_file};
      certificates.push_back({std::move(hosts), std::make_shared<const io::OwnCertificate>(files)});
    } catch (const std::runtime_error& error) {
      throw StartError(
          std::string("certificates: ") + error.what() +
          "\n  next: name a PEM file that holds a certificate and its key, or the key's in key_file");
    }
  }
  return certificates;
}

}  // namespace wiretape::deck
