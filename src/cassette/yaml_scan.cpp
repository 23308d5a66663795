// SPDX-License-Identifier: MIT
// Finds documents without reading them. Marks hold whatever stands around them: no scalar can contain a
// line that begins with "---" or "..." (YAML 1.2 §9.1.2).
#include <cstring>

#include "base/text.hpp"
#include "cassette/faults.hpp"
#include "cassette/yaml.hpp"

namespace wiretape::cassette {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

bool is_mark(std::string_view line, std::string_view mark) {
  return line.starts_with(mark) && (line.size() == mark.size() || is_blank(line[mark.size()]));
}

bool is_empty(std::string_view line) {
  const auto first = line.find_first_not_of(" \t\r");
  return first == std::string_view::npos || line[first] == '#';
}

class Scanner {
public:
  explicit Scanner(std::string_view text) : text_(text) {}

  Result<std::vector<Document>> documents() {
    for (std::size_t at = 0; at < text_.size(); ++line_) {
      const auto* end = static_cast<const char*>(std::memchr(text_.data() + at, '\n', text_.size() - at));
      const auto stop = end == nullptr ? text_.size() : static_cast<std::size_t>(end - text_.data());
      const auto line = text_.substr(at, stop - at);
      const bool is_inner = has_content_ && line.starts_with(' ');  // most are: no mark, no conflict
      if (!is_inner) {
        if (auto conflict = conflict_in(line, line_)) return *std::move(conflict);
        look_at(line, at);
      }
      at = end == nullptr ? stop : stop + 1;
    }
    if (is_open_) {
      return Error{
          "the document that begins here is unfinished, its last line \"...\" is missing: the recording was "
          "cut off, or the line was deleted",
          open_.line};
    }
    return std::move(found_);
  }

private:
  void look_at(std::string_view line, std::size_t at) {
    if (is_mark(line, "...")) return close(at);
    if (is_mark(line, "---")) {
      close(at);
      open(at);
      has_content_ = !is_empty(line.substr(3));
    } else if (!is_empty(line)) {
      if (!is_open_ && line[0] == '%') return;  // "%YAML 1.2": a directive (YAML 1.2 §6.8)
      if (!is_open_) open(at);
      has_content_ = true;
    }
  }

  void open(std::size_t at) {
    is_open_ = true;
    start_ = at;
    open_.line = line_;
  }

  void close(std::size_t at) {
    if (is_open_ && has_content_) {
      open_.text = text_.substr(start_, at - start_);
      found_.push_back(open_);
    }
    is_open_ = has_content_ = false;
  }

  std::string_view text_;
  std::size_t line_ = 1;
  bool is_open_ = false, has_content_ = false;
  std::size_t start_ = 0;
  Document open_;
  std::vector<Document> found_;
};

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

Result<std::vector<Document>> scan_documents(std::string_view text) { return Scanner(text).documents(); }

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
