// SPDX-License-Identifier: MIT
#include "cassette/foreign.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/text.hpp"
#include "cassette/foreign_tree.hpp"
#include "cassette/format.hpp"
#include "cassette/model.hpp"
#include "http/reason.hpp"

namespace wiretape::cassette {

namespace {

// Times of other tools may be anything; none is before its beginning, or years away.
std::chrono::milliseconds clamped(double milliseconds) {
  constexpr double longest = 1e12;
  return std::chrono::milliseconds(
      milliseconds > 0 ? static_cast<std::int64_t>(std::min(milliseconds, longest)) : 0);
}

std::chrono::milliseconds milliseconds(const Tree& tree) {
  return clamped(tree.is_number() ? tree.get<double>() : 0);
}

class Import {
public:
  explicit Import(Imported& to) : to_(to) {}

  void har(const Tree& tree) {
    const auto& log = under(tree, "log");
    to_.cassette.header.recorded_by = text_of(under(under(log, "creator"), "name"));
    each(under(log, "entries"), [&](const Tree& entry) { har_entry(entry); });
  }

  // vcrpy, go-vcr: "interactions"; Ruby's VCR: "http_interactions".
  void vcr(const Tree& tree) {
    const auto& ruby = under(tree, "http_interactions");
    to_.cassette.header.recorded_by = text_of(under(tree, "recorded_with"));
    each(ruby.is_null() ? under(tree, "interactions") : ruby, [&](const Tree& entry) { vcr_entry(entry); });
  }

  void wiremock(const Tree& tree) {
    const auto& many = under(tree, "mappings");
    if (many.is_array()) return each(many, [&](const Tree& mapping) { wiremock_mapping(mapping); });
    number_ = 1;
    wiremock_mapping(tree);
  }

  void hoverfly(const Tree& tree) {
    each(under(under(tree, "data"), "pairs"), [&](const Tree& pair) { hoverfly_pair(pair); });
  }

  void mitmproxy(const Tree& flows) {
    to_.cassette.header.recorded_by = "mitmproxy";
    each(flows, [&](const Tree& flow) { mitmproxy_flow(flow); });
  }

private:
  template <class Take>
  void each(const Tree& list, Take take) {
    if (!list.is_array()) return;
    for (const auto& entry : list) {
      ++number_;
      try {
        take(entry);
      } catch (const std::invalid_argument& error) {  // a URL that is none
        lose(std::string("it is left out: ") + error.what());
      }
    }
  }

  void lose(const std::string& what) {
    to_.lost.push_back("entry " + std::to_string(number_) + ": " + escape_control(what, 300));
  }
  // What no cassette can hold is left out: a status of five digits, a method with a blank.
  void keep(Interaction interaction) {
    try {
      static_cast<void>(interaction_of(to_node(interaction)));
      to_.cassette.interactions.push_back(std::move(interaction));
    } catch (const Unreadable& unreadable) {
      lose("it is left out: " + unreadable.error.message);
    }
  }

  void har_entry(const Tree& entry) {
    const auto& request = under(entry, "request");
    const auto& response = under(entry, "response");
    const auto& content = under(response, "content");
    Interaction made;
    const auto& post = under(request, "postData");
    auto body = text_of(under(post, "text"));
    if (body.empty() && under(post, "params").is_array() && !under(post, "params").empty())
      body = form_of(under(post, "params"));
    if (text_of(under(post, "encoding")) == "base64") body = from_base64(body);
    set_request(made, text_of(under(request, "method")), text_of(under(request, "url")),
                headers_of(under(request, "headers")), std::move(body));
    made.recorded_at = utc_of(text_of(under(entry, "startedDateTime")));
    made.timing.total = milliseconds(under(entry, "time"));
    const auto& timings = under(entry, "timings");
    made.timing.to_head = std::min(
        made.timing.total, milliseconds(under(timings, "send")) + milliseconds(under(timings, "wait")));
    const auto status = number_of(under(response, "status"), 0);
    if (status == 0) {
      const auto why = text_of(under(response, "_error"));
      made.outcome =
          TransportError{TransportErrorKind::closed, why.empty() ? "the recording has no answer" : why};
      return keep(std::move(made));
    }
    auto text = text_of(under(content, "text"));
    if (text_of(under(content, "encoding")) == "base64") text = from_base64(text);
    if (text.empty() && number_of(under(content, "size"), 0) > 0 && status != 304)
      lose("the answer's body is not in it");
    set_response(made, status, text_of(under(response, "statusText")), headers_of(under(response, "headers")),
                 std::move(text), true);
    websocket(entry, made);
    keep(std::move(made));
  }

