// SPDX-License-Identifier: MIT
#include <algorithm>

#include <wiretape/version.hpp>

#include "base/base64.hpp"
#include "base/text.hpp"
#include "cassette/foreign.hpp"
#include "cassette/foreign_tree.hpp"
#include "cassette/yaml.hpp"
#include "http/url.hpp"

namespace wiretape::cassette {

namespace {

const Response* response_of(const Interaction& interaction) {
  return std::get_if<Response>(&interaction.outcome);
}

std::string named(std::size_t number, const Interaction& interaction) {
  return "interaction " + std::to_string(number) + ", " +
         escape_control(interaction.request.method + ' ' + interaction.request.url.str(), 200);
}

// What a format of requests and answers has no place for.
void lose_what_is_more(const Interaction& interaction, std::size_t number, bool carries_websocket,
                       Exported& to) {
  const auto lose = [&](const char* what) { to.lost.push_back(named(number, interaction) + ": " + what); };
  const auto* response = response_of(interaction);
  if (response == nullptr) return lose("its failure");
  if (!response->interim.empty()) lose("the answers before the last one (1xx)");
  if (!response->trailers.empty() || !interaction.request.trailers.empty()) lose("trailers");
  if (!response->chunks.empty()) lose("where chunks were cut, and when they came");
  if (interaction.conversation && !carries_websocket) lose("what was said in the WebSocket");
  if (response->body.is_truncated || interaction.request.body.is_truncated)
    lose("a body beyond what is held of it");
}

Tree headers_tree(const Headers& headers) {
  auto list = Tree::array();
  for (const auto& field : headers) list.push_back({{"name", field.name}, {"value", field.value}});
  return list;
}

Tree query_tree(const Url& url) {
  auto list = Tree::array();
  for (const auto& [name, value] : http::parse_parameters(url.query()))
    list.push_back({{"name", name}, {"value", value}});
  return list;
}

// HAR §"content": text where it is such, else base64.
void add_text(Tree& to, const std::string& bytes) {
  const bool is_text = is_valid_utf8(bytes);
  to["text"] = is_text ? bytes : base64_encode(bytes);
  if (!is_text) to["encoding"] = "base64";
}

Tree messages_tree(const WebSocketConversation& conversation) {
  auto list = Tree::array();
  for (const auto& message : conversation.messages) {
    if (!message.is_data()) continue;
    const bool is_text = message.opcode == WebSocketOpcode::text;
    list.push_back({{"type", message.from == WebSocketSender::client ? "send" : "receive"},
                    {"time", static_cast<double>(message.at.count()) / 1000},
                    {"opcode", is_text ? 1 : 2},
                    {"data", is_text ? message.payload : base64_encode(message.payload)}});
  }
  return list;
}

Tree har_entry(const Interaction& interaction) {
  const auto& request = interaction.request;
  Tree entry;
  entry["startedDateTime"] =
      interaction.recorded_at.empty() ? "1970-01-01T00:00:00Z" : interaction.recorded_at;
  entry["time"] = interaction.timing.total.count();
  Tree asked{{"method", request.method},
             {"url", request.url.str()},
             {"httpVersion", request.version},
             {"cookies", Tree::array()},
             {"headers", headers_tree(request.headers)},
             {"queryString", query_tree(request.url)},
             {"headersSize", -1},
             {"bodySize", request.body.size()}};
  if (!request.body.empty()) {
    Tree post{{"mimeType", request.headers.find("Content-Type").value_or("")}};
    add_text(post, request.body.bytes);
    asked["postData"] = std::move(post);
  }
  entry["request"] = std::move(asked);
  Tree answer;
  if (const auto* response = response_of(interaction)) {
    Tree content{{"size", response->body.text().size()},
                 {"mimeType", response->headers.find("Content-Type").value_or("")}};
    add_text(content, response->body.text());
    answer = {{"status", response->status},
              {"statusText", response->reason},
              {"httpVersion", response->version},
              {"cookies", Tree::array()},
              {"headers", headers_tree(response->headers)},
              {"content", std::move(content)},
              {"redirectURL", response->headers.find("Location").value_or("")},
              {"headersSize", -1},
              {"bodySize", response->body.size()}};
  } else {
    answer = {{"status", 0},
              {"statusText", ""},
              {"httpVersion", ""},
              {"cookies", Tree::array()},
              {"headers", Tree::array()},
              {"content", {{"size", 0}, {"mimeType", ""}}},
              {"redirectURL", ""},
              {"headersSize", -1},
              {"bodySize", -1},
              {"_error", std::get<TransportError>(interaction.outcome).message}};
  }
  entry["response"] = std::move(answer);
  entry["cache"] = Tree::object();
  const auto wait = interaction.timing.to_head.count();
  entry["timings"] = {{"send", 0},
                      {"wait", wait},
                      {"receive", std::max<std::int64_t>(interaction.timing.total.count() - wait, 0)}};
  if (interaction.conversation) {
    entry["_resourceType"] = "websocket";
    entry["_webSocketMessages"] = messages_tree(*interaction.conversation);
  }
  return entry;
}

Node body_node(const std::string& bytes) {
  auto node = Node::mapping();
  const bool is_text = is_valid_utf8(bytes);
  node.add("encoding", Node::string(is_text ? "UTF-8" : "ASCII-8BIT"));
  if (is_text) {
    node.add("string", Node::string(bytes));
  } else {
    node.add("base64_string", Node::string(base64_encode(bytes)));
  }
  return node;
}

// YAML holds UTF-8 alone; what is none is shown as messages show it.
std::string readable(const std::string& text) { return is_valid_utf8(text) ? text : escape_control(text); }

Node vcr_headers(const Headers& headers) {
  auto node = Node::mapping();
  for (const auto& field : headers) {
    const auto found = std::find_if(node.children.begin(), node.children.end(), [&](const Node& child) {
      return equals_ignoring_case(child.key, readable(field.name));
    });
    if (found != node.children.end()) {
      found->add(Node::string(readable(field.value)));
      continue;
    }
    auto values = Node::sequence();
    values.add(Node::string(readable(field.value)));
    if (field.name.size() <= longest_key) node.add(readable(field.name), std::move(values));
  }
  return node;
}

}  // namespace

Exported write_har(const Cassette& cassette) {
  Exported out;
  auto entries = Tree::array();
  std::size_t number = 0;
  for (const auto& interaction : cassette.interactions) {
    lose_what_is_more(interaction, ++number, true, out);
    entries.push_back(har_entry(interaction));
  }
  const Tree har{{"log",
                  {{"version", "1.2"},
                   {"creator", {{"name", "wiretape"}, {"version", version}}},
                   {"entries", std::move(entries)}}}};
  out.text = har.dump(2, ' ', false, Tree::error_handler_t::replace) + '\n';
  return out;
}

Exported write_vcr(const Cassette& cassette) {
  Exported out;
  auto list = Node::sequence();
  std::size_t number = 0;
  for (const auto& interaction : cassette.interactions) {
    lose_what_is_more(interaction, ++number, false, out);
    const auto* response = response_of(interaction);
    if (response == nullptr) continue;
    const auto& request = interaction.request;
    auto asked = Node::mapping();
    asked.add("method", Node::string(readable(to_lower(request.method))));
    asked.add("uri", Node::string(readable(request.url.str())));
    asked.add("body", body_node(request.body.bytes));
    asked.add("headers", vcr_headers(request.headers));
    auto status = Node::mapping();
    status.add("code", Node::number(response->status));
    status.add("message", Node::string(readable(response->reason)));
    auto answered = Node::mapping();
    answered.add("status", std::move(status));
    answered.add("headers", vcr_headers(response->headers));
    answered.add("body", body_node(response->body.bytes));
    auto entry = Node::mapping();
    entry.add("request", std::move(asked));
    entry.add("response", std::move(answered));
    entry.add("recorded_at", Node::string(readable(interaction.recorded_at)));
    list.add(std::move(entry));
  }
  auto whole = Node::mapping();
  whole.add("http_interactions", std::move(list));
  whole.add("recorded_with", Node::string(std::string("wiretape ") + version));
  out.text = "---\n" + write_yaml(whole);
  return out;
}

Exported write_curl(const Cassette& cassette) {
  Exported out;
  std::size_t number = 0;
  for (const auto& interaction : cassette.interactions) {
    ++number;
    const auto& request = interaction.request;
    const auto& body = request.body;
    if (interaction.conversation) {
      out.lost.push_back(named(number, interaction) + ": what was said in the WebSocket");
      continue;
    }
    auto line = "curl -X " + shell_quoted(request.method) + ' ' + shell_quoted(request.url.str());
    for (const auto& field : request.headers) {
      const bool is_curls =
          equals_ignoring_case(field.name, "Content-Length") ||
          (equals_ignoring_case(field.name, "Host") && field.value == request.url.authority());
      if (!is_curls) line += " \\\n  -H " + shell_quoted(field.name + ": " + field.value);
    }
    const bool is_text = is_valid_utf8(body.bytes) && body.bytes.find('\0') == std::string::npos;
    if (body.is_truncated || !is_text) {
      out.lost.push_back(named(number, interaction) + ": its body, which is no text");
    } else if (!body.empty()) {
      line += " \\\n  --data-raw " + shell_quoted(body.bytes);
    }
    out.text += line + '\n';
  }
  return out;
}

}  // namespace wiretape::cassette
