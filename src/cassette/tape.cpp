// SPDX-License-Identifier: MIT
#include "cassette/tape.hpp"

#include <algorithm>
#include <optional>

#include "cassette/faults.hpp"
#include "cassette/json.hpp"
#include "cassette/mapping.hpp"
#include "cassette/model.hpp"
#include "cassette/own_json.hpp"
#include "cassette/text_source.hpp"
#include "cassette/yaml.hpp"

namespace wiretape::cassette {

namespace {

struct Entry {
  Summary summary;
  std::uint64_t offset = 0, size = 0;  // of its text
  struct Read {
    std::optional<Node> node = {};  // where it had to be read already, until it is taken apart
    std::optional<Result<std::shared_ptr<const Interaction>>> interaction = {};  // once it was asked for
  };
  std::unique_ptr<Read> read = {};  // of those that nobody looks at nothing is kept
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

void add_node(Entry& entry, Node node) {
  entry.read = std::make_unique<Entry::Read>();
  entry.read->node = std::move(node);
  try {
    auto request = request_line_of(*entry.read->node);
    entry.summary.method = std::move(request.method);
    entry.summary.url = std::move(request.url);
  } catch (const Unreadable&) {
    // take_apart() finds what is wrong, and says it better.
  }
}

void shift_lines(Node& node, std::size_t by) {
  node.line += by;
  for (auto& child : node.children) shift_lines(child, by);
}

Node json_of(std::string_view text, std::size_t line) {
  auto node = read_json(text);
  if (!node) throw Unreadable{{node.error().message, node.error().offset + line - 1}};
  shift_lines(*node, line - 1);
  return *std::move(node);
}

// The list "interactions" of a JSON cassette, taken out of it. An empty one where it has none.
Node take_interactions(Node& whole) {
  check_format(whole);
  Mapping mapping(whole, "the cassette",
                  {"wiretape", "recorded_by", "recorded_at", "match_on", "redact", "redact_hash", "volatile",
                   "runs", "variables", "rules", "interactions"});
  auto* found = mapping.find("interactions");
  if (found == nullptr) return Node::sequence();
  auto list = std::move(*found);
  whole.children.erase(whole.children.begin() + (found - whole.children.data()));
  return list;
}

}  // namespace

struct Tape::Impl {
  TextSource text;
  CassetteFormat format = CassetteFormat::yaml;
  SideFiles files;
  CassetteHeader header;
  std::vector<Entry> entries;

  // False: it is not laid out as Wiretape does, and must be held to be read.
  bool open_in_place() { return format == CassetteFormat::yaml ? open_yaml() : open_own_json(); }

  bool open_yaml() {
    std::optional<DocumentPlace> first;
    DocumentScanner scanner([&](const DocumentPlace& place) {
      if (!first) {
        first = place;
      } else {
        entries.push_back(entry_of(place));
      }
    });
    bool is_ours = false;
    std::optional<Error> fault;
    const bool is_through = text.for_each_line([&](std::string_view line, std::uint64_t offset) {
      is_ours = is_ours || line.find("wiretape") != std::string_view::npos || first;
      fault = scanner.take(line, offset);
      return !fault;
    });
    if (!is_through) return false;
    if (!fault) fault = scanner.finish();
    // Of a text that is something else altogether it would be odd to say that it is unfinished.
    if (fault && !is_ours) check_format({.line = 1});
    if (fault) throw Unreadable{*fault};
    if (!first) throw Unreadable{{"is empty", 1}};
    std::string buffer;
    header = header_of(
        node_of({text.at(first->offset, static_cast<std::size_t>(first->size), buffer), first->line}));
    return true;
  }

  Entry entry_of(const DocumentPlace& place) const {
    const auto line = place.line + (place.head.starts_with("---\n") ? 1 : 0);
    Entry entry{unknown(line), place.offset, place.size};
    if (const auto glance = glance_at({place.head, place.line})) {
      entry.summary.method = glance->method;
      entry.summary.url = glance->url;
      return entry;
    }
    std::string buffer;
    auto node = read_yaml({text.at(place.offset, static_cast<std::size_t>(place.size), buffer), place.line});
    if (node) add_node(entry, *std::move(node));
    return entry;
  }

  // The list of interactions as write_json lays it out: each begins and ends on a line of its own.
  bool open_own_json() {
    OwnJsonScan scan;
    const bool is_through = text.for_each_line([&](std::string_view line, std::uint64_t offset) {
      return scan.take(line, offset, [&](const OwnJsonScan::Element& element) {
        entries.push_back({{element.method, element.url, element.line}, element.offset, element.size});
      });
    });
    if (!is_through || !scan.is_whole()) {
      entries.clear();
      return false;
    }
    auto whole = read_json(scan.header());
    if (!whole) return false;
    header = header_of(*std::move(whole));
    return true;
  }

