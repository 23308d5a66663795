// SPDX-License-Identifier: MIT
// Forms: a line with the Content-Type, then the body; also read as a query.
#include "fuzz/fuzz.hpp"
#include "http/url.hpp"
#include "policy/form.hpp"

using namespace wiretape;
using fuzz::require;

namespace {

std::string percent_encoded(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += {'%', digits[byte >> 4], digits[byte & 15]};
  }
  return out;
}

void check_parameters(std::string_view text) {
  const auto parameters = http::parse_parameters(text);
  std::string written;
  for (const auto& [name, value] : parameters) {
    written += percent_encoded(name) + '=' + percent_encoded(value) + '&';
  }
  require(http::parse_parameters(written) == parameters, "parameters that are written read as the same");
  require(http::percent_decode(text, false).size() <= text.size(), "decoding adds nothing");
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string to_text(const http::Part& part) {
  std::string out = "Content-Disposition: form-data; name=" + quoted(part.name);
  if (!part.filename.empty()) out += "; filename=" + quoted(part.filename);
  if (!part.content_type.empty()) out += "\r\nContent-Type: " + part.content_type;
  return out + "\r\n\r\n" + part.content;
}

void check_multipart(std::string_view content_type, std::string_view body) {
  const auto parts = http::parse_multipart(content_type, body);
  constexpr std::string_view boundary = "another";
  if (!parts || body.find(boundary) != body.npos) return;
  std::string written = "--another";
  for (const auto& part : *parts) written += "\r\n" + to_text(part) + "\r\n--another";
  const auto again = http::parse_multipart("multipart/form-data; boundary=another", written + "--");
  require(again.has_value(), "parts that are written can be read");
  require(*again == *parts, "parts that are written read as the same");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto content_type = input.line();
  check_parameters(input.rest());
  check_multipart(content_type, input.rest());
  Request request;
  request.headers.add("Content-Type", content_type);
  request.body.bytes = input.rest();
  const auto form = policy::read_form(request);
  if (!form) fuzz::require_message(form.error().message);
  return 0;
}
