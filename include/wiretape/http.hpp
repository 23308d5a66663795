// SPDX-License-Identifier: MIT
// Requests and responses as values: what was on the wire, kept as it was.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <wiretape/url.hpp>

namespace wiretape {

// One header or trailer line: a field, in the words of RFC 9110 §5. Not Field, which gmock has too.
struct HeaderField {
  std::string name;   // as written; compared without regard to ASCII case
  std::string value;  // without the white space around it (RFC 9112 §5)
  // The line's bytes with their line end, when they are not "name: value\r\n"; else empty. A raw
  // that no longer reads as this name and value is ignored, so an edited value wins.
  std::string raw = {};

  friend bool operator==(const HeaderField&, const HeaderField&) = default;
};

// Fields in the order of the wire, duplicates kept. Names compare without regard to ASCII case.
class Headers {
public:
  Headers() = default;
  Headers(std::initializer_list<HeaderField> fields) : fields_(fields) {}

  // The first value of `name`; nothing when there is none.
  [[nodiscard]] std::optional<std::string> find(std::string_view name) const;
  // All values of `name`, in order.
  [[nodiscard]] std::vector<std::string> all(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const;

  void add(std::string name, std::string value);
  void add(HeaderField field) { fields_.push_back(std::move(field)); }
  // Replaces the first field of that name where it stands and drops the others; adds it at the
  // end when there is none.
  void set(std::string_view name, std::string value);
  // Drops every field of that name and returns how many there were.
  std::size_t remove(std::string_view name);

  [[nodiscard]] bool empty() const { return fields_.empty(); }
  [[nodiscard]] std::size_t size() const { return fields_.size(); }
  [[nodiscard]] auto begin() const { return fields_.begin(); }
  [[nodiscard]] auto end() const { return fields_.end(); }
  [[nodiscard]] const HeaderField& operator[](std::size_t i) const { return fields_[i]; }

  friend bool operator==(const Headers&, const Headers&) = default;

private:
  std::vector<HeaderField> fields_;
};

// A body that is larger than what is held of it in memory, or that stands in a file beside its cassette.
struct LargeBody {
  std::uint64_t size = 0;  // of all its bytes, as on the wire
  std::string sha256;      // of them: 64 hexadecimal digits; empty where its end never came
  // Its file, relative to the cassette's directory: "Uploads/Photo.yaml.bodies/9f86d081884c7d65.png". Empty
  // where it is kept nowhere: what was not recorded.
  std::string file = {};
  std::string path = {};  // where that file is now; empty as long as nobody has looked

  friend bool operator==(const LargeBody&, const LargeBody&) = default;
};

// A message body. The transfer coding (chunks) is removed; the content coding (gzip, br …) is kept.
struct Body {
  std::string bytes;  // as on the wire
  // The bytes with every content coding removed; nothing where there was none, or where it could
  // not be removed.
  std::optional<std::string> decoded = {};
  // More came than Limits::body_bytes, or its end never came: bytes holds the beginning only.
  bool is_truncated = false;
  std::optional<LargeBody> large = {};

  // What a person wants to read or compare: decoded where there is such, else bytes.
  [[nodiscard]] const std::string& text() const { return decoded ? *decoded : bytes; }
  [[nodiscard]] bool empty() const { return bytes.empty(); }
  // Of the whole, as on the wire; with is_truncated and nothing in `large`, of what came.
  [[nodiscard]] std::uint64_t size() const { return large ? large->size : bytes.size(); }

  friend bool operator==(const Body&, const Body&) = default;
};

// One chunk of a chunked body (RFC 9112 §7.1), so that replay cuts where the origin cut.
struct Chunk {
  std::uint64_t size = 0;
  std::string extension = {};       // ";name=value", as written, with its semicolon
  std::chrono::milliseconds at{0};  // since the head

  friend bool operator==(const Chunk&, const Chunk&) = default;
};

// How the end of a body is marked on the wire (RFC 9112 §6.3).
enum class Framing : std::uint8_t {
  none,  // no body: neither length nor chunks, or a response that cannot have one
  content_length,
  chunked,
  until_close,  // responses only
};

// What the code under test sent. `url` is where it goes, put together from the request line, the Host
// field and the tunnel it came through (RFC 9112 §3.3).
struct Request {
  std::string method = "GET";
  Url url;
  std::string version = "HTTP/1.1";
  // The request line with its line end, where leniency let an odd one pass; else empty.
  std::string raw_request_line;
  Headers headers;
  std::string raw_head_end;  // as in Response
  Body body;
  Framing framing = Framing::none;
  // Chunked bodies: the data chunks, in order (of very many, the last stands for the rest). Others: the
  // pieces that they came in, where time passed between them.
  std::vector<Chunk> chunks;
  std::string last_chunk_extension;  // as in Chunk, of the one without data
  Headers trailers;

  friend bool operator==(const Request&, const Request&) = default;
};

// A 1xx response that came before the final one (RFC 9110 §15.2).
struct Interim {
  int status = 100;
  std::string reason = "Continue";
  Headers headers = {};
  std::string version = "HTTP/1.1";

  friend bool operator==(const Interim&, const Interim&) = default;
};

// What came back.
struct Response {
  int status = 200;
  std::string reason = "OK";
  std::string version = "HTTP/1.1";
  // The status line with its line end when it is not "version status reason\r\n"; else empty.
  std::string raw_status_line;
  Headers headers;
  // The empty line that ends the head, when it is not "\r\n"; else empty.
  std::string raw_head_end;
  Body body;
  Framing framing = Framing::none;
  std::vector<Chunk> chunks;
  std::string last_chunk_extension;
  Headers trailers;
  std::vector<Interim> interim;

  friend bool operator==(const Response&, const Response&) = default;
};

// For GoogleTest's messages: "GET https://api.weather.test/today, 3 headers, a body of 12 bytes".
void PrintTo(const Request& request, std::ostream* os);
void PrintTo(const Response& response, std::ostream* os);  // "200 OK, 3 headers, no body"

}  // namespace wiretape
