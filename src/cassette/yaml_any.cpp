// SPDX-License-Identifier: MIT
// Any YAML, by the events of yaml-cpp: nothing is built that the document does not spell out.
#include <algorithm>
#include <sstream>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "base/text.hpp"
#include "cassette/faults.hpp"
#include "cassette/yaml.hpp"

namespace wiretape::cassette {

namespace {

// yaml-cpp reads some 6 MB/s.
constexpr std::size_t largest_foreign_document = 64 * 1024 * 1024;

class NodeBuilder : public YAML::EventHandler {
public:
  explicit NodeBuilder(std::size_t first_line) : first_line_(first_line) { root_.line = first_line; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) fail(mark, "there is text after the end of the document");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    put(mark, Node::plain("null"));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    fail(mark, "aliases (*name) are not read; write the value out");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    put(mark, tag == "?" ? Node::plain(value) : Node::string(value));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::sequence());
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::mapping());
  }
  void OnMapEnd() override { close(); }

  Node take() { return std::move(root_); }

private:
  struct Frame {
    Node node;
    bool has_key = false;
    std::string key;
    std::size_t key_line = 0;
  };

  [[nodiscard]] std::size_t line_of(const YAML::Mark& mark) const {
    return first_line_ + static_cast<std::size_t>(std::max(mark.line, 0));
  }
  [[noreturn]] void fail(const YAML::Mark& mark, std::string message) const {
    throw Unreadable{{std::move(message), line_of(mark)}};
  }
  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) const {
    if (anchor != YAML::NullAnchor) fail(mark, "anchors (&name) are not read; remove it");
  }
  void refuse_tag(const YAML::Mark& mark, const std::string& tag) const {
    if (!tag.empty() && tag != "?" && tag != "!") {
      fail(mark,
           "tags (" + escape_control(tag, 60) + ") are not read; remove it, and quote what is a string");
    }
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node node) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (wants_key()) fail(mark, "a key must be a single word or text");
    if (frames_.size() > deepest_nesting) {
      fail(mark, "nested deeper than " + std::to_string(deepest_nesting) + " levels");
    }
    node.line = line_of(mark);
    frames_.push_back({std::move(node)});
  }

  void close() {
    auto node = std::move(frames_.back().node);
    frames_.pop_back();
    attach(std::move(node));
  }

  [[nodiscard]] bool wants_key() const {
    return !frames_.empty() && frames_.back().node.kind == Node::Kind::mapping && !frames_.back().has_key;
  }

  void put(const YAML::Mark& mark, Node node) {
    node.line = line_of(mark);
    if (!wants_key()) return attach(std::move(node));
    auto& frame = frames_.back();
    frame.has_key = true;
    frame.key = std::move(node.text);
    frame.key_line = node.line;
  }

  void attach(Node node) {
    if (frames_.empty()) {
      root_ = std::move(node);
      return;
    }
    auto& frame = frames_.back();
    if (frame.has_key) {
      frame.has_key = false;
      node.line = frame.key_line;
      frame.node.add(std::move(frame.key), std::move(node));
    } else {
      frame.node.add(std::move(node));
    }
  }

  std::size_t first_line_;
  std::size_t documents_ = 0;
  std::vector<Frame> frames_;
  Node root_;
};

}  // namespace

Result<Node> read_any_yaml(const Document& document) {
  if (document.text.size() > largest_foreign_document) {
    return Error{"is too large to be read in any style but Wiretape's own (" +
                     std::to_string(document.text.size() >> 20) + " MiB)",
                 document.line};
  }
  NodeBuilder builder(document.line);
  try {
    // The mark ends what is open: at the end of a stream yaml-cpp overlooks a missing quote.
    std::istringstream stream{std::string(document.text) +
                              (document.text.ends_with('\n') ? "...\n" : "\n...\n")};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
    return builder.take();
  } catch (const Unreadable& unreadable) {
    return unreadable.error;
  } catch (const YAML::Exception& error) {
    const auto line = static_cast<std::size_t>(std::max(error.mark.line, 0));
    return Error{"is no valid YAML: " + escape_control(error.msg), document.line + line};
  }
}

Result<Node> read_yaml(const Document& document) {
  if (auto fault = find_bad_utf8(document.text, document.line)) return *std::move(fault);
  if (auto fault = find_control_byte(document.text, document.line)) return *std::move(fault);
  if (auto node = read_own_yaml(document)) return *std::move(node);
  return read_any_yaml(document);
}

}  // namespace wiretape::cassette
