// SPDX-License-Identifier: MIT
#include "http/http1_writer.hpp"

#include <algorithm>
#include <charconv>

#include "http/field.hpp"
#include "http/line.hpp"
#include "http/start_line.hpp"

namespace wiretape::http {

namespace {

bool is_one_line(std::string_view raw) {
  return raw.find('\n') == raw.size() - 1 && !without_line_end(raw).empty();
}

// One field, perhaps folded: every line but the first goes on with it.
bool is_one_field(std::string_view raw) {
  if (!raw.ends_with('\n') || without_line_end(raw.substr(0, raw.find('\n') + 1)).empty()) return false;
  for (auto end = raw.find('\n'); end + 1 < raw.size(); end = raw.find('\n', end + 1)) {
    if (!is_continuation(raw.substr(end + 1))) return false;
  }
  return true;
}

bool says_the_same(const HeaderField& field) {
  if (!is_one_field(field.raw)) return false;
  const auto read = parse_field(field.raw, Strictness::lenient);
  return read && read->name == field.name && read->value == field.value;
}

// What is none would not come back from the line that it stands in.
bool is_one_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) > ' ' && c != 0x7F;
  });
}

std::string request_line(const Request& request, std::string_view target) {
  if (!request.raw_request_line.empty() && is_one_line(request.raw_request_line)) {
    const auto read = parse_request_line(request.raw_request_line, Strictness::lenient);
    const bool is_same =
        read && read->method == request.method && read->target == target && read->version == request.version;
    if (is_same) return request.raw_request_line;
  }
  return plain_request_line(request.method, target, request.version);
}

void append_line_of(std::string& out, const Response& response) {
  if (!response.raw_status_line.empty() && is_one_line(response.raw_status_line)) {
    const auto read = parse_status_line(response.raw_status_line, Strictness::lenient);
    const bool is_same = read && read->version == response.version && read->status == response.status &&
                         read->reason == response.reason;
    if (is_same) {
      out += response.raw_status_line;
      return;
    }
  }
  append_status_line(out, response.version, response.status, response.reason);
}

void append_field(std::string& out, const HeaderField& field) {
  if (!field.raw.empty() && says_the_same(field)) {
    out += field.raw;
  } else {
    append_field_line(out, field.name, field.value);
  }
}

void append_fields(std::string& out, const Headers& headers, std::string_view raw_end) {
  for (const auto& field : headers) append_field(out, field);
  out += raw_end == "\n" ? "\n" : "\r\n";
}

std::string chunk_line(std::uint64_t size, std::string_view extension) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, size, 16).ptr;
  // Without its semicolon an edited extension would go on with the size.
  const auto* gap = extension.empty() || extension[0] == ';' ? "" : ";";
  return std::string(digits, end) + gap + as_one_line(extension) + "\r\n";
}

}  // namespace

std::string write_request_head(const Request& request, std::string_view target) {
  auto out = request_line(request, target);
  append_fields(out, request.headers, request.raw_head_end);
  return out;
}

void append_response_head(std::string& out, const Response& response) {
  append_line_of(out, response);
  append_fields(out, response.headers, response.raw_head_end);
}

std::string write_response_head(const Response& response) {
  std::string out;
  append_response_head(out, response);
  return out;
}

std::string write_interim_head(const Interim& interim) {
  auto out = plain_status_line(is_one_word(interim.version) ? interim.version : "HTTP/1.1", interim.status,
                               interim.reason);
  append_fields(out, interim.headers, "");
  return out;
}

std::string write_field(const HeaderField& field) {
  std::string out;
  append_field(out, field);
  return out;
}

std::string BodyWriter::write(const Event& event) {
  if (const auto* chunk = std::get_if<ChunkStart>(&event)) return write(*chunk);
  if (const auto* data = std::get_if<Data>(&event)) return write(*data);
  if (const auto* trailers = std::get_if<Trailers>(&event)) return write(*trailers);
  if (const auto* end = std::get_if<End>(&event)) return write(*end);
  return {};
}

std::string BodyWriter::write(const ChunkStart& chunk) {
  // A chunk of no bytes would end the body.
  if (framing_ != Framing::chunked || chunk.size == 0) return {};
  chunk_left_ = chunk.size;
  return chunk_line(chunk.size, chunk.extension);
}

void BodyWriter::append(std::string& out, const Data& data) {
  if (framing_ == Framing::none) return;
  const auto bytes = std::string_view(data.bytes);
  if (framing_ != Framing::chunked) {
    out += bytes;
    return;
  }
  const auto begun = static_cast<std::size_t>(std::min<std::uint64_t>(chunk_left_, bytes.size()));
  out += bytes.substr(0, begun);
  chunk_left_ -= begun;
  if (begun > 0 && chunk_left_ == 0) out += "\r\n";
  if (begun == bytes.size()) return;
  const auto beyond = bytes.substr(begun);
  out.append(chunk_line(beyond.size(), "")).append(beyond).append("\r\n");
}

std::string BodyWriter::write(const Data& data) {
  std::string out;
  append(out, data);
  return out;
}

std::string BodyWriter::write(const Trailers& trailers) {
  if (framing_ != Framing::chunked || is_ended_) return {};
  is_ended_ = true;
  auto out = chunk_line(0, trailers.extension);
  append_fields(out, trailers.fields, "");
  return out;
}

std::string BodyWriter::write(const End&) { return write(Trailers{}); }

}  // namespace wiretape::http
