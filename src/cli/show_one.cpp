// SPDX-License-Identifier: MIT
#include "cli/show_one.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cli/show_table.hpp"
#include "policy/websocket_findings.hpp"

namespace wiretape::cli {

namespace {

std::string fields(const Headers& headers) {
  std::string text;
  for (const auto& field : headers) {
    text += escape_control(field.name) + ": " + escape_control(field.value) + '\n';
  }
  return text;
}

// Text has no control bytes but white space.
bool is_text(const std::string& bytes) {
  const auto is_odd = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
  };
  return is_valid_utf8(bytes) && std::none_of(bytes.begin(), bytes.end(), is_odd);
}

// A note on what is not as it was on the wire, then the body's lines.
std::string body_text(const Body& body) {
  if (body.empty()) return {};
  const auto& shown = body.text();
  const bool has_file = body.large && !body.large->file.empty();
  const auto in_file =
      has_file ? "(" + format_size(body.size()) + " in " + escape_control(body.large->file) + ")\n"
               : std::string();
  if (has_file && (body.is_truncated || !is_text(shown))) return "\n" + in_file;
  if (!is_text(shown)) return "\n(" + format_size(shown.size()) + " that are no text)\n";
  std::string text = "\n";
  if (body.decoded) text += "(" + format_size(body.size()) + " on the wire, decoded here)\n";
  for (auto line : split(shown, '\n')) {
    const bool has_return = line.ends_with('\r');
    if (has_return) line.remove_suffix(1);
    text += escape_control(line) + '\n';
  }
  if (shown.ends_with('\n')) text.pop_back();
  if (body.is_truncated && in_file.empty()) text += "(and more, which was not recorded)\n";
  text += in_file;
  return text;
}

template <class Message>
std::string rest_of(const Message& message) {
  auto text = fields(message.headers) + body_text(message.body);
  if (!message.trailers.empty()) text += "\n(trailers)\n" + fields(message.trailers);
  return text;
}

std::string request_text(const Request& request) {
  return escape_control(request.method + " " + request.url.str() + " " + request.version) + '\n' +
         rest_of(request);
}

std::string response_text(const Response& response) {
  std::string text;
  for (const auto& interim : response.interim) {
    text += escape_control(interim.version + " " + std::to_string(interim.status) + " " + interim.reason) +
            '\n' + fields(interim.headers) + '\n';
  }
  return text +
         escape_control(response.version + " " + std::to_string(response.status) + " " + response.reason) +
         '\n' + rest_of(response);
}

std::string outcome_text(const Outcome& outcome) {
  if (const auto* response = std::get_if<Response>(&outcome)) return response_text(*response);
  const auto& failure = std::get<TransportError>(outcome);
  auto text = "failed: " + std::string(to_string(failure.kind));
  if (!failure.message.empty()) text += ": " + escape_control(failure.message);
  text += '\n';
  if (failure.partial) text += "\n(what had come before)\n" + response_text(*failure.partial);
  return text;
}

std::string conversation_text(const WebSocketConversation& said) {
  auto text = "\n(WebSocket, " + std::to_string(said.messages.size()) + " messages)\n";
  for (const auto& message : said.messages) {
    text += format_time(message.at) + "  " + std::string(to_string(message.from)) + ": " +
            policy::shown(message) + '\n';
  }
  return text + format_time(said.ended_at) + "  " + std::string(to_string(said.end)) + '\n';
}

// "(TLSv1.3, TLS_AES_256_GCM_SHA384, http/1.1; certificate for a.test, *.a.test)"
std::string tls_text(const TlsSession& tls) {
  auto text = '(' + escape_control(tls.version);
  for (const auto& part : {tls.cipher, tls.protocol}) text += part.empty() ? "" : ", " + escape_control(part);
  for (const auto& name : tls.certificate_names) {
    text += (&name == tls.certificate_names.data() ? "; certificate for " : ", ") + escape_control(name);
  }
  return text + ")\n";
}

}  // namespace

std::string interaction_text(const Interaction& interaction, std::size_t number) {
  auto text = "interaction " + std::to_string(number);
  if (!interaction.recorded_at.empty()) text += ", recorded " + escape_control(interaction.recorded_at);
  text += ", head after " + format_time(interaction.timing.to_head) + ", whole after " +
          format_time(interaction.timing.total) + "\n\n";
  text += request_text(interaction.request) + '\n' + outcome_text(interaction.outcome);
  if (interaction.tls) text += '\n' + tls_text(*interaction.tls);
  return interaction.conversation ? text + conversation_text(*interaction.conversation) : text;
}

}  // namespace wiretape::cli
