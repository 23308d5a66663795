// SPDX-License-Identifier: MIT
#include "proxy/answers.hpp"

#include "http/reason.hpp"
#include "policy/messages.hpp"

namespace wiretape::proxy {

namespace {

constexpr int finding_status = 599;

std::string reason_for(int status) {
  return std::string(status == finding_status ? "Wiretape Finding" : http::reason_phrase(status));
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
