// SPDX-License-Identifier: MIT
#include "cassette/tape.hpp"

#include <algorithm>
#include <optional>

#include "cassette/faults.hpp"
#include "cassette/json.hpp"
#include "cassette/mapping.hpp"
#include "cassette/model.hpp"
#include "cassette/yaml.hpp"

namespace wiretape::cassette {

namespace {

struct Entry {
  Summary summary;
  Document document;         // YAML: in the tape's text
  std::optional<Node> node;  // where it had to be read already, until it is taken apart
  std::optional<Result<std::shared_ptr<const Interaction>>> interaction;  // once it was asked for
};

// What editors and git add on some systems: a byte order mark, and CR before LF, which YAML reads like LF
// alone (YAML 1.2 §5.4) and JSON skips.
std::string as_written(std::string text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    throw Unreadable{{"is UTF-16; it must be saved as UTF-8", 1}};
  }
  auto to = text.find('\r');
  if (to == std::string::npos) return text;
  for (auto from = to; from < text.size(); ++from) {
    const bool is_skipped = text[from] == '\r' && from + 1 < text.size() && text[from + 1] == '\n';
    if (!is_skipped) text[to++] = text[from];
  }
  text.resize(to);
  return text;
}

Node node_of(const Document& document) {
  auto node = read_yaml(document);
  if (!node) throw Unreadable{node.error()};
  return *std::move(node);
}

Summary unknown(std::size_t line) { return {"", "(cannot be read)", line}; }

Entry entry_of(Node node, std::size_t line) {
  Entry entry{.summary = unknown(line), .node = std::move(node)};
  try {
    auto request = request_line_of(*entry.node);
    entry.summary = {std::move(request.method), std::move(request.url), line};
  } catch (const Unreadable&) {
    // take_apart() finds what is wrong, and says it better.
  }
  return entry;
}

Entry entry_of(const Document& document) {
  const auto line = document.line + (document.text.starts_with("---\n") ? 1 : 0);
  if (const auto glance = glance_at(document)) {
    return {.summary = {std::string(glance->method), std::string(glance->url), line}, .document = document};
  }
  auto node = read_yaml(document);
  if (!node) return {.summary = unknown(line), .document = document};
  return entry_of(*std::move(node), line);
}

Result<std::shared_ptr<const Interaction>> take_apart(Entry& entry, const SideFiles& files) {
  try {
    auto node = entry.node ? *std::move(entry.node) : node_of(entry.document);
    entry.node.reset();
    return std::make_shared<const Interaction>(interaction_of(std::move(node), files));
  } catch (const Unreadable& unreadable) {
    return unreadable.error;
  }
}

// The list "interactions" of a JSON cassette, taken out of it. An empty one where it has none.
Node take_interactions(Node& whole) {
  check_format(whole);
  Mapping mapping(whole, "the cassette",
                  {"wiretape", "recorded_by", "recorded_at", "match_on", "redact", "redact_hash", "rules",
                   "interactions"});
  auto* found = mapping.find("interactions");
  if (found == nullptr) return Node::sequence();
  auto list = std::move(*found);
  whole.children.erase(whole.children.begin() + (found - whole.children.data()));
  return list;
}

}  // namespace

struct Tape::Impl {
  std::string text;
  SideFiles files;
  CassetteHeader header;
  std::vector<Entry> entries;

  void open_yaml() {
    auto documents = scan_documents(text);
    // Of a text that is something else altogether it would be odd to say that it is unfinished.
    if (!documents && text.find("wiretape") == std::string::npos) check_format({.line = 1});
    if (!documents) throw Unreadable{documents.error()};
    if (documents->empty()) throw Unreadable{{"is empty", 1}};
    header = header_of(node_of(documents->front()));
    entries.reserve(documents->size() - 1);
    for (auto document = documents->begin() + 1; document != documents->end(); ++document) {
      entries.push_back(entry_of(*document));
    }
  }

  void open_json() {
    if (text.find_first_not_of(" \t\n") == std::string::npos) throw Unreadable{{"is empty", 1}};
    auto whole = read_json(text);
    if (!whole) throw Unreadable{find_conflict(text).value_or(whole.error())};
    auto list = take_interactions(*whole);
    header = header_of(*std::move(whole));
    text.clear();
    for (auto& node : elements_of(list)) {
      const auto line = node.line;
      entries.push_back(entry_of(std::move(node), line));
    }
  }
};

Tape::Tape() : impl_(std::make_unique<Impl>()) {}
Tape::~Tape() = default;
Tape::Tape(Tape&&) noexcept = default;
Tape& Tape::operator=(Tape&&) noexcept = default;

Result<Tape> Tape::open(std::string text, CassetteFormat format, SideFiles files) {
  Tape tape;
  tape.impl_->files = std::move(files);
  try {
    tape.impl_->text = as_written(std::move(text));
    if (format == CassetteFormat::json) {
      tape.impl_->open_json();
    } else {
      tape.impl_->open_yaml();
    }
  } catch (const Unreadable& unreadable) {
    return unreadable.error;
  }
  return tape;
}

const CassetteHeader& Tape::header() const { return impl_->header; }

std::size_t Tape::size() const { return impl_->entries.size(); }

const Summary& Tape::summary(std::size_t i) const { return impl_->entries[i].summary; }

Result<std::shared_ptr<const Interaction>> Tape::interaction(std::size_t i) const {
  auto& entry = impl_->entries[i];
  if (!entry.interaction) entry.interaction = take_apart(entry, impl_->files);
  return *entry.interaction;
}

}  // namespace wiretape::cassette