  // Chromium's, Firefox's and Playwright's.
  void websocket(const Tree& entry, Interaction& made) {
    const auto& messages = under(entry, "_webSocketMessages");
    const auto* response = std::get_if<Response>(&made.outcome);
    if (!messages.is_array() || response == nullptr || response->status != 101) return;
    WebSocketConversation conversation;
    double begun = 0;
    for (const auto& message : messages) {
      auto data = text_of(under(message, "data"));
      const bool is_text = number_of(under(message, "opcode"), 1) == 1;
      auto said = is_text ? text_message(data) : binary_message(from_base64(data));
      said.from =
          text_of(under(message, "type")) == "send" ? WebSocketSender::client : WebSocketSender::server;
      const auto& time = under(message, "time");
      const double at = time.is_number() ? time.get<double>() : 0;
      if (begun == 0) begun = at;
      said.at = clamped((at - begun) * 1000);
      conversation.messages.push_back(std::move(said));
    }
    if (!conversation.messages.empty()) conversation.ended_at = conversation.messages.back().at;
    made.conversation = std::move(conversation);
  }

  static std::string form_of(const Tree& params) {
    std::string body;
    for (const auto& param : params)
      body +=
          (body.empty() ? "" : "&") + text_of(under(param, "name")) + '=' + text_of(under(param, "value"));
    return body;
  }

  // "2026-11-30T08:01:48.123Z"; a time of another zone is left out rather than told wrongly.
  static std::string utc_of(const std::string& time) {
    if (time.size() < 20 || !time.ends_with('Z')) return {};
    return time.substr(0, 19) + "Z";
  }

  static std::string vcr_body(const Tree& body) {
    if (!body.is_object()) return text_of(body);
    for (const auto* key : {"base64_string", "base64_body"}) {
      if (!under(body, key).is_null()) return from_base64(text_of(under(body, key)));
    }
    if (under(body, "encoding") == "base64") return from_base64(text_of(under(body, "string")));
    return text_of(under(body, "string"));
  }

  void vcr_entry(const Tree& entry) {
    const auto& request = under(entry, "request");
    const auto& response = under(entry, "response");
    auto url = text_of(under(request, "uri"));
    if (url.empty()) url = text_of(under(request, "url"));
    Interaction made;
    set_request(made, text_of(under(request, "method")), url, headers_of(under(request, "headers")),
                vcr_body(under(request, "body")));
    made.recorded_at = utc_of(text_of(under(entry, "recorded_at")));
    const auto& status = under(response, "status");
    int code = number_of(under(status, "code"), number_of(under(response, "code"), 0));
    auto reason = text_of(under(status, "message"));
    if (status.is_string()) {  // go-vcr: "200 OK"
      const auto line = text_of(status);
      if (code == 0) code = static_cast<int>(parse_decimal(line.substr(0, line.find(' '))).value_or(0));
      reason = line.find(' ') == std::string::npos ? std::string() : line.substr(line.find(' ') + 1);
    }
    if (code == 0) return lose("it has no status");
    set_response(made, code, reason, headers_of(under(response, "headers")),
                 vcr_body(under(response, "body")), false);
    keep(std::move(made));
  }

