// SPDX-License-Identifier: MIT
#include "drift/answer_json.hpp"

#include <string>
#include <string_view>

#include "base/text.hpp"

namespace wiretape::drift {

namespace {

using policy::Json;

Json json_or_text(std::string_view text) {
  auto value = policy::parse_json(text);
  if (value) return *std::move(value);
  return {Json::Kind::string, std::string(text)};
}

std::string_view without_cr(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

Json of_lines(std::string_view text) {
  Json list{Json::Kind::array};
  for (const auto line : split(text, '\n')) {
    if (!trim(without_cr(line)).empty()) list.items.push_back(json_or_text(without_cr(line)));
  }
  return list;
}

// The data of each (HTML Standard, 9.2.6).
Json of_events(std::string_view text) {
  Json list{Json::Kind::array};
  std::string data;
  for (auto line : split(text, '\n')) {
    line = without_cr(line);
    if (line.starts_with("data:")) {
      line.remove_prefix(5);
      if (line.starts_with(' ')) line.remove_prefix(1);
      data += (data.empty() ? "" : "\n") + std::string(line);
    } else if (line.empty() && !data.empty()) {
      list.items.push_back(json_or_text(std::exchange(data, {})));
    }
  }
  return list;
}

}  // namespace

std::optional<Json> json_of(const Response& response) {
  if (response.body.is_truncated) return std::nullopt;
  const auto& text = response.body.text();
  const auto type = to_lower(response.headers.find("Content-Type").value_or(""));
  if (type.starts_with("text/event-stream")) return of_events(text);
  for (const auto* lines : {"application/x-ndjson", "application/jsonl", "application/json-lines"}) {
    if (type.starts_with(lines)) return of_lines(text);
  }
  const auto first = text.find_first_not_of(" \t\r\n");
  const bool is_said = type.find("json") != std::string::npos;
  if (first == std::string::npos || (!is_said && text[first] != '{' && text[first] != '['))
    return std::nullopt;
  auto value = policy::parse_json(text);
  if (!value) return std::nullopt;
  return *std::move(value);
}

Json json_of(const WebSocketConversation& said) {
  Json list{Json::Kind::array};
  for (const auto& message : said.messages) {
    if (message.from == WebSocketSender::server && message.opcode == WebSocketOpcode::text)
      list.items.push_back(json_or_text(message.payload));
  }
  return list;
}

}  // namespace wiretape::drift
