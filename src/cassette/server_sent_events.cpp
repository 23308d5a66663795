// SPDX-License-Identifier: MIT
#include "cassette/server_sent_events.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.hpp"
#include "cassette/mapping.hpp"
#include "http/content_coding.hpp"

namespace wiretape::cassette {

namespace {

// Beyond this nobody reads them one by one.
constexpr std::size_t largest_stream = 1024 * 1024;
constexpr std::array<std::string_view, 4> field_names{"event", "data", "id", "retry"};

struct Style {
  std::string_view line_end = "\n";
  std::string_view colon = ": ";
};

constexpr std::string_view comment = "comment";

// As most of the lines are; an event of another style stays raw.
Style style_of(std::string_view bytes) {
  Style style;
  const auto line_feed = bytes.find('\n');
  if (line_feed != std::string_view::npos && line_feed > 0 && bytes[line_feed - 1] == '\r')
    style.line_end = "\r\n";
  for (const auto line : split(bytes, '\n')) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon + 1 >= line.size() || line[colon + 1] == '\r') continue;
    if (line[colon + 1] != ' ') style.colon = ":";
    break;
  }
  return style;
}

std::string to_string(const Style& style) {
  std::string text = style.line_end == "\r\n" ? "crlf" : "";
  if (style.colon == ":") text += text.empty() ? "tight" : ", tight";
  return text;
}

Style style_named_in(Mapping& mapping) {
  const auto* node = mapping.find("events_style");
  if (node == nullptr) return {};
  for (const auto& style : {Style{}, Style{"\r\n"}, Style{"\n", ":"}, Style{"\r\n", ":"}}) {
    if (to_string(style) == node->text) return style;
  }
  unexpected(*node, "crlf, tight or \"crlf, tight\"");
}

// A field's lines: each line of its value is one.
void write_field(std::string& out, std::string_view name, std::string_view value, const Style& style) {
  for (const auto line : split(value, '\n')) {
    out += name;
    out += style.colon;
    out += line;
    out += style.line_end;
  }
}

std::string written(Node& event, const Style& style) {
  std::string out;
  for (auto& field : event.children) {
    if (field.key == "raw") return text_of(field);
    if (field.key == "at_ms") continue;
    const auto name = field.key == comment ? std::string() : field.key;
    write_field(out, name, text_of(field), style);
  }
  out += style.line_end;
  return out;
}

Node value_node(std::string_view name, std::string value) {
  const bool is_number =
      name == "retry" && value.size() <= 9 && parse_decimal(value) && !value.starts_with('0');
  if (is_number) return Node::plain(std::move(value));
  auto node = Node::string(std::move(value));
  // JSON in quotes would be hard to read.
  if (node.text.find('"') != std::string::npos) node.layout = Node::Layout::literal;
  return node;
}

// The name as the cassette has it; empty: none that it knows.
std::string_view known_name(std::string_view name) {
  if (name.empty()) return comment;
  const auto* found = std::find(field_names.begin(), field_names.end(), name);
  return found == field_names.end() ? std::string_view() : *found;
}

// The fields of one event, with the empty line at its end; what does not come back as it is, is left out.
Node event_node(std::string_view block, const Style& style) {
  auto node = Node::mapping();
  std::string_view lines = block;
  if (lines.ends_with(style.line_end)) lines.remove_suffix(style.line_end.size());
  while (!lines.empty()) {
    const auto end = std::min(lines.find(style.line_end), lines.size());
    const auto line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + style.line_end.size(), lines.size()));
    const auto colon = std::min(line.find(':'), line.size());
    const auto name = known_name(line.substr(0, colon));
    auto value = std::string(line.substr(std::min(colon + style.colon.size(), line.size())));
    const bool is_of_another_style = (style.colon == ":" && value.starts_with(' ')) || value.ends_with('\r');
    if (name.empty() || is_of_another_style) return Node::mapping();
    if (!node.children.empty() && node.children.back().key == name) {
      node.children.back().text += '\n' + value;
      node.children.back().is_plain = false;
      continue;
    }
    const bool is_repeated = std::any_of(node.children.begin(), node.children.end(),
                                         [&](const Node& field) { return field.key == name; });
    if (is_repeated) return Node::mapping();
    node.add(std::string(name), value_node(name, std::move(value)));
  }
  return node;
}

// The blocks that end in an empty line; the last may be without one.
std::vector<std::string_view> blocks_of(std::string_view bytes, const Style& style) {
  const auto end_of_block = std::string(style.line_end) + std::string(style.line_end);
  std::vector<std::string_view> blocks;
  while (!bytes.empty()) {
    const auto found = bytes.find(end_of_block);
    const auto size = found == std::string_view::npos ? bytes.size() : found + end_of_block.size();
    blocks.push_back(bytes.substr(0, size));
    bytes.remove_prefix(size);
  }
  return blocks;
}

