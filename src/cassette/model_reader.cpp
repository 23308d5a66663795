// SPDX-License-Identifier: MIT
#include <algorithm>
#include <limits>

#include "base/text.hpp"
#include "cassette/body.hpp"
#include "cassette/conversation.hpp"
#include "cassette/framing.hpp"
#include "cassette/json.hpp"
#include "cassette/mapping.hpp"
#include "cassette/model.hpp"
#include "cassette/server_sent_events.hpp"
#include "http/reason.hpp"
#include "http/url.hpp"

namespace wiretape::cassette {

namespace {

constexpr std::uint64_t highest_status = 999;

// A value that will stand in a line of a head; with `is_raw` the line's own bytes stand beside it.
std::string line_text(Mapping& mapping, std::string_view key, std::string_view otherwise, bool is_raw) {
  auto text = mapping.text(key, otherwise);
  if (!is_raw && mapping.find(key) != nullptr) refuse_line_ends(*mapping.find(key), text, key);
  return text;
}

Url url_of_text(const Node& node, std::string_view text) {
  const bool is_asterisk = text.ends_with(" *");
  if (is_asterisk) text.remove_suffix(2);
  auto url = http::parse_url(text);
  if (!url) {
    unreadable(node, "'url' is no URL: " + url.error().message + ", at character " +
                         std::to_string(url.error().offset + 1));
  }
  if (is_asterisk) url->target = "*";
  return *std::move(url);
}

Url url_of(Node& node) {
  if (node.kind != Node::Kind::mapping) {
    const auto text = text_of(node);
    return url_of_text(node, text);
  }
  Mapping mapping(node, "url", {"scheme", "host", "port", "target"});
  Url url;
  url.scheme = mapping.text("scheme", url.scheme);
  url.host = text_of(mapping.need("host"));
  url.port = static_cast<std::uint16_t>(mapping.number("port", http::default_port(url.scheme), 65535));
  url.target = mapping.text("target", url.target);
  return url;
}

HeaderField field_of(Node& node) {
  if (node.kind != Node::Kind::mapping || node.children.empty()) {
    unreadable(node, "a header must be \"- Name: value\"");
  }
  if (node.children.size() == 1) {
    auto& child = node.children[0];
    refuse_line_ends(child, child.key, "a header's name");
    auto value = text_of(child);
    refuse_line_ends(child, value, "the header '" + escape_control(child.key, 60) + "'");
    return {std::move(child.key), std::move(value)};
  }
  Mapping mapping(node, "header", {"name", "value", "raw"});
  static_cast<void>(mapping.need("name"));
  HeaderField field;
  field.raw = mapping.text("raw");
  field.name = line_text(mapping, "name", "", !field.raw.empty());
  field.value = line_text(mapping, "value", "", !field.raw.empty());
  return field;
}

Headers headers_of(Mapping& mapping, std::string_view key) {
  Headers headers;
  auto* node = mapping.find(key);
  if (node == nullptr) return headers;
  for (auto& element : elements_of(*node)) headers.add(field_of(element));
  return headers;
}

std::vector<Chunk> chunks_of(Mapping& mapping) {
  std::vector<Chunk> chunks;
  auto* node = mapping.find("chunks");
  if (node == nullptr) return chunks;
  constexpr auto highest = std::numeric_limits<std::uint64_t>::max();
  for (auto& element : elements_of(*node)) {
    if (element.kind == Node::Kind::scalar) {
      chunks.push_back({.size = number_of(element, highest)});
      continue;
    }
    Mapping chunk(element, "chunk", {"size", "at_ms", "extension"});
    const auto size = number_of(chunk.need("size"), highest);
    chunks.push_back({size, chunk.text("extension"), chunk.milliseconds("at_ms")});
  }
  return chunks;
}

Framing framing_of(const Node& node) {
  const auto* found = std::find_if(framing_names.begin(), framing_names.end(),
                                   [&](const auto& known) { return known.first == node.text; });
  if (found == framing_names.end()) unexpected(node, "none, content_length, chunked or until_close");
  return found->second;
}

template <class Message>
void read_body(Mapping& mapping, Message& message, const SideFiles& files) {
  auto* body = mapping.find("body");
  if (body != nullptr && has_events(*body)) {
    auto events = events_of(*body, message.framing == Framing::chunked);
    message.body.bytes = std::move(events.bytes);
    message.chunks = std::move(events.chunks);
  } else if (body != nullptr) {
    message.body = body_of(*body, message.headers, files);
  }
  if (mapping.find("chunks") != nullptr) message.chunks = chunks_of(mapping);
}

void read_fields(Mapping& mapping, Headers& headers, std::string& raw_head_end) {
  headers = headers_of(mapping, "headers");
  raw_head_end = mapping.text("raw_head_end");
}

// From the headers on, what requests and responses share. A framing that is spelled out is meant, and so are
// the lengths beside it.
template <class Message>
void read_message(Mapping& mapping, Message& message, Framing implied, bool is_whole,
                  const SideFiles& files) {
  const auto* framing = mapping.find("framing");
  message.framing = framing != nullptr ? framing_of(*framing) : implied;
  read_body(mapping, message, files);
  message.last_chunk_extension = mapping.text("last_chunk_extension");
  message.trailers = headers_of(mapping, "trailers");
  if (framing == nullptr && is_whole) mend_lengths(message);
}

Request request_of(Node& node, const SideFiles& files) {
  Mapping mapping(node, "request",
                  {"method", "url", "version", "raw_request_line", "headers", "raw_head_end", "framing",
                   "body", "chunks", "last_chunk_extension", "trailers"});
  Request request;
  request.raw_request_line = mapping.text("raw_request_line");
  const bool is_raw = !request.raw_request_line.empty();
  static_cast<void>(mapping.need("method"));
  request.method = line_text(mapping, "method", "", is_raw);
  request.url = url_of(mapping.need("url"));
  request.version = line_text(mapping, "version", request.version, is_raw);
  read_fields(mapping, request.headers, request.raw_head_end);
  read_message(mapping, request, implied_framing(request), true, files);
  return request;
}

int status_of(Mapping& mapping) {
  return static_cast<int>(number_of(mapping.need("status"), highest_status));
}

Interim interim_of(Node& node) {
  Mapping mapping(node, "interim", {"status", "reason", "version", "headers"});
  Interim interim;
  interim.status = status_of(mapping);
  interim.reason = mapping.text("reason", http::reason_phrase(interim.status));
  interim.version = mapping.text("version", interim.version);
  interim.headers = headers_of(mapping, "headers");
  return interim;
}

Response response_of(Node& node, std::string_view what, const Request& request, bool is_whole,
                     const SideFiles& files) {
  Mapping mapping(node, what,
                  {"status", "reason", "version", "raw_status_line", "headers", "raw_head_end", "framing",
                   "body", "chunks", "last_chunk_extension", "trailers", "interim"});
  Response response;
  response.status = status_of(mapping);
  response.raw_status_line = mapping.text("raw_status_line");
  const bool is_raw = !response.raw_status_line.empty();
  response.reason = line_text(mapping, "reason", http::reason_phrase(response.status), is_raw);
  response.version = line_text(mapping, "version", response.version, is_raw);
  read_fields(mapping, response.headers, response.raw_head_end);
  read_message(mapping, response, implied_framing(response, request), is_whole, files);
  if (auto* interim = mapping.find("interim")) {
    for (auto& element : elements_of(*interim)) response.interim.push_back(interim_of(element));
  }
  return response;
}

TransportError error_of(Node& node, const Request& request, const SideFiles& files) {
  Mapping mapping(node, "error", {"kind", "message", "partial"});
  const auto& kind = mapping.need("kind");
  const auto known = transport_error_kind(kind.text);
  if (!known) unexpected(kind, "refused, unreachable, dns, tls, reset, closed, timed_out or malformed");
  TransportError error{*known, mapping.text("message")};
  if (auto* partial = mapping.find("partial"))
    error.partial = response_of(*partial, "partial", request, false, files);
  return error;
}

Outcome outcome_of(Mapping& mapping, const Node& node, const Request& request, const SideFiles& files) {
  auto* response = mapping.find("response");
  auto* error = mapping.find("error");
  if ((response == nullptr) == (error == nullptr)) {
    unreadable(node, "an interaction has a response, or an error, and not both");
  }
  if (response != nullptr) return response_of(*response, "response", request, true, files);
  return error_of(*error, request, files);
}

TlsSession tls_of(Node& node) {
  Mapping mapping(node, "tls", {"version", "cipher", "protocol", "server_name", "certificate_names"});
  TlsSession tls{text_of(mapping.need("version")), mapping.text("cipher"), mapping.text("protocol"),
                 mapping.text("server_name")};
  if (auto* names = mapping.find("certificate_names")) {
    for (auto& name : elements_of(*names)) tls.certificate_names.push_back(text_of(name));
  }
  return tls;
}

}  // namespace

void check_format(const Node& header) {
  const auto found = std::find_if(header.children.begin(), header.children.end(),
                                  [](const Node& child) { return child.key == "wiretape"; });
  const auto newest = std::to_string(cassette_format);
  if (found == header.children.end())
    unreadable(header, "is no cassette: it has no \"wiretape: " + newest + '"');
  const auto format = number_of(*found, std::numeric_limits<int>::max());
  if (format < 1) unexpected(*found, "1 or more");
  if (format > cassette_format) {
    unreadable(*found, "is of format " + std::to_string(format) +
                           ", and this Wiretape reads no newer one than " + newest + ": update Wiretape");
  }
}

CassetteHeader header_of(Node node) {
  check_format(node);
  CassetteHeader header;
  Mapping mapping(node, "the cassette's header",
                  {"wiretape", "recorded_by", "recorded_at", "match_on", "redact", "redact_hash", "volatile",
                   "runs", "variables", "rules"});
  header.recorded_by = mapping.text("recorded_by");
  header.recorded_at = mapping.text("recorded_at");
  if (auto* parts = mapping.find("match_on")) {
    for (auto& part : elements_of(*parts)) header.match_on.push_back(text_of(part));
  }
  if (auto* redact = mapping.find("redact")) {
    for (auto& redaction : elements_of(*redact)) header.redact.push_back(text_of(redaction));
  }
  if (auto* places = mapping.find("volatile")) {
    for (auto& place : elements_of(*places)) header.volatile_places.push_back(text_of(place));
  }
  if (auto* runs = mapping.find("runs")) header.runs = number_of(*runs, 1000);
  if (auto* variables = mapping.find("variables")) {
    if (variables->kind != Node::Kind::mapping) unexpected(*variables, "a mapping of names and values");
    for (auto& variable : variables->children) header.variables.emplace_back(variable.key, text_of(variable));
  }
  static_cast<void>(mapping.text("redact_hash"));  // tells two lists apart at a glance
  if (auto* rules = mapping.find("rules")) {
    static_cast<void>(elements_of(*rules));
    header.rules = write_json(*rules, {});
  }
  return header;
}

Request request_alone_of(Node node, const SideFiles& files) {
  Mapping mapping(node, "interaction", {"request"});
  return request_of(mapping.need("request"), files);
}

Interaction interaction_of(Node node, const SideFiles& files) {
  Mapping mapping(node, "interaction",
                  {"request", "response", "error", "tls", "websocket", "timing", "overlaps", "recorded_at"});
  Interaction interaction;
  interaction.request = request_of(mapping.need("request"), files);
  interaction.outcome = outcome_of(mapping, node, interaction.request, files);
  if (auto* tls = mapping.find("tls")) interaction.tls = tls_of(*tls);
  if (auto* websocket = mapping.find("websocket")) {
    const auto* response = std::get_if<Response>(&interaction.outcome);
    if (response == nullptr || response->status != 101) {
      unreadable(*websocket, "'websocket' stands with a response of status 101 only");
    }
    interaction.conversation = conversation_of(*websocket);
  }
  if (auto* timing = mapping.find("timing")) {
    Mapping times(*timing, "timing", {"to_head_ms", "total_ms"});
    interaction.timing = {times.milliseconds("to_head_ms"), times.milliseconds("total_ms")};
  }
  interaction.overlaps = mapping.number("overlaps", 0, std::numeric_limits<std::uint32_t>::max());
  interaction.recorded_at = mapping.text("recorded_at");
  return interaction;
}

RequestLine request_line_of(const Node& node) {
  const auto part = [](const Node& whole, std::string_view key) {
    for (const auto& child : whole.children) {
      if (child.key == key) return &child;
    }
    unreadable(whole, "an interaction has no '" + std::string(key) + "'");
  };
  const auto* request = part(node, "request");
  auto method = *part(*request, "method"), url = *part(*request, "url");
  return {text_of(method), url_of(url).str()};
}

}  // namespace wiretape::cassette
