// SPDX-License-Identifier: MIT
#include "policy/xml.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "base/byte_set.hpp"

namespace wiretape::policy {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr ByteSet name_ends(" \t\r\n=/><\"'");
constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(blanks);
  if (first == npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// "lt" is "<", "#65" and "#x41" are "A" (XML 1.0 §4.6, §4.1); above ASCII and unknown ones stay.
std::optional<char> referenced(std::string_view name) {
  constexpr std::pair<std::string_view, char> known[] = {
      {"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};
  for (const auto& [each, c] : known) {
    if (each == name) return c;
  }
  if (!name.starts_with('#')) return std::nullopt;
  const bool is_hex = name.starts_with("#x");
  const auto digits = name.substr(is_hex ? 2 : 1);
  unsigned code = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), code, is_hex ? 16 : 10);
  if (error != std::errc() || end != digits.data() + digits.size() || code == 0 || code > 127)
    return std::nullopt;
  return static_cast<char>(code);
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto end = text[at] == '&' ? text.substr(at, 12).find(';') : npos;
    const auto c = end == npos ? std::nullopt : referenced(text.substr(at + 1, end - 1));
    out += c.value_or(text[at]);
    if (c) at += end;
  }
  return out;
}

void append_counted(std::string& out, char kind, std::string_view text) {
  out.append(1, kind).append(std::to_string(text.size())).append(":").append(text);
}

class Reader {
public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::optional<std::string> read() {
    while (!rest_.empty()) {
      const auto markup = rest_.find('<');
      text_ += unescaped(rest_.substr(0, markup));
      if (markup == npos) break;
      rest_.remove_prefix(markup);
      if (!read_markup()) return std::nullopt;
    }
    flush_text();
    if (!open_.empty() || !has_root_) return std::nullopt;
    return std::move(out_);
  }

private:
  bool skip(std::string_view begin, std::string_view end) {
    const auto at = rest_.find(end, begin.size());
    if (at == npos) return false;
    rest_.remove_prefix(at + end.size());
    return true;
  }

  bool read_markup() {
    if (rest_.starts_with("<!--")) return skip("<!--", "-->");
    if (rest_.starts_with("<?")) return skip("<?", "?>");
    constexpr std::string_view cdata = "<![CDATA[";
    if (rest_.starts_with(cdata)) {
      const auto end = rest_.find("]]>");
      if (end == npos) return false;
      text_ += rest_.substr(cdata.size(), end - cdata.size());
      rest_.remove_prefix(end + 3);
      return true;
    }
    if (rest_.starts_with("<!")) return false;
    flush_text();
    return rest_.starts_with("</") ? read_end() : read_start();
  }

  std::string_view take_name() {
    const auto name = rest_.substr(0, std::min(name_ends.find_in(rest_), rest_.size()));
    rest_.remove_prefix(name.size());
    return name;
  }
  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks), rest_.size())); }

  bool read_end() {
    rest_.remove_prefix(2);
    const auto name = take_name();
    skip_blanks();
    if (open_.empty() || open_.back() != name || !rest_.starts_with('>')) return false;
    rest_.remove_prefix(1);
    close();
    return true;
  }

  void close() {
    open_.pop_back();
    out_ += '/';
  }

  bool read_start() {
    rest_.remove_prefix(1);
    const auto name = take_name();
    if (name.empty() || (open_.empty() && has_root_)) return false;
    has_root_ = true;
    std::vector<std::pair<std::string_view, std::string>> attributes;
    for (skip_blanks(); !rest_.empty() && rest_[0] != '>' && rest_[0] != '/'; skip_blanks()) {
      const auto attribute = take_name();
      skip_blanks();
      if (attribute.empty() || !rest_.starts_with('=')) return false;
      rest_.remove_prefix(1);
      skip_blanks();
      if (!rest_.starts_with('"') && !rest_.starts_with('\'')) return false;
      const auto end = rest_.find(rest_[0], 1);
      if (end == npos) return false;
      attributes.emplace_back(attribute, unescaped(rest_.substr(1, end - 1)));
      rest_.remove_prefix(end + 1);
    }
    const bool is_empty = rest_.starts_with("/>");
    if (!is_empty && !rest_.starts_with('>')) return false;
    rest_.remove_prefix(is_empty ? 2 : 1);
    std::sort(attributes.begin(), attributes.end());
    append_counted(out_, '<', name);
    for (const auto& [attribute, value] : attributes) {
      append_counted(out_, '@', attribute);
      append_counted(out_, '=', value);
    }
    open_.push_back(name);
    if (is_empty) close();
    return true;
  }

  void flush_text() {
    const auto text = trimmed(text_);
    if (!text.empty()) append_counted(out_, '"', text);
    text_.clear();
  }

  std::string_view rest_;
  std::string out_, text_;
  std::vector<std::string_view> open_;
  bool has_root_ = false;
};

}  // namespace

std::optional<std::string> canonical_xml(std::string_view text) { return Reader(text).read(); }

}  // namespace wiretape::policy
