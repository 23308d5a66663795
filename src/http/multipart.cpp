// SPDX-License-Identifier: MIT
// multipart/form-data (RFC 7578, RFC 2046 §5.1).
#include <algorithm>

#include "base/text.hpp"
#include "http/field_section.hpp"
#include "http/line.hpp"
#include "http/url.hpp"

namespace wiretape::http {

namespace {

constexpr auto npos = std::string_view::npos;

// Takes one value off the front of `text`: a token, or a quoted string without its quotes and the
// backslashes before " and \. A backslash before anything else is part of a Windows path.
std::string take_value(std::string_view& text) {
  if (!text.starts_with('"')) {
    const auto value = text.substr(0, text.find(';'));
    text.remove_prefix(value.size());
    return std::string(trim(value));
  }
  std::string value;
  text.remove_prefix(1);
  while (!text.empty() && text[0] != '"') {
    const bool is_escape = text[0] == '\\' && text.size() > 1 && (text[1] == '"' || text[1] == '\\');
    if (is_escape) text.remove_prefix(1);
    value += text[0];
    text.remove_prefix(1);
  }
  if (!text.empty()) text.remove_prefix(1);
  return value;
}

// The parameter of that name in `form-data; name="x"; filename="y"`.
std::optional<std::string> find_parameter(std::string_view text, std::string_view name) {
  for (auto at = text.find(';'); at != npos; at = text.find(';')) {
    text = trim(text.substr(at + 1));
    const auto end = text.find_first_of("=;");
    if (end == npos || text[end] == ';') continue;
    const auto found = trim(text.substr(0, end));
    text = trim(text.substr(end + 1));
    auto value = take_value(text);
    if (equals_ignoring_case(found, name)) return value;
  }
  return std::nullopt;
}

struct Delimiter {
  std::size_t begin = npos;  // of the line end before it
  std::size_t end = 0;       // behind its line
  bool is_last = false;
};

// Where dashes and boundary begin a line. Sought by the line end before them: a boundary may be made of
// dashes, and a body too.
std::size_t find_line(std::string_view body, const std::string& dashes, std::size_t from) {
  if (from == 0 && body.starts_with(dashes)) return 0;
  const auto found = body.find("\r\n" + dashes, from < 2 ? 0 : from - 2);
  return found == npos ? npos : found + 2;
}

// The next delimiter line from `from` on. A longer boundary that begins alike is content.
Delimiter find_delimiter(std::string_view body, const std::string& dashes, std::size_t from) {
  for (auto at = find_line(body, dashes, from); at != npos; at = find_line(body, dashes, at + 1)) {
    const auto behind = at + dashes.size();
    const auto begin = at == 0 ? 0 : at - 2;
    if (body.substr(behind).starts_with("--")) return {begin, behind + 2, true};
    const auto line_end = std::min(body.find_first_not_of(" \t", behind), body.size());
    if (body.substr(line_end).starts_with("\r\n")) return {begin, line_end + 2, false};
  }
  return {};
}

// A part's fields and its content; nothing when the empty line between them is missing.
std::optional<Part> parse_part(std::string_view text) {
  FieldSection section(Strictness::lenient);
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    if (end == npos) return std::nullopt;
    const auto taken = section.take(text.substr(at, end + 1 - at), at);
    at = end + 1;
    if (!*taken) continue;
    const auto headers = section.finish().headers;
    const auto disposition = headers.find("Content-Disposition").value_or("");
    return Part{find_parameter(disposition, "name").value_or(""),
                find_parameter(disposition, "filename").value_or(""),
                headers.find("Content-Type").value_or(""), std::string(text.substr(at)), at};
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<Part>> parse_multipart(std::string_view content_type, std::string_view body) {
  const auto type = trim(content_type.substr(0, content_type.find(';')));
  const auto boundary = find_parameter(content_type, "boundary");
  if (!equals_ignoring_case(type, "multipart/form-data") || !boundary || boundary->empty())
    return std::nullopt;
  const auto dashes = "--" + *boundary;
  std::vector<Part> parts;
  auto here = find_delimiter(body, dashes, 0);
  while (here.begin != npos) {
    if (here.is_last) return parts;
    // The line end of this delimiter may be that of the next one: an empty part.
    const auto next = find_delimiter(body, dashes, here.end);
    if (next.begin == npos) return std::nullopt;
    const auto content_end = std::max(next.begin, here.end);
    auto part = parse_part(body.substr(here.end, content_end - here.end));
    if (!part) return std::nullopt;
    part->at += here.end;
    parts.push_back(*std::move(part));
    here = next;
  }
  return std::nullopt;
}

}  // namespace wiretape::http
