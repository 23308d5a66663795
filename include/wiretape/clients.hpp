// SPDX-License-Identifier: MIT
// Pointing a client at a deck, without including the client's header.
#pragma once

#include <cstdint>
#include <string>

namespace wiretape {

struct ClientSettings {
  std::string proxy_host;  // "127.0.0.1"
  std::uint16_t proxy_port = 0;
  std::string ca_file;
};

// cpp-httplib's Client, SSLClient and whatever has the same two members.
template <class Client>
requires requires(Client& client, const ClientSettings& s) {
  client.set_proxy(s.proxy_host, 1);
  client.set_ca_cert_path(s.ca_file);
}
void configure_client(Client& client, const ClientSettings& settings) {
  client.set_proxy(settings.proxy_host, settings.proxy_port);
  client.set_ca_cert_path(settings.ca_file);
}

// libcurl's function under a name of our own, so that <curl/curl.h> need not be seen here and may be
// included before or after. Its symbol is asked for only by programs that configure an easy handle.
extern "C" int wiretape_curl_easy_setopt(void* easy, int option, ...) __asm__("curl_easy_setopt");

// libcurl's easy handle (CURL* is void*). The options' numbers are part of libcurl's stable ABI.
template <class Handle>
void configure_client(Handle* easy, const ClientSettings& settings) {
  constexpr int proxy = 10004, ca_info = 10065, no_proxy = 10177;
  const bool is_ipv6 = settings.proxy_host.find(':') != std::string::npos;
  const std::string host = is_ipv6 ? "[" + settings.proxy_host + "]" : settings.proxy_host;
  const std::string url = "http://" + host + ":" + std::to_string(settings.proxy_port);
  wiretape_curl_easy_setopt(easy, proxy, url.c_str());
  wiretape_curl_easy_setopt(easy, no_proxy, "");
  wiretape_curl_easy_setopt(easy, ca_info, settings.ca_file.c_str());
}

}  // namespace wiretape