  void wiremock_mapping(const Tree& mapping) {
    const auto& request = under(mapping, "request");
    const auto& response = under(mapping, "response");
    auto path = text_of(under(request, "url"));
    if (path.empty()) path = text_of(under(request, "urlPath"));
    if (path.empty()) return lose("it is left out: its URL is a pattern");
    for (const auto* part : {"bodyPatterns", "headers", "cookies"}) {
      if (!under(request, part).is_null()) lose(std::string("what it says of the request's ") + part);
    }
    for (const auto* part : {"scenarioName", "priority", "postServeActions"}) {
      if (!under(mapping, part).is_null()) lose(part);
    }
    const auto query = query_of(under(request, "queryParameters"));
    Interaction made;
    auto method = text_of(under(request, "method"));
    if (method == "ANY") method = "GET";
    set_request(made, method, "http://localhost" + path + query, {}, {});
    if (!under(response, "fault").is_null()) {
      made.outcome = TransportError{TransportErrorKind::reset,
                                    "a fault of WireMock's: " + text_of(under(response, "fault"))};
      return keep(std::move(made));
    }
    std::string body = text_of(under(response, "body"));
    if (!under(response, "jsonBody").is_null()) body = under(response, "jsonBody").dump();
    if (!under(response, "base64Body").is_null()) body = from_base64(text_of(under(response, "base64Body")));
    if (!under(response, "bodyFileName").is_null())
      lose("the body, which is in " + text_of(under(response, "bodyFileName")));
    made.timing.to_head = made.timing.total = milliseconds(under(response, "fixedDelayMilliseconds"));
    const auto status = number_of(under(response, "status"), 200);
    set_response(made, status, std::string(http::reason_phrase(status)),
                 headers_of(under(response, "headers")), std::move(body), false);
    keep(std::move(made));
  }

  std::string query_of(const Tree& parameters) {
    if (!parameters.is_object()) return {};
    std::string query;
    for (const auto& [name, matcher] : parameters.items()) {
      const auto& value = under(matcher, "equalTo");
      if (value.is_null()) {
        lose("what it says of the parameter " + name);
      } else {
        query += (query.empty() ? "?" : "&") + name + '=' + text_of(value);
      }
    }
    return query;
  }

  // [{"matcher": "exact", "value": "..."}], or a string in older ones.
  std::string hoverfly_value(const Tree& matchers, const char* what) {
    if (!matchers.is_array()) return text_of(matchers);
    for (const auto& matcher : matchers) {
      if (text_of(under(matcher, "matcher")) == "exact") return text_of(under(matcher, "value"));
    }
    if (!matchers.empty()) lose(std::string("what it says of the ") + what);
    return {};
  }

  void hoverfly_pair(const Tree& pair) {
    const auto& request = under(pair, "request");
    const auto& response = under(pair, "response");
    const auto part = [&](const char* name) { return hoverfly_value(under(request, name), name); };
    auto scheme = part("scheme"), path = part("path"), query = hoverfly_query(under(request, "query"));
    Interaction made;
    set_request(made, part("method"),
                (scheme.empty() ? "http" : scheme) + "://" + part("destination") +
                    (path.empty() ? "/" : path) + query,
                headers_of(under(request, "headers")), part("body"));
    auto body = text_of(under(response, "body"));
    if (under(response, "encodedBody") == true) body = from_base64(body);
    const auto status = number_of(under(response, "status"), 200);
    set_response(made, status, std::string(http::reason_phrase(status)),
                 headers_of(under(response, "headers")), std::move(body), false);
    keep(std::move(made));
  }

  std::string hoverfly_query(const Tree& query) {
    std::string out;
    if (!query.is_object()) {
      const auto text = hoverfly_value(query, "query");
      return text.empty() ? text : '?' + text;
    }
    for (const auto& [name, matchers] : query.items()) {
      const auto value = hoverfly_value(matchers, "query");
      out += (out.empty() ? "?" : "&") + name + '=' + value;
    }
    return out;
  }

