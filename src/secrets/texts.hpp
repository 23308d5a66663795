// SPDX-License-Identifier: MIT
// Every text of an interaction in which a secret may stand.
#pragma once

#include <string>
#include <string_view>

#include <wiretape/interaction.hpp>

namespace wiretape::secrets {

// What a visitor is told of a text, beside the text.
enum class Kind : unsigned char { target, header, line, body, message };
struct About {
  Kind kind;
  std::string_view name = {};   // of a header; of a body its Content-Type
  bool is_of_answer = false;    // a client gets it
  std::string_view whose = {};  // for a person: "request", "response", "message"
};

// Copies `headers` with values that `edit` may change: a text that stays is left with the bytes of its line.
template <class Visit>
void for_each_field(Headers& headers, bool is_of_answer, std::string_view whose, Visit visit) {
  Headers changed;
  bool has_changed = false;
  for (const auto& field : headers) {
    auto copy = field;
    visit(About{Kind::header, field.name, is_of_answer, whose}, copy.value);
    if (copy.value != field.value) {
      copy.raw.clear();
      has_changed = true;
    }
    changed.add(std::move(copy));
  }
  if (has_changed) headers = std::move(changed);
}

[[nodiscard]] std::string content_type(const Headers& headers);

// visit(About, std::string&) for what is no body; visit_body(About, Request& or Response&) for those.
template <class Visit, class VisitBody>
void for_each_text(Request& request, Visit visit, VisitBody visit_body) {
  visit(About{Kind::target, {}, false, "request"}, request.url.target);
  if (!request.raw_request_line.empty())
    visit(About{Kind::line, {}, false, "request"}, request.raw_request_line);
  for_each_field(request.headers, false, "request", visit);
  for_each_field(request.trailers, false, "request", visit);
  const auto type = content_type(request.headers);
  visit_body(About{Kind::body, type, false, "request"}, request);
}

template <class Visit, class VisitBody>
void for_each_text(Response& response, Visit visit, VisitBody visit_body) {
  for (auto& interim : response.interim) for_each_field(interim.headers, true, "response", visit);
  if (!response.raw_status_line.empty())
    visit(About{Kind::line, {}, true, "response"}, response.raw_status_line);
  for_each_field(response.headers, true, "response", visit);
  for_each_field(response.trailers, true, "response", visit);
  const auto type = content_type(response.headers);
  visit_body(About{Kind::body, type, true, "response"}, response);
}

// The response, whole or as far as it came; null where nothing did.
[[nodiscard]] Response* response_of(Interaction& interaction);

// `visit_message(About, WebSocketMessage&)`.
template <class Visit, class VisitBody, class VisitMessage>
void for_each_text(Interaction& interaction, Visit visit, VisitBody visit_body, VisitMessage visit_message) {
  for_each_text(interaction.request, visit, visit_body);
  if (auto* error = std::get_if<TransportError>(&interaction.outcome))
    visit(About{Kind::line, {}, false, "error"}, error->message);
  if (auto* response = response_of(interaction)) for_each_text(*response, visit, visit_body);
  if (!interaction.conversation) return;
  for (auto& message : interaction.conversation->messages) {
    const bool is_of_server = message.from == WebSocketSender::server;
    visit_message(About{Kind::message, {}, is_of_server, "message"}, message);
  }
}

}  // namespace wiretape::secrets
