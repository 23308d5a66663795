// SPDX-License-Identifier: MIT
#include "cassette/foreign_tree.hpp"

#include <yaml-cpp/yaml.h>

#include <cstdlib>
#include <optional>

#include "base/base64.hpp"
#include "base/text.hpp"
#include "cassette/framing.hpp"
#include "cassette/node.hpp"
#include "http/content_coding.hpp"

namespace wiretape::cassette {

namespace {

constexpr std::size_t most_nodes = 5'000'000;

struct TooMuch {};

Tree tree_of(const YAML::Node& node, std::size_t depth, std::size_t& nodes) {
  if (depth > deepest_nesting || ++nodes > most_nodes) throw TooMuch();
  if (node.IsScalar()) {
    const bool is_binary = node.Tag() == "tag:yaml.org,2002:binary";
    if (!is_binary) return node.Scalar();
    return from_base64(node.Scalar());
  }
  if (node.IsSequence()) {
    auto list = Tree::array();
    for (const auto& item : node) list.push_back(tree_of(item, depth + 1, nodes));
    return list;
  }
  if (node.IsMap()) {
    auto map = Tree::object();
    for (const auto& member : node) {
      if (!member.first.IsScalar()) throw TooMuch();
      map[member.first.Scalar()] = tree_of(member.second, depth + 1, nodes);
    }
    return map;
  }
  return nullptr;
}

Result<Tree> read_yaml_tree(std::string_view text) {
  try {
    std::size_t nodes = 0;
    return tree_of(YAML::Load(std::string(text)), 0, nodes);
  } catch (const TooMuch&) {
    return Error{"it is nested too deeply, or grows too large", 0, true};
  } catch (const YAML::Exception& error) {
    return Error{escape_control(error.msg, 200), static_cast<std::size_t>(std::max(error.mark.line + 1, 0))};
  }
}

// SIZE ':' BYTES TYPE; what was taken is gone from the front of `rest`. Nothing where it is none.
std::optional<Tree> take_tnetstring(std::string_view& rest, std::size_t depth) {
  const auto colon = rest.substr(0, 12).find(':');
  const auto size = colon == std::string_view::npos ? std::nullopt : parse_decimal(rest.substr(0, colon));
  if (!size || depth > deepest_nesting || *size >= rest.size() - colon - 1) return std::nullopt;
  auto bytes = rest.substr(colon + 1, static_cast<std::size_t>(*size));
  const char type = rest[colon + 1 + bytes.size()];
  rest.remove_prefix(colon + 2 + bytes.size());
  switch (type) {
    case ',':
    case ';':
      return std::string(bytes);
    case '#': {
      const auto number = parse_decimal(bytes);
      return number ? Tree(*number) : Tree(std::string(bytes));
    }
    case '^':
      return std::strtod(std::string(bytes).c_str(), nullptr);
    case '!':
      return bytes == "true";
    case '~':
      return Tree(nullptr);
    case ']': {
      auto list = Tree::array();
      while (!bytes.empty()) {
        auto item = take_tnetstring(bytes, depth + 1);
        if (!item) return std::nullopt;
        list.push_back(*std::move(item));
      }
      return list;
    }
    case '}': {
      auto map = Tree::object();
      while (!bytes.empty()) {
        auto key = take_tnetstring(bytes, depth + 1);
        auto value = key ? take_tnetstring(bytes, depth + 1) : std::nullopt;
        if (!value || !key->is_string()) return std::nullopt;
        map[key->get<std::string>()] = *std::move(value);
      }
      return map;
    }
    default:
      return std::nullopt;
  }
}

// Deeper than any recording; the parser itself calls itself for each level.
bool is_too_deep(std::string_view text) {
  std::size_t depth = 0, most = 0;
  bool is_in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_in_string) {
      if (text[i] == '\\') ++i;
      is_in_string = i >= text.size() || text[i] != '"';
    } else if (text[i] == '"') {
      is_in_string = true;
    } else if (text[i] == '{' || text[i] == '[') {
      most = std::max(most, ++depth);
    } else if ((text[i] == '}' || text[i] == ']') && depth > 0) {
      --depth;
    }
  }
  return most > deepest_nesting * 5;
}

