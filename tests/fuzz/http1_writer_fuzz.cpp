// SPDX-License-Identifier: MIT
// What the writer makes of values that somebody edited: parts set apart by 0xFF, and a digit: 1 a response,
// 2 an interim one, else a request. What stands behind the parts of the head makes up a chunked body.
#include "fuzz/fuzz.hpp"
#include "http/http1_writer.hpp"
#include "support/events_text.hpp"

using namespace wiretape;
using fuzz::require;

namespace {

Headers headers_of(fuzz::Input& input) {
  Headers headers;
  for (auto left = input.choose(4); left > 0; --left) {
    auto name = input.part(), value = input.part();
    headers.add(HeaderField{std::move(name), std::move(value), input.part()});
  }
  return headers;
}

std::string request_head(fuzz::Input& input) {
  Request request;
  request.method = input.part();
  const auto target = input.part();
  request.version = input.part();
  request.raw_request_line = input.part();
  request.raw_head_end = input.part();
  request.headers = headers_of(input);
  return http::write_request_head(request, target);
}

std::string response_head(fuzz::Input& input) {
  Response response;
  response.status = 100 + static_cast<int>(input.choose(256));
  response.version = input.part();
  response.reason = input.part();
  response.raw_status_line = input.part();
  response.raw_head_end = input.part();
  response.headers = headers_of(input);
  return http::write_response_head(response);
}

std::string interim_head(fuzz::Input& input) {
  Interim interim{.status = 100 + static_cast<int>(input.choose(100)), .reason = input.part()};
  interim.headers = headers_of(input);
  return http::write_interim_head(interim);
}

// What a head lets a reader see behind it, which ends it at its first empty line, by LF alone too.
std::string_view behind_head(std::string_view head) {
  for (auto end = head.find('\n'); end != head.npos; end = head.find('\n', end + 1)) {
    const auto rest = head.substr(end + 1);
    if (rest.starts_with("\r\n")) return rest.substr(2);
    if (rest.starts_with('\n')) return rest.substr(1);
  }
  return "no end";
}

void check_head(const std::string& head) {
  require(!head.starts_with('\n') && !head.starts_with("\r\n"), "a head begins with its first line");
  fuzz::require_equal(behind_head(head), "", "no value ends a head");
}

// Chunks with as much data as they announce, and with more, between them data without a chunk.
void check_chunks(fuzz::Input& input) {
  http::BodyWriter writer(Framing::chunked);
  std::string written = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", body;
  while (!input.empty()) {
    const auto announced = input.choose(8), extra = input.choose(4);
    written += writer.write(http::ChunkStart{announced, input.part()});
    for (const auto count : {announced / 2, announced - announced / 2, extra}) {
      if (count == 0) continue;
      written += writer.write(http::Data{std::string(count, '5')});
      body.append(count, '5');
    }
  }
  written += writer.write(http::Trailers{{{"A", "1"}}, input.part()}) + writer.write(http::End{});
  const auto read = test::read_events(
      written, {.side = http::Http1Reader::Side::responses, .strictness = http::Strictness::lenient});
  std::string got;
  for (const auto& event : read.events) {
    if (const auto* data = std::get_if<http::Data>(&event)) got += data->bytes;
  }
  fuzz::require_equal(got, body, "chunks carry the body, whatever their extensions say");
  require(read.text.ends_with("end\n"), "a chunked body is written to its end");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto choice = input.choose(4);
  check_head(choice == 1 ? response_head(input) : choice == 2 ? interim_head(input) : request_head(input));
  check_chunks(input);
  return 0;
}
