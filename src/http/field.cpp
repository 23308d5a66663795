// SPDX-License-Identifier: MIT
#include "http/field.hpp"

#include "base/text.hpp"
#include "http/grammar.hpp"
#include "http/line.hpp"

namespace wiretape::http {

namespace {

HeaderField with_raw(std::string_view name, std::string_view value, std::string_view raw) {
  const bool is_plain = is_plain_field_line(raw, name, value);
  return {std::string(name), std::string(value), is_plain ? std::string() : std::string(raw)};
}

// RFC 9112 §5.2: a fold is replaced by a space.
std::string unfolded(std::string_view lines) {
  std::string out;
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    const auto line = lines.substr(0, end == std::string_view::npos ? end : end + 1);
    if (!out.empty()) out += ' ';
    out += trim(without_line_end(line));
    lines.remove_prefix(line.size());
  }
  return out;
}

HeaderField parse_leniently(std::string_view lines) {
  const auto text = unfolded(lines);
  const auto colon = text.find(':');
  if (colon == std::string::npos) return with_raw("", trim(text), lines);
  const auto line = std::string_view(text);
  return with_raw(trim(line.substr(0, colon)), trim(line.substr(colon + 1)), lines);
}

Error bad_name(std::string_view line, std::size_t at) {
  if (at == line.size()) return {"a field without a colon", at};
  if (at == 0 && line[0] == ':') return {"a field without a name", at};
  if (is_blank(line[at]) && line.find_first_not_of(" \t", at) == line.find(':')) {
    return {"a space before the colon of a field", at};
  }
  return {"a field name cannot contain " + quote(line.substr(at, 1)), at};
}

}  // namespace

bool is_continuation(std::string_view line) { return !line.empty() && is_blank(line[0]); }

Result<HeaderField> parse_field(std::string_view lines, Strictness strictness) {
  if (strictness == Strictness::lenient) return parse_leniently(lines);
  if (is_continuation(lines)) return Error{"a field line that begins with white space (obs-fold)", 0};
  if (auto fault = find_line_fault(lines)) return *std::move(fault);
  const auto line = without_line_end(lines);
  const auto name_end = std::min(find_not_token(line), line.size());
  if (name_end == 0 || name_end == line.size() || line[name_end] != ':') return bad_name(line, name_end);
  if (const auto bad = find_control(line); bad != std::string_view::npos) {
    return Error{"a field value cannot contain " + quote(line.substr(bad, 1)), bad};
  }
  return with_raw(line.substr(0, name_end), trim(line.substr(name_end + 1)), lines);
}

void append_field_line(std::string& out, std::string_view name, std::string_view value) {
  append_one_line(out, name);
  out += ": ";
  append_one_line(out, value);
  out += "\r\n";
}

std::string plain_field_line(std::string_view name, std::string_view value) {
  std::string out;
  append_field_line(out, name, value);
  return out;
}

bool is_plain_field_line(std::string_view line, std::string_view name, std::string_view value) {
  if (line.size() != name.size() + value.size() + 4) return false;
  const auto after_name = line.substr(name.size());
  return line.starts_with(name) && after_name.starts_with(": ") && after_name.substr(2).starts_with(value) &&
         line.ends_with("\r\n") && find_line_byte(line) == line.size() - 2;
}

}  // namespace wiretape::http
