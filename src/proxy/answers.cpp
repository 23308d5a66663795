// SPDX-License-Identifier: MIT
#include "proxy/answers.hpp"

#include "policy/messages.hpp"

namespace wiretape::proxy {

namespace {

std::string reason_for(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 407:
      return "Proxy Authentication Required";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 431:
      return "Request Header Fields Too Large";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    case 599:
      return "Wiretape Finding";
    default:
      return "";
  }
}

}  // namespace

Response plain_answer(int status, std::string body) {
  Response response;
  response.status = status;
  response.reason = reason_for(status);
  response.headers.add("Content-Type", "text/plain; charset=utf-8");
  response.headers.add("Content-Length", std::to_string(body.size()));
  response.framing = Framing::content_length;
  response.body.bytes = std::move(body);
  return response;
}

Response answer_to_error(const http::ReadError& error) {
  auto answer = plain_answer(error.status, "wiretape: " + error.message + "\n");
  answer.headers.add("Connection", "close");
  return answer;
}

Response answer_for_failure(const TransportError& error) {
  const bool is_timeout = error.kind == TransportErrorKind::timed_out;
  auto text = "wiretape: " + error.message + "\n";
  if (const auto remedy = policy::remedy_for(error); !remedy.empty()) {
    text.append("  next: ").append(remedy).append("\n");
  }
  return plain_answer(is_timeout ? 504 : 502, std::move(text));
}

}  // namespace wiretape::proxy
