// SPDX-License-Identifier: MIT
#include "proxy/way.hpp"

namespace wiretape::proxy {

namespace {

Url with_target(Url url, const std::string& target) {
  url.target = target;
  return url;
}

}  // namespace

Result<Url> resolve_url(const http::RequestHead& head, const Way& way) {
  const Url& seen = head.request.url;
  if (head.form == http::TargetForm::absolute) return seen;
  if (way.tunnel) {
    Url url;
    url.scheme = way.is_tls ? "https" : "http";
    url.host = way.tunnel->host;
    url.port = way.tunnel->port.value_or(http::default_port(url.scheme));
    return with_target(std::move(url), seen.target);
  }
  if (way.reverse_origin) return with_target(*way.reverse_origin, seen.target);
  return Error{"the request names no host to go to (\"" + head.request.method + " " + seen.target +
               "\"): this is a proxy; give the client proxy_url() as its proxy, or set reverse_origin and "
               "use base_url()"};
}

}  // namespace wiretape::proxy
