// SPDX-License-Identifier: MIT
#include "support/events_text.hpp"

#include <algorithm>

#include "http/grammar.hpp"
#include "http/http1_writer.hpp"

namespace wiretape::test {

namespace {

using namespace http;

std::string to_text(Framing framing) {
  switch (framing) {
    case Framing::none:
      return "none";
    case Framing::content_length:
      return "content_length";
    case Framing::chunked:
      return "chunked";
    case Framing::until_close:
      return "until_close";
  }
  return "?";
}

std::string to_text(TargetForm form) {
  switch (form) {
    case TargetForm::origin:
      return "origin";
    case TargetForm::absolute:
      return "absolute";
    case TargetForm::authority:
      return "authority";
    case TargetForm::asterisk:
      return "asterisk";
  }
  return "?";
}

std::string part(std::string_view label, std::string_view bytes) {
  return bytes.empty() ? std::string() : "  " + std::string(label) + ' ' + escape(bytes) + '\n';
}

std::string fields_text(const Headers& headers) {
  std::string out;
  for (const auto& field : headers) {
    out += "  " + escape(field.name) + ':' + (field.value.empty() ? "" : " ") + escape(field.value) + '\n';
    out += part("  raw", field.raw);
  }
  return out;
}

std::string body_text(Framing framing, std::uint64_t length, bool keeps_alive) {
  auto out = "  body " + to_text(framing);
  if (framing == Framing::content_length) out += ' ' + std::to_string(length);
  return out + (keeps_alive ? "\n" : ", closes\n");
}

struct EventText {
  std::string operator()(const RequestHead& head) const {
    const auto& request = head.request;
    auto line = "request " + escape(request.method);
    if (!head.target.empty()) line += ' ' + escape(head.target);
    if (!request.version.empty()) line += ' ' + escape(request.version);
    return line + '\n' + part("raw", request.raw_request_line) + "  " + to_text(head.form) + ' ' +
           escape(request.url.str()) + '\n' + fields_text(request.headers) +
           part("raw end", request.raw_head_end) +
           body_text(request.framing, head.content_length, head.keeps_alive) +
           (head.expects_continue ? "  expects continue\n" : "");
  }
  std::string operator()(const ResponseHead& head) const {
    const auto& response = head.response;
    return "response " + escape(response.version) + ' ' + std::to_string(response.status) +
           (response.reason.empty() ? "" : " ") + escape(response.reason) + '\n' +
           part("raw", response.raw_status_line) + fields_text(response.headers) +
           part("raw end", response.raw_head_end) +
           body_text(response.framing, head.content_length, head.keeps_alive);
  }
  std::string operator()(const InterimHead& head) const {
    return "interim " + std::to_string(head.interim.status) + ' ' + escape(head.interim.reason) + '\n' +
           fields_text(head.interim.headers);
  }
  std::string operator()(const ChunkStart& chunk) const {
    return "chunk " + std::to_string(chunk.size) + (chunk.extension.empty() ? "" : " ") +
           escape(chunk.extension) + '\n';
  }
  std::string operator()(const Data& data) const { return "data " + escape(data.bytes) + '\n'; }
  std::string operator()(const Trailers& trailers) const {
    return "trailers" + (trailers.extension.empty() ? "" : ' ' + escape(trailers.extension)) + '\n' +
           fields_text(trailers.fields);
  }
  std::string operator()(const End&) const { return "end\n"; }
};

// Whether HTTP/1 is over behind this head: a tunnel or another protocol follows.
bool is_last_head(const Event& event) {
  if (const auto* request = std::get_if<RequestHead>(&event)) return request->form == TargetForm::authority;
  const auto* response = std::get_if<ResponseHead>(&event);
  return response != nullptr && response->response.status == 101;
}

// Pulls what there is; false when no further event will come.
bool pull(Http1Reader& reader, Read& read, std::string& error, bool& is_switching) {
  while (true) {
    auto next = reader.next();
    if (const auto* refused = std::get_if<ReadError>(&next)) {
      error = "error " + std::to_string(refused->status) + " at " + std::to_string(refused->offset) + ": " +
              refused->message + '\n';
      return false;
    }
    auto* event = std::get_if<Event>(&next);
    if (event == nullptr) return true;
    auto* data = std::get_if<Data>(event);
    auto* before = read.events.empty() ? nullptr : std::get_if<Data>(&read.events.back());
    if (data != nullptr && before != nullptr) {
      before->bytes += data->bytes;
      continue;
    }
    is_switching = is_switching || is_last_head(*event);
    const bool is_over = is_switching && std::holds_alternative<End>(*event);
    read.events.push_back(std::move(*event));
    if (is_over) return false;
  }
}

}  // namespace

Read read_events(std::string_view bytes, const Reading& how, std::size_t cut) {
  return read_events(bytes, how, std::vector{cut == 0 ? std::max<std::size_t>(bytes.size(), 1) : cut});
}

Read read_events(std::string_view bytes, const Reading& how, const std::vector<std::size_t>& cuts) {
  Http1Reader reader(how.side, how.strictness, how.limits);
  for (const auto& method : how.answers) reader.expect_response_to(method);
  Read read;
  std::string error;
  bool is_switching = false;
  bool goes_on = true;
  for (std::size_t i = 0, at = 0; at < bytes.size(); at += cuts[i++ % cuts.size()]) {
    reader.feed(bytes.substr(at, cuts[i % cuts.size()]));
    goes_on = goes_on && pull(reader, read, error, is_switching);
  }
  if (how.is_ended) reader.feed_end();
  goes_on = goes_on && pull(reader, read, error, is_switching);

  read.has_error = !error.empty();
  for (const auto& event : read.events) read.text += std::visit(EventText{}, event);
  read.text += error;
  if (goes_on && !reader.is_between_messages()) read.text += "more\n";
  if (!goes_on && error.empty()) {
    read.rest = reader.take_rest();
    if (!read.rest.empty()) read.text += "rest " + escape(read.rest) + '\n';
  }
  return read;
}

std::string write_events(const std::vector<Event>& events) {
  std::string out;
  BodyWriter body(Framing::none);
  for (const auto& event : events) {
    if (const auto* request = std::get_if<RequestHead>(&event)) {
      out += write_request_head(request->request, request->target);
      body = BodyWriter(request->request.framing);
    } else if (const auto* response = std::get_if<ResponseHead>(&event)) {
      out += write_response_head(response->response);
      body = BodyWriter(response->response.framing);
    } else if (const auto* interim = std::get_if<InterimHead>(&event)) {
      out += write_interim_head(interim->interim);
    } else {
      out += body.write(event);
    }
  }
  return out;
}

std::string escape(std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\r') {
      out += "\\r";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\\') {
      out += "\\\\";
    } else if (byte < 0x20 || byte >= 0x7f) {
      out += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
    } else {
      out += c;
    }
  }
  return out;
}

std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') continue;
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    switch (text.at(++i)) {
      case 'r':
        out += '\r';
        break;
      case 'n':
        out += '\n';
        break;
      case 't':
        out += '\t';
        break;
      case 'x':
        out += static_cast<char>(hex_value(text.at(i + 1)) * 16 + hex_value(text.at(i + 2)));
        i += 2;
        break;
      default:
        out += text[i];
    }
  }
  return out;
}

}  // namespace wiretape::test