std::vector<Chunk> one_each(const std::vector<std::string_view>& blocks) {
  std::vector<Chunk> chunks;
  for (const auto block : blocks) chunks.push_back({.size = block.size()});
  return chunks;
}

// The indices of the events that began each chunk; nothing where a chunk begins in the middle of one.
std::optional<std::vector<std::size_t>> beginnings(const std::vector<std::string_view>& blocks,
                                                   const std::vector<Chunk>& chunks) {
  std::vector<std::size_t> found;
  std::size_t block = 0;
  for (const auto& chunk : chunks) {
    if (!chunk.extension.empty() || chunk.size == 0) return std::nullopt;
    found.push_back(block);
    auto left = chunk.size;
    for (; left > 0 && block < blocks.size() && blocks[block].size() <= left; ++block)
      left -= blocks[block].size();
    if (left > 0) return std::nullopt;
  }
  if (block != blocks.size()) return std::nullopt;
  return found;
}

void add_time(Node& event, std::chrono::milliseconds at) {
  auto node = Node::number(at.count());
  node.key = "at_ms";
  event.children.insert(event.children.begin(), std::move(node));
}

// False: the list cannot tell.
bool add_times(Node& list, const std::vector<std::string_view>& blocks, const std::vector<Chunk>& chunks,
               bool is_chunked) {
  if (chunks == (is_chunked ? one_each(blocks) : std::vector<Chunk>())) return true;
  const auto begun = beginnings(blocks, chunks);
  if (!begun || begun->empty()) return false;
  for (std::size_t i = 0; i < chunks.size(); ++i) add_time(list.children[(*begun)[i]], chunks[i].at);
  return true;
}

struct ReadEvent {
  std::string bytes;
  std::optional<std::chrono::milliseconds> at;
};

ReadEvent event_of(Node& node, const Style& style) {
  Mapping fields(node, "event", {"at_ms", "event", "data", "id", "retry", "comment", "raw"});
  ReadEvent event;
  if (fields.find("at_ms") != nullptr) event.at = fields.milliseconds("at_ms");
  if (fields.find("raw") != nullptr && node.children.size() > (event.at ? 2U : 1U)) {
    unreadable(node, "'raw' is a whole event: nothing but at_ms stands beside it");
  }
  event.bytes = written(node, style);
  return event;
}

std::vector<Chunk> chunks_of(const std::vector<ReadEvent>& events, bool is_chunked) {
  const bool has_times =
      std::any_of(events.begin(), events.end(), [](const ReadEvent& event) { return event.at.has_value(); });
  std::vector<Chunk> chunks;
  if (!has_times && !is_chunked) return chunks;
  for (const auto& event : events) {
    if (event.bytes.empty()) continue;  // no chunk of the data is empty (RFC 9112 §7.1)
    if (chunks.empty() || event.at || !has_times) {
      chunks.push_back({.at = event.at.value_or(std::chrono::milliseconds(0))});
    }
    chunks.back().size += event.bytes.size();
  }
  return chunks;
}

}  // namespace

bool is_event_stream(const Headers& headers) {
  const std::string type(headers.find("Content-Type").value_or(""));
  return equals_ignoring_case(trim(split(type, ';').front()), "text/event-stream") &&
         !http::has_content_coding(headers);
}

std::optional<ShownEvents> show_events(const std::string& bytes, const std::vector<Chunk>& chunks,
                                       bool is_chunked) {
  if (bytes.empty() || bytes.size() > largest_stream || !is_valid_utf8(bytes)) return std::nullopt;
  const auto style = style_of(bytes);
  const auto blocks = blocks_of(bytes, style);
  auto list = Node::sequence();
  bool has_any = false;
  for (const auto block : blocks) {
    auto event = event_node(block, style);
    auto copy = event;
    const bool is_whole = !event.children.empty() && written(copy, style) == block;
    if (!is_whole) {
      event = Node::mapping();
      event.add("raw", Node::string(std::string(block)));
    }
    has_any = has_any || is_whole;
    list.add(std::move(event));
  }
  if (!has_any) return std::nullopt;
  ShownEvents shown{Node::mapping()};
  shown.shows_chunks = add_times(list, blocks, chunks, is_chunked);
  shown.body.add("events", std::move(list));
  if (const auto named = to_string(style); !named.empty())
    shown.body.add("events_style", Node::string(named));
  return shown;
}

bool has_events(const Node& body) {
  return std::any_of(body.children.begin(), body.children.end(),
                     [](const Node& child) { return child.key == "events"; });
}

Events events_of(Node& body, bool is_chunked) {
  Mapping mapping(body, "body", {"events", "events_style"});
  const auto style = style_named_in(mapping);
  std::vector<ReadEvent> events;
  for (auto& event : elements_of(mapping.need("events"))) events.push_back(event_of(event, style));
  Events read;
  for (const auto& event : events) read.bytes += event.bytes;
  read.chunks = chunks_of(events, is_chunked);
  return read;
}

}  // namespace wiretape::cassette
