// SPDX-License-Identifier: MIT
#include "http/message_head.hpp"

#include <utility>

namespace wiretape::http {

Result<RequestHead> make_request_head(RequestLine&& line, Target&& target, FieldSection::Fields&& fields,
                                      Strictness strictness) {
  const auto& headers = fields.headers;
  if (strictness == Strictness::strict) {
    if (auto fault = find_host_fault(line.version, target, headers)) return *std::move(fault);
  }
  const auto body = request_framing(line.version, headers, strictness);
  if (!body) return body.error();
  complete_from_host(target, headers);

  RequestHead head;
  head.form = target.form;
  head.target = std::move(line.target);
  head.content_length = body->length;
  head.keeps_alive = keeps_alive(line.version, headers, *body);
  head.expects_continue = is_http_1_1(line.version) && has_list_item(headers, "Expect", "100-continue");
  head.request.method = std::move(line.method);
  head.request.url = std::move(target.url);
  head.request.version = std::move(line.version);
  head.request.raw_request_line = std::move(line.raw);
  head.request.headers = std::move(fields.headers);
  head.request.raw_head_end = std::move(fields.raw_end);
  head.request.framing = body->framing;
  return head;
}

Result<ResponseHead> make_response_head(StatusLine&& line, FieldSection::Fields&& fields,
                                        std::string_view method, Strictness strictness) {
  const auto body = response_framing(method, line.status, line.version, fields.headers, strictness);
  if (!body) return body.error();

  ResponseHead head;
  head.content_length = body->length;
  head.keeps_alive = keeps_alive(line.version, fields.headers, *body);
  head.response.status = line.status;
  head.response.reason = std::move(line.reason);
  head.response.version = std::move(line.version);
  head.response.raw_status_line = std::move(line.raw);
  head.response.headers = std::move(fields.headers);
  head.response.raw_head_end = std::move(fields.raw_end);
  head.response.framing = body->framing;
  return head;
}

}  // namespace wiretape::http
