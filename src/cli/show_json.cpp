// SPDX-License-Identifier: MIT
#include "cli/show_json.hpp"

#include <nlohmann/json.hpp>

#include "base/base64.hpp"
#include "base/text.hpp"

namespace wiretape::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n'; }

const Response* response_of(const Interaction& interaction) {
  if (const auto* response = std::get_if<Response>(&interaction.outcome)) return response;
  const auto& failure = std::get<TransportError>(interaction.outcome);
  return failure.partial ? &*failure.partial : nullptr;
}

Json summary(const Interaction& interaction, std::size_t number) {
  Json json{{"number", number},
            {"method", interaction.request.method},
            {"url", interaction.request.url.str()},
            {"request_bytes", interaction.request.body.size()}};
  if (const auto* failure = std::get_if<TransportError>(&interaction.outcome)) {
    json["failure"] = to_string(failure->kind);
    json["message"] = failure->message;
  }
  if (const auto* response = response_of(interaction)) {
    json["status"] = response->status;
    if (const auto type = response->headers.find("Content-Type")) json["type"] = *type;
    json["response_bytes"] = response->body.size();
  }
  json["to_head_ms"] = interaction.timing.to_head.count();
  json["total_ms"] = interaction.timing.total.count();
  json["recorded_at"] = interaction.recorded_at;
  return json;
}

Json pairs(const Headers& headers) {
  auto json = Json::array();
  for (const auto& field : headers) json.push_back(Json::array({field.name, field.value}));
  return json;
}

template <class Message>
Json whole(const Message& message) {
  Json json{{"version", message.version}, {"headers", pairs(message.headers)}};
  const auto& body = message.body.text();
  if (is_valid_utf8(body)) {
    json["body"] = body;
  } else {
    json["body_base64"] = base64_encode(body);
  }
  if (!message.trailers.empty()) json["trailers"] = pairs(message.trailers);
  return json;
}

Json message_json(const WebSocketMessage& message) {
  Json json{{"from", to_string(message.from)},
            {"at_ms", message.at.count()},
            {"opcode", to_string(message.opcode)}};
  if (is_valid_utf8(message.payload)) {
    json["payload"] = message.payload;
  } else {
    json["payload_base64"] = base64_encode(message.payload);
  }
  return json;
}

Json conversation_json(const WebSocketConversation& said) {
  Json json{
      {"messages", Json::array()}, {"ended", to_string(said.end)}, {"ended_at_ms", said.ended_at.count()}};
  for (const auto& message : said.messages) json["messages"].push_back(message_json(message));
  return json;
}

Json tls_json(const TlsSession& tls) {
  return {{"version", tls.version},
          {"cipher", tls.cipher},
          {"protocol", tls.protocol},
          {"server_name", tls.server_name},
          {"certificate_names", tls.certificate_names}};
}

}  // namespace

std::string cassette_json(const Cassette& cassette) {
  Json json{{"format", cassette.header.format},
            {"recorded_by", cassette.header.recorded_by},
            {"recorded_at", cassette.header.recorded_at},
            {"match_on", cassette.header.match_on},
            {"interactions", Json::array()}};
  auto& interactions = json["interactions"];
  for (const auto& interaction : cassette.interactions) {
    interactions.push_back(summary(interaction, interactions.size() + 1));
  }
  return dump(json);
}

std::string interaction_json(const Interaction& interaction, std::size_t number) {
  auto json = summary(interaction, number);
  json["request"] = whole(interaction.request);
  if (const auto* response = response_of(interaction)) {
    json["response"] = whole(*response);
    json["response"]["reason"] = response->reason;
  }
  if (interaction.tls) json["tls"] = tls_json(*interaction.tls);
  if (interaction.conversation) json["websocket"] = conversation_json(*interaction.conversation);
  return dump(json);
}

}  // namespace wiretape::cli
