// SPDX-License-Identifier: MIT
#include <algorithm>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "cassette/body.hpp"
#include "cassette/conversation.hpp"
#include "cassette/framing.hpp"
#include "cassette/json.hpp"
#include "cassette/mapping.hpp"
#include "cassette/model.hpp"
#include "cassette/server_sent_events.hpp"
#include "cassette/yaml.hpp"
#include "http/url.hpp"

namespace wiretape::cassette {

namespace {

void add_text(Node& node, std::string key, const std::string& text) {
  node.add(std::move(key), text_node(text));
}

void add_unless(std::string_view usual, Node& node, std::string key, const std::string& text) {
  if (text != usual) add_text(node, std::move(key), text);
}

bool is_the_url(const std::string& text, const Url& url) {
  const auto whole =
      url.target == "*" ? std::string_view(text).substr(0, text.size() - 2) : std::string_view(text);
  auto parsed = http::parse_url(whole);
  if (!parsed) return false;
  if (url.target == "*") parsed->target = "*";
  return *parsed == url;
}

Node url_node(const Url& url) {
  auto text = url.str();
  if (is_valid_utf8(text) && is_the_url(text, url)) return Node::string(std::move(text));
  auto node = Node::mapping();
  add_text(node, "scheme", url.scheme);
  add_text(node, "host", url.host);
  node.add("port", Node::number(url.port));
  add_text(node, "target", url.target);
  return node;
}

Node field_node(const HeaderField& field) {
  auto node = Node::mapping();
  if (field.raw.empty() && field.name.size() <= longest_key && is_valid_utf8(field.name)) {
    add_text(node, field.name, field.value);
    return node;
  }
  add_text(node, "name", field.name);
  add_text(node, "value", field.value);
  add_unless("", node, "raw", field.raw);
  return node;
}

void add_headers(Node& node, std::string key, const Headers& headers) {
  if (headers.empty()) return;
  auto list = Node::sequence();
  for (const auto& field : headers) list.add(field_node(field));
  node.add(std::move(key), std::move(list));
}

Node chunk_node(const Chunk& chunk) {
  if (chunk.at.count() == 0 && chunk.extension.empty()) return Node::number(chunk.size);
  auto node = Node::mapping(is_valid_utf8(chunk.extension) ? Node::Layout::flow : Node::Layout::block);
  node.add("size", Node::number(chunk.size));
  if (chunk.at.count() != 0) node.add("at_ms", Node::number(chunk.at.count()));
  add_unless("", node, "extension", chunk.extension);
  return node;
}

void add_chunks(Node& node, const std::vector<Chunk>& chunks) {
  if (chunks.empty()) return;
  auto list = Node::sequence(Node::Layout::flow);
  for (const auto& chunk : chunks) {
    list.add(chunk_node(chunk));
    if (list.children.back().kind != Node::Kind::scalar) list.layout = Node::Layout::block;
  }
  node.add("chunks", std::move(list));
}

// On one line, where all are UTF-8.
Node texts_node(const std::vector<std::string>& texts) {
  auto list = Node::sequence(Node::Layout::flow);
  for (const auto& text : texts) {
    list.add(text_node(text));
    if (list.children.back().kind != Node::Kind::scalar) list.layout = Node::Layout::block;
  }
  return list;
}

Node framing_node(Framing framing) {
  const auto* found = std::find_if(framing_names.begin(), framing_names.end(),
                                   [=](const auto& known) { return known.second == framing; });
  return Node::string(std::string(found->first));
}

template <class Message>
void add_body(Node& node, const Message& message) {
  const bool may_be_events =
      !message.body.is_truncated && !message.body.large && is_event_stream(message.headers);
  auto events = may_be_events
                    ? show_events(message.body.bytes, message.chunks, message.framing == Framing::chunked)
                    : std::nullopt;
  if (events) {
    node.add("body", std::move(events->body));
  } else if (message.body != Body()) {
    node.add("body", to_node(message.body, message.headers));
  }
  if (!events || !events->shows_chunks) add_chunks(node, message.chunks);
}

// From the headers on, what requests and responses share. A framing is shown where the fields suggest
// another, and where it keeps a length that does not agree from being mended.
template <class Message>
void add_message(Node& node, const Message& message, Framing implied, bool is_whole) {
  add_headers(node, "headers", message.headers);
  add_unless("", node, "raw_head_end", message.raw_head_end);
  if (message.framing != implied || (is_whole && !do_lengths_agree(message))) {
    node.add("framing", framing_node(message.framing));
  }
  add_body(node, message);
  add_unless("", node, "last_chunk_extension", message.last_chunk_extension);
  add_headers(node, "trailers", message.trailers);
}

Node request_node(const Request& request) {
  auto node = Node::mapping();
  add_text(node, "method", request.method);
  node.add("url", url_node(request.url));
  add_unless("HTTP/1.1", node, "version", request.version);
  add_unless("", node, "raw_request_line", request.raw_request_line);
  add_message(node, request, implied_framing(request), true);
  return node;
}

Node interim_node(const Interim& interim) {
  auto node = Node::mapping();
  node.add("status", Node::number(interim.status));
  add_text(node, "reason", interim.reason);
  add_unless("HTTP/1.1", node, "version", interim.version);
  add_headers(node, "headers", interim.headers);
  return node;
}

Node response_node(const Response& response, const Request& request, bool is_whole) {
  auto node = Node::mapping();
  node.add("status", Node::number(response.status));
  add_text(node, "reason", response.reason);
  add_unless("HTTP/1.1", node, "version", response.version);
  add_unless("", node, "raw_status_line", response.raw_status_line);
  add_message(node, response, implied_framing(response, request), is_whole);
  if (!response.interim.empty()) {
    auto list = Node::sequence();
    for (const auto& interim : response.interim) list.add(interim_node(interim));
    node.add("interim", std::move(list));
  }
  return node;
}

Node error_node(const TransportError& error, const Request& request) {
  auto node = Node::mapping();
  add_text(node, "kind", std::string(to_string(error.kind)));
  add_text(node, "message", error.message);
  if (error.partial) node.add("partial", response_node(*error.partial, request, false));
  return node;
}

Node tls_node(const TlsSession& tls) {
  auto node = Node::mapping();
  add_text(node, "version", tls.version);
  add_unless("", node, "cipher", tls.cipher);
  add_unless("", node, "protocol", tls.protocol);
  add_unless("", node, "server_name", tls.server_name);
  if (tls.certificate_names.empty()) return node;
  node.add("certificate_names", texts_node(tls.certificate_names));
  return node;
}

}  // namespace

Node to_node(const CassetteHeader& header) {
  auto node = Node::mapping();
  node.add("wiretape", Node::number(cassette_format));
  add_unless("", node, "recorded_by", header.recorded_by);
  add_unless("", node, "recorded_at", header.recorded_at);
  if (!header.match_on.empty()) {
    node.add("match_on", texts_node(header.match_on));
  }
  if (!header.redact.empty()) {
    node.add("redact", texts_node(header.redact));
    std::string all;
    for (const auto& redaction : header.redact) all += redaction + '\n';
    node.add("redact_hash", Node::string(sha256_hex(all).substr(0, 16)));
  }
  if (!header.volatile_places.empty()) node.add("volatile", texts_node(header.volatile_places));
  if (header.runs > 0) node.add("runs", Node::number(header.runs));
  if (!header.variables.empty()) {
    auto variables = Node::mapping();
    for (const auto& [name, value] : header.variables) add_text(variables, name, value);
    node.add("variables", std::move(variables));
  }
  if (!header.rules.empty()) {
    auto rules = read_json(header.rules);
    node.add("rules", rules ? *std::move(rules) : Node::string(header.rules));
  }
  return node;
}

Node to_node(const Interaction& interaction) {
  auto node = Node::mapping();
  node.add("request", request_node(interaction.request));
  if (const auto* response = std::get_if<Response>(&interaction.outcome)) {
    node.add("response", response_node(*response, interaction.request, true));
  } else {
    node.add("error", error_node(std::get<TransportError>(interaction.outcome), interaction.request));
  }
  if (interaction.tls) node.add("tls", tls_node(*interaction.tls));
  if (interaction.conversation) node.add("websocket", to_node(*interaction.conversation));
  if (interaction.timing != Timing()) {
    auto timing = Node::mapping(Node::Layout::flow);
    timing.add("to_head_ms", Node::number(interaction.timing.to_head.count()));
    timing.add("total_ms", Node::number(interaction.timing.total.count()));
    node.add("timing", std::move(timing));
  }
  if (interaction.overlaps > 0) node.add("overlaps", Node::number(interaction.overlaps));
  add_unless("", node, "recorded_at", interaction.recorded_at);
  return node;
}

}  // namespace wiretape::cassette
