// SPDX-License-Identifier: MIT
#include "cassette/body.hpp"

#include <algorithm>
#include <limits>

#include "base/base64.hpp"
#include "cassette/checksum.hpp"
#include "cassette/mapping.hpp"
#include "cassette/shown.hpp"
#include "http/content_coding.hpp"

namespace wiretape::cassette {

namespace {

// Tells whether the shown body, or how it is encoded, was edited.
std::string mark_of(const std::string& shown, const Headers& headers) {
  std::string codings;
  for (const auto& value : headers.all("Content-Encoding")) codings += value + '\n';
  return checksum(codings + shown);
}

std::string encoded(const std::string& shown, const Headers& headers, const Node& node) {
  auto bytes = http::encode_content(shown, headers);
  if (bytes) return *std::move(bytes);
  unreadable(node, "the body was edited and cannot be encoded anew: " + bytes.error().message +
                       "; remove the field Content-Encoding, and wire");
}

Node file_node(const LargeBody& large) {
  auto node = Node::mapping();
  node.add("file", text_node(large.file));
  node.add("size", Node::number(large.size));
  if (!large.sha256.empty()) node.add("sha256", Node::string(large.sha256));
  return node;
}

Body large_body_of(Node& node, const Headers& headers, const SideFiles& files) {
  Mapping mapping(node, "body", {"file", "size", "sha256"});
  LargeBody large;
  large.file = text_of(mapping.need("file"));
  large.size = mapping.number("size", 0, std::numeric_limits<std::int64_t>::max());
  large.sha256 = mapping.text("sha256");
  auto body = files.read(std::move(large));
  if (!body) unreadable(node, body.error().message);
  if (!body->is_truncated && http::has_content_coding(headers)) {
    if (auto decoded = http::decode_content(body->bytes, headers)) body->decoded = *std::move(decoded);
  }
  return *std::move(body);
}

bool has_file(const Node& node) {
  return std::any_of(node.children.begin(), node.children.end(),
                     [](const Node& child) { return child.key == "file"; });
}

}  // namespace

Node to_node(const Body& body, const Headers& headers) {
  if (body.large && !body.large->file.empty()) return file_node(*body.large);
  auto node = Node::mapping();
  // A body with a coding that was not removed is shown as base64, which is never encoded anew.
  const bool is_opaque = !body.decoded && http::has_content_coding(headers);
  const auto& shown = body.text();
  if (!shown.empty() || body.decoded) add_shown(node, shown, !is_opaque);
  if (body.decoded) {
    node.add("wire", folded_base64(body.bytes));
    node.add("wire_of", Node::string(mark_of(*body.decoded, headers)));
  }
  if (body.is_truncated) node.add("truncated", Node::plain("true"));
  return node;
}

Body body_of(Node& node, const Headers& headers, const SideFiles& files) {
  if (has_file(node)) return large_body_of(node, headers, files);
  Mapping mapping(node, "body", {"json", "json_style", "text", "base64", "wire", "wire_of", "truncated"});
  auto shown = shown_of(mapping, node, "a body");
  auto* wire = mapping.find("wire");
  Body body;
  body.is_truncated = mapping.flag("truncated");
  if (wire != nullptr && mapping.text("wire_of") == mark_of(shown, headers)) {
    body.bytes = bytes_of_base64(*wire);
    body.decoded = std::move(shown);
  } else if (http::has_content_coding(headers) &&
             (wire != nullptr || mapping.find("json") != nullptr || mapping.find("text") != nullptr)) {
    body.bytes = encoded(shown, headers, node);
    body.decoded = std::move(shown);
  } else {
    body.bytes = std::move(shown);
  }
  return body;
}

}  // namespace wiretape::cassette