  void mitmproxy_flow(const Tree& flow) {
    const auto type = text_of(under(flow, "type"));
    if (type != "http") return lose("it is left out: a flow of " + type);
    const auto& request = under(flow, "request");
    const auto& response = under(flow, "response");
    auto url = Url{text_of(under(request, "scheme")), text_of(under(request, "host")),
                   static_cast<std::uint16_t>(number_of(under(request, "port"), 80)),
                   text_of(under(request, "path"))};
    Interaction made;
    set_request(made, text_of(under(request, "method")), url.str(), headers_of(under(request, "headers")),
                text_of(under(request, "content")));
    const auto begun = under(request, "timestamp_start");
    const auto at = [&](const char* name) {
      const auto& time = under(response, name);
      const bool are_known = begun.is_number() && time.is_number();
      return clamped(are_known ? (time.get<double>() - begun.get<double>()) * 1000 : 0);
    };
    if (!response.is_object()) {
      const auto why = text_of(under(under(flow, "error"), "msg"));
      made.outcome = TransportError{TransportErrorKind::closed, why.empty() ? "the flow has no answer" : why};
      return keep(std::move(made));
    }
    made.timing = {at("timestamp_start"), at("timestamp_end")};
    set_response(made, number_of(under(response, "status_code"), 0), text_of(under(response, "reason")),
                 headers_of(under(response, "headers")), text_of(under(response, "content")), false);
    const auto& socket = under(flow, "websocket");
    if (socket.is_object() && number_of(under(response, "status_code"), 0) == 101) {
      WebSocketConversation conversation;
      for (const auto& message : under(socket, "messages")) {
        // [opcode, from the client, content, time, ...]
        if (!message.is_array() || message.size() < 4) continue;
        const bool is_text = number_of(message[0], 1) == 1;
        auto said = is_text ? text_message(text_of(message[2])) : binary_message(text_of(message[2]));
        said.from = message[1] == true ? WebSocketSender::client : WebSocketSender::server;
        conversation.messages.push_back(std::move(said));
      }
      made.conversation = std::move(conversation);
    }
    keep(std::move(made));
  }

  Imported& to_;
  std::size_t number_ = 0;
};

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

std::optional<Foreign> foreign_kind(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos) return std::nullopt;
  constexpr std::size_t looked_at = 64 * 1024;
  const auto head = text.substr(first, looked_at);
  if (head[0] == '{') {
    if (has(head, "\"wiretape\":")) return std::nullopt;
    if (has(head, "\"log\"")) return Foreign::har;
    if (has(head, "\"http_interactions\"") || has(head, "\"interactions\"")) return Foreign::vcr;
    if (has(head, "\"pairs\"")) return Foreign::hoverfly;
    const bool is_mapping =
        has(head, "\"request\"") && (has(head, "\"response\"") || has(head, "\"mappings\""));
    if (is_mapping) return Foreign::wiremock;
    return std::nullopt;
  }
  const auto size = head.substr(0, head.find(':'));
  if (parse_decimal(size) && head.find("7:request;") != std::string_view::npos) return Foreign::mitmproxy;
  for (const auto line : split(head, '\n')) {
    if (line.starts_with("wiretape:")) return std::nullopt;
    if (line.starts_with("interactions:") || line.starts_with("http_interactions:")) return Foreign::vcr;
  }
  return std::nullopt;
}

Result<Imported> read_foreign(std::string_view text, Foreign kind) {
  const auto tree = kind == Foreign::mitmproxy ? read_tnetstrings(text) : read_tree(text);
  if (!tree) return tree.error();
  Imported imported;
  Import import(imported);
  switch (kind) {
    case Foreign::har:
      import.har(*tree);
      break;
    case Foreign::vcr:
      import.vcr(*tree);
      break;
    case Foreign::wiremock:
      import.wiremock(*tree);
      break;
    case Foreign::hoverfly:
      import.hoverfly(*tree);
      break;
    case Foreign::mitmproxy:
      import.mitmproxy(*tree);
  }
  return imported;
}

Imported import_foreign(std::string_view text, Foreign kind, const std::string& name) {
  auto imported = read_foreign(text, kind);
  if (!imported) throw unreadable_cassette(name, imported.error());
  return *std::move(imported);
}

}  // namespace wiretape::cassette