// Ruby's VCR writes "get".
std::string in_capitals(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

template <class Message>
void finish(Message& message) {
  const bool has_length = message.headers.has("Content-Length") || message.framing == Framing::chunked;
  if (!has_length && !message.body.bytes.empty()) {
    message.headers.add("Content-Length", std::to_string(message.body.bytes.size()));
    message.framing = Framing::content_length;
  }
  if (message.framing == Framing::chunked && !message.body.bytes.empty())
    message.chunks = {Chunk{.size = message.body.bytes.size()}};
  mend_lengths(message);
}

}  // namespace

Result<Tree> read_tree(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos) return Error{"is empty", 1};
  if (text[first] != '{' && text[first] != '[') return read_yaml_tree(text);
  if (is_too_deep(text)) return Error{"it is nested too deeply", 0, true};
  auto tree = Tree::parse(text.substr(first), nullptr, false);
  if (tree.is_discarded()) return Error{"is no JSON", 0};
  return tree;
}

Result<Tree> read_tnetstrings(std::string_view text) {
  auto list = Tree::array();
  for (std::string_view rest = text; !rest.empty();) {
    auto tree = take_tnetstring(rest, 0);
    if (!tree) return Error{"what begins here is no flow", text.size() - rest.size()};
    list.push_back(*std::move(tree));
  }
  return list;
}

std::string from_base64(const std::string& text) {
  auto digits = text;
  std::erase_if(digits, [](char c) { return c == '\n' || c == '\r' || c == ' '; });
  auto bytes = base64_decode(digits);
  return bytes ? *std::move(bytes) : text;
}

const Tree& under(const Tree& tree, const char* key) {
  static const Tree none;
  if (!tree.is_object()) return none;
  const auto found = tree.find(key);
  return found == tree.end() ? none : *found;
}

std::string text_of(const Tree& tree) {
  if (tree.is_string()) return tree.get<std::string>();
  return tree.is_number() || tree.is_boolean() ? tree.dump() : std::string();
}

int number_of(const Tree& tree, int otherwise) {
  const auto text = text_of(tree);
  const auto number = parse_decimal(std::string_view(text).substr(0, text.find('.')));
  return number && *number < 1'000'000'000 ? static_cast<int>(*number) : otherwise;
}

Headers headers_of(const Tree& tree) {
  Headers headers;
  const auto add = [&](const std::string& name, const Tree& value) {
    if (name.empty() || name.starts_with(':')) return;
    if (!value.is_array()) return headers.add(name, text_of(value));
    for (const auto& each : value) headers.add(name, text_of(each));
  };
  if (tree.is_object()) {
    for (const auto& [name, value] : tree.items()) add(name, value);
  } else if (tree.is_array()) {
    for (const auto& field : tree) {
      const bool is_pair = field.is_array() && field.size() == 2;
      is_pair ? add(text_of(field[0]), field[1]) : add(text_of(under(field, "name")), under(field, "value"));
    }
  }
  return headers;
}

void set_request(Interaction& interaction, const std::string& method, const std::string& url, Headers headers,
                 std::string body) {
  auto& request = interaction.request;
  if (!method.empty()) request.method = in_capitals(method);
  const auto without_fragment = url.substr(0, url.find('#'));
  const bool is_websocket = without_fragment.starts_with("ws:") || without_fragment.starts_with("wss:");
  request.url = Url::parse(is_websocket ? "http" + without_fragment.substr(2) : without_fragment);
  request.headers = std::move(headers);
  if (!request.headers.has("Host")) request.headers.set("Host", request.url.authority());
  request.body.bytes = std::move(body);
  request.framing = implied_framing(request);
  finish(request);
}

void set_response(Interaction& interaction, int status, const std::string& reason, Headers headers,
                  std::string body, bool is_decoded) {
  Response response;
  response.status = status;
  response.reason = reason;
  response.headers = std::move(headers);
  response.body.bytes = std::move(body);
  if (http::has_content_coding(response.headers) && !response.body.bytes.empty()) {
    if (is_decoded) {
      auto coded = http::encode_content(response.body.bytes, response.headers);
      if (coded) {
        response.body.decoded = std::exchange(response.body.bytes, *std::move(coded));
      } else {
        response.headers.remove("Content-Encoding");
      }
    } else if (auto decoded = http::decode_content(response.body.bytes, response.headers)) {
      response.body.decoded = *std::move(decoded);
    } else {
      response.headers.remove("Content-Encoding");  // it was taken off already
    }
  }
  response.framing = implied_framing(response, interaction.request);
  finish(response);
  interaction.outcome = std::move(response);
}

}  // namespace wiretape::cassette
