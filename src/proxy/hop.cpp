// SPDX-License-Identifier: MIT
#include "proxy/hop.hpp"

#include "base/text.hpp"
#include "http/url.hpp"

namespace wiretape::proxy {

namespace {

// The Host field says what the URL says, in whatever case, with or without the default port.
bool says_the_same(const std::string& host, const Url& url) {
  const auto authority = http::parse_authority(host);
  if (!authority) return false;
  return equals_ignoring_case(authority->host, url.host) &&
         authority->port.value_or(http::default_port(url.scheme)) == url.port;
}

bool lists(const Headers& headers, std::string_view name, std::string_view token) {
  for (const auto& value : headers.all(name)) {
    for (const auto part : split(value, ',')) {
      if (equals_ignoring_case(trim(part), token)) return true;
    }
  }
  return false;
}

// Takes `option` out of the Connection field, and the field with it when nothing else is in it.
void remove_connection_option(Headers& headers, std::string_view option) {
  std::string left;
  for (const auto& value : headers.all("Connection")) {
    for (const auto part : split(value, ',')) {
      const auto item = trim(part);
      if (item.empty() || equals_ignoring_case(item, option)) continue;
      left += (left.empty() ? "" : ", ") + std::string(item);
    }
  }
  if (left.empty()) {
    headers.remove("Connection");
  } else {
    headers.set("Connection", left);
  }
}

// An offer to go on in HTTP/2 (RFC 7540 §3.2) is for the next hop only, and this one does not take it up.
void decline_h2c(Headers& headers) {
  if (!lists(headers, "Upgrade", "h2c")) return;
  for (const auto* field : {"Upgrade", "HTTP2-Settings"}) {
    headers.remove(field);
    remove_connection_option(headers, field);
  }
}

}  // namespace

void leave_no_trace(Request& request) {
  decline_h2c(request.headers);
  request.headers.remove("Proxy-Connection");
  request.headers.remove("Proxy-Authorization");
}

void fit_host_to_url(Request& request) {
  const auto host = request.headers.find("Host");
  if (host && !says_the_same(*host, request.url)) request.headers.set("Host", request.url.authority());
}

void fit_to_client(Response& response, const std::string& client_version) {
  if (client_version != "HTTP/1.0" || response.framing != Framing::chunked) return;
  response.headers.remove("Transfer-Encoding");
  response.headers.remove("Trailer");
  response.framing = Framing::until_close;
}

bool keeps_alive(const Response& response) {
  if (lists(response.headers, "Connection", "close")) return false;
  return response.version != "HTTP/1.0" || lists(response.headers, "Connection", "keep-alive");
}

bool has_no_body(const std::string& method, int status) {
  return method == "HEAD" || status / 100 == 1 || status == 204 || status == 304;
}

}  // namespace wiretape::proxy