  void open_json(std::string_view held) {
    if (held.find_first_not_of(" \t\n") == std::string_view::npos) throw Unreadable{{"is empty", 1}};
    auto whole = read_json(held);
    if (!whole) throw Unreadable{find_conflict(held).value_or(whole.error())};
    auto list = take_interactions(*whole);
    header = header_of(*std::move(whole));
    for (auto& node : elements_of(list)) {
      entries.push_back({unknown(node.line)});
      add_node(entries.back(), std::move(node));
    }
  }

  Result<std::shared_ptr<const Interaction>> take_apart(Entry& entry) const {
    try {
      auto& read = *entry.read;
      auto node = read.node ? *std::move(read.node) : node_at(entry);
      read.node.reset();
      return std::make_shared<const Interaction>(interaction_of(std::move(node), files));
    } catch (const Unreadable& unreadable) {
      return unreadable.error;
    } catch (const CassetteError& error) {
      return Error{error.what(), entry.summary.line};
    }
  }

  // The text of an interaction up to the end of its request, as a document with that alone; nothing where it
  // is laid out otherwise than Wiretape does.
  [[nodiscard]] std::optional<Node> request_node_at(const Entry& entry) const {
    constexpr std::uint64_t longest = 256 * 1024;
    std::string buffer;
    const auto piece = text.at(entry.offset, static_cast<std::size_t>(std::min(entry.size, longest)), buffer);
    if (format == CassetteFormat::json) {
      constexpr std::string_view beginning = "    {\n      \"request\": {\n";
      const auto end = piece.find("\n      },");
      if (!piece.starts_with(beginning) || end == std::string_view::npos) return std::nullopt;
      return json_of(std::string(piece.substr(0, end)) + "}}", entry.summary.line);
    }
    const auto end = std::min(piece.find("\nresponse:"), piece.find("\nerror:"));
    if (end == std::string_view::npos) return std::nullopt;
    const auto line = entry.summary.line - (piece.starts_with("---\n") ? 1 : 0);
    return node_of({piece.substr(0, end + 1), line});
  }

  [[nodiscard]] Node node_at(const Entry& entry) const {
    std::string buffer;
    const auto piece = text.at(entry.offset, static_cast<std::size_t>(entry.size), buffer);
    if (format == CassetteFormat::json) return json_of(piece, entry.summary.line);
    const auto line = entry.summary.line - (piece.starts_with("---\n") ? 1 : 0);
    return node_of({piece, line});
  }
};

Tape::Tape() : impl_(std::make_unique<Impl>()) {}
Tape::~Tape() = default;
Tape::Tape(Tape&&) noexcept = default;
Tape& Tape::operator=(Tape&&) noexcept = default;

Result<Tape> Tape::open(std::string text, CassetteFormat format, SideFiles files) {
  Tape tape;
  tape.impl_->files = std::move(files);
  tape.impl_->format = format;
  try {
    auto held = as_written(std::move(text));
    if (format == CassetteFormat::json) {
      tape.impl_->open_json(held);
    } else {
      tape.impl_->text = TextSource(std::move(held));
      tape.impl_->open_yaml();
    }
  } catch (const Unreadable& unreadable) {
    return unreadable.error;
  }
  return tape;
}

std::optional<Result<Tape>> Tape::open_file(const Place& place, CassetteFormat format, SideFiles files) {
  if (!file_exists(place.path)) return std::nullopt;
  Tape tape;
  tape.impl_->files = files;
  tape.impl_->format = format;
  try {
    tape.impl_->text = TextSource(SideFileReader(place.path));
    std::string buffer;
    const auto first = tape.impl_->text.at(0, 3, buffer);
    const bool has_mark =
        first.starts_with("\xEF\xBB\xBF") || first.starts_with("\xFF\xFE") || first.starts_with("\xFE\xFF");
    if (!has_mark && tape.impl_->open_in_place()) return tape;
  } catch (const Unreadable& unreadable) {
    return unreadable.error;
  }
  auto text = read_file(place);
  if (!text) return std::nullopt;
  return open(*std::move(text), format, std::move(files));
}

const CassetteHeader& Tape::header() const { return impl_->header; }

std::size_t Tape::size() const { return impl_->entries.size(); }

const Summary& Tape::summary(std::size_t i) const { return impl_->entries[i].summary; }

Result<std::shared_ptr<const Interaction>> Tape::interaction(std::size_t i) const {
  auto& entry = impl_->entries[i];
  if (!entry.read) entry.read = std::make_unique<Entry::Read>();
  if (!entry.read->interaction) entry.read->interaction = impl_->take_apart(entry);
  return *entry.read->interaction;
}

std::optional<Request> Tape::request(std::size_t i) const {
  auto& entry = impl_->entries[i];
  if (entry.read && entry.read->interaction) {
    const auto& known = *entry.read->interaction;
    return known ? std::optional((*known)->request) : std::nullopt;
  }
  if (entry.read) return std::nullopt;  // it had to be read as a whole
  try {
    auto node = impl_->request_node_at(entry);
    if (node) return request_alone_of(*std::move(node), impl_->files);
  } catch (const Unreadable&) {  // interaction() says it better
  } catch (const CassetteError&) {
  }
  return std::nullopt;
}

}  // namespace wiretape::cassette
