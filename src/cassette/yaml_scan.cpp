// SPDX-License-Identifier: MIT
// Finds documents without reading them. Marks hold whatever stands around them: no scalar can contain a
// line that begins with "---" or "..." (YAML 1.2 §9.1.2).
#include <cstring>

#include "base/text.hpp"
#include "cassette/faults.hpp"
#include "cassette/yaml.hpp"

namespace wiretape::cassette {

namespace {

constexpr std::size_t glanced_lines = 5;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

bool is_mark(std::string_view line, std::string_view mark) {
  return line.starts_with(mark) && (line.size() == mark.size() || is_blank(line[mark.size()]));
}

bool is_empty(std::string_view line) {
  const auto first = line.find_first_not_of(" \t\r");
  return first == std::string_view::npos || line[first] == '#';
}

// The rest of the line after `prefix`, when it is a plain scalar; `text` moves past it.
std::optional<std::string_view> plain_after(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto value = text.substr(0, end);
  text.remove_prefix(end + 1);
  if (!is_valid_utf8(value) || !can_stand_plain(value, false)) return std::nullopt;
  return value;
}

}  // namespace

std::optional<Error> DocumentScanner::take(std::string_view line, std::uint64_t offset) {
  const bool is_inner = has_content_ && line.starts_with(' ');  // most are: no mark, no conflict
  if (!is_inner) {
    if (auto conflict = conflict_in(line, line_)) return conflict;
    look_at(line, offset);
  }
  if (is_open_ && head_lines_ < glanced_lines) {
    ++head_lines_;
    open_.head.append(line).append("\n");
  }
  ++line_;
  return std::nullopt;
}

std::optional<Error> DocumentScanner::finish() {
  if (!is_open_) return std::nullopt;
  return Error{
      "the document that begins here is unfinished, its last line \"...\" is missing: the recording was "
      "cut off, or the line was deleted",
      open_.line};
}

void DocumentScanner::look_at(std::string_view line, std::uint64_t offset) {
  if (is_mark(line, "...")) return close(offset);
  if (is_mark(line, "---")) {
    close(offset);
    open(offset);
    has_content_ = !is_empty(line.substr(3));
  } else if (!is_empty(line)) {
    if (!is_open_ && line[0] == '%') return;  // "%YAML 1.2": a directive (YAML 1.2 §6.8)
    if (!is_open_) open(offset);
    has_content_ = true;
  }
}

void DocumentScanner::open(std::uint64_t offset) {
  is_open_ = true;
  head_lines_ = 0;
  open_.offset = offset;
  open_.line = line_;
  open_.head.clear();
}

void DocumentScanner::close(std::uint64_t offset) {
  if (is_open_ && has_content_) {
    open_.size = offset - open_.offset;
    found_(open_);
  }
  is_open_ = has_content_ = false;
}

Result<std::vector<Document>> scan_documents(std::string_view text) {
  std::vector<Document> documents;
  DocumentScanner scanner([&](const DocumentPlace& place) {
    documents.push_back(
        {text.substr(static_cast<std::size_t>(place.offset), static_cast<std::size_t>(place.size)),
         place.line});
  });
  for (std::size_t at = 0; at < text.size();) {
    const auto* end = static_cast<const char*>(std::memchr(text.data() + at, '\n', text.size() - at));
    const auto stop = end == nullptr ? text.size() : static_cast<std::size_t>(end - text.data());
    if (auto fault = scanner.take(text.substr(at, stop - at), at)) return *std::move(fault);
    at = end == nullptr ? stop : stop + 1;
  }
  if (auto fault = scanner.finish()) return *std::move(fault);
  return documents;
}

std::optional<Glance> glance_at(const Document& document) {
  auto text = document.text;
  const auto method = plain_after(text, "---\nrequest:\n  method: ");
  if (!method) return std::nullopt;
  const auto url = plain_after(text, "  url: ");
  // A deeper line would go on with the scalar.
  if (!url || text.starts_with("   ")) return std::nullopt;
  return Glance{*method, *url};
}

}  // namespace wiretape::cassette
