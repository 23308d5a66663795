// SPDX-License-Identifier: MIT
#include "http/start_line.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/grammar.hpp"
#include "http/line.hpp"

namespace wiretape::http {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::string_view blanks = " \t";

// The first word of `text`, which loses it and the blanks around it.
std::string_view next_word(std::string_view& text) {
  text = trim(text);
  const auto word = text.substr(0, text.find_first_of(blanks));
  text = trim(text.substr(word.size()));
  return word;
}

RequestLine with_raw(RequestLine parts, std::string_view line) {
  if (line != plain_request_line(parts.method, parts.target, parts.version)) parts.raw = line;
  return parts;
}

StatusLine with_raw(StatusLine parts, std::string_view line) {
  if (line != plain_status_line(parts.version, parts.status, parts.reason)) parts.raw = line;
  return parts;
}

RequestLine parse_request_leniently(std::string_view line) {
  auto rest = without_line_end(line);
  RequestLine out;
  out.method = next_word(rest);
  const auto space = rest.find_last_of(blanks);
  const auto last = space == npos ? rest : rest.substr(space + 1);
  const bool has_version = equals_ignoring_case(last.substr(0, 5), "HTTP/");
  if (has_version) out.version = last;
  out.target = trim(has_version ? rest.substr(0, rest.size() - last.size()) : rest);
  return with_raw(std::move(out), line);
}

int parse_status(std::string_view digits) {
  const bool is_status =
      digits.size() == 3 && std::all_of(digits.begin(), digits.end(), is_digit) && digits[0] != '0';
  return is_status ? static_cast<int>(*parse_decimal(digits)) : 0;
}

Error no_status(std::string_view digits, std::size_t offset) {
  return {"the status " + quote(digits) + " is not three digits", offset};
}

Result<StatusLine> parse_status_leniently(std::string_view line) {
  auto rest = without_line_end(line);
  StatusLine out;
  out.version = next_word(rest);
  const auto digits = next_word(rest);
  out.status = parse_status(digits);
  if (out.status == 0) return no_status(digits, out.version.size());
  out.reason = rest;
  return with_raw(std::move(out), line);
}

}  // namespace

Result<RequestLine> parse_request_line(std::string_view line, Strictness strictness) {
  if (strictness == Strictness::lenient) return parse_request_leniently(line);
  if (auto fault = find_line_fault(line)) return *std::move(fault);
  const auto text = without_line_end(line);
  const auto space = find_not_token(text);
  if (space == npos) return Error{"a request line without a target", text.size()};
  if (text[space] != ' ') return Error{"a method cannot contain " + quote(text.substr(space, 1)), space};
  if (space == 0) return Error{"a space before the method", 0};
  const auto rest = text.substr(space + 1);
  const auto second = rest.find(' ');
  if (second == 0) return Error{"two spaces behind the method", space + 1};
  if (const auto bad = find_control(rest); bad != npos || rest.find('\t') != npos) {
    const auto at = std::min(bad, rest.find('\t'));
    return Error{"a request line cannot contain " + quote(rest.substr(at, 1)), space + 1 + at};
  }
  if (second == npos) return Error{"a request line without a version", text.size()};
  const auto version = rest.substr(second + 1);
  const auto version_start = space + 1 + second + 1;
  if (const auto third = version.find(' '); third != npos) {
    return Error{"a request line of more than three words", version_start + third};
  }
  if (!is_version(version)) return Error{quote(version) + " is not a version of HTTP", version_start};
  return RequestLine{std::string(text.substr(0, space)), std::string(rest.substr(0, second)),
                     std::string(version), ""};
}

Result<StatusLine> parse_status_line(std::string_view line, Strictness strictness) {
  if (strictness == Strictness::lenient) return parse_status_leniently(line);
  if (auto fault = find_line_fault(line)) return *std::move(fault);
  const auto text = without_line_end(line);
  const auto version = text.substr(0, text.find(' '));
  if (!is_version(version)) return Error{quote(version) + " is not a version of HTTP", 0};
  const auto rest = text.substr(std::min(version.size() + 1, text.size()));
  const auto digits = rest.substr(0, rest.find(' '));
  const auto status = parse_status(digits);
  if (status == 0) return no_status(digits, version.size() + 1);
  if (digits.size() == rest.size()) return Error{"no space behind the status", text.size()};
  const auto reason = rest.substr(digits.size() + 1);
  if (const auto bad = find_control(reason); bad != npos) {
    return Error{"a reason cannot contain " + quote(reason.substr(bad, 1)),
                 text.size() - reason.size() + bad};
  }
  return StatusLine{std::string(version), status, std::string(reason), ""};
}

std::string plain_request_line(std::string_view method, std::string_view target, std::string_view version) {
  std::string out = as_one_line(method) + ' ';
  for (const char c : target) {
    switch (c) {
      case ' ':
        out += "%20";
        break;
      case '\r':
        out += "%0D";
        break;
      case '\n':
        out += "%0A";
        break;
      case '\0':
        out += "%00";
        break;
      default:
        out += c;
    }
  }
  return out + ' ' + as_one_line(version) + "\r\n";
}

void append_status_line(std::string& out, std::string_view version, int status, std::string_view reason) {
  append_one_line(out, version);
  out += ' ';
  out += std::to_string(status);
  out += ' ';
  append_one_line(out, reason);
  out += "\r\n";
}

std::string plain_status_line(std::string_view version, int status, std::string_view reason) {
  std::string out;
  append_status_line(out, version, status, reason);
  return out;
}

bool is_version(std::string_view text) {
  return text.size() == 8 && text.starts_with("HTTP/") && is_digit(text[5]) && text[6] == '.' &&
         is_digit(text[7]);
}

bool is_http_1_1(std::string_view version) {
  return version.size() == 8 && equals_ignoring_case(version.substr(0, 7), "HTTP/1.") && version[7] >= '1' &&
         version[7] <= '9';
}

}  // namespace wiretape::http
