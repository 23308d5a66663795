// SPDX-License-Identifier: MIT
// gzip and deflate, over zlib.
#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>

#include "http/codings.hpp"

namespace wiretape::http {

namespace {

// zlib's way to say which wrapper it wants: added to the window's 15 bits, or negative for none.
constexpr int gzip_window = 15 + 16;
constexpr int zlib_window = 15;
constexpr int raw_window = -15;

struct EndInflate {
  void operator()(z_stream* stream) const { inflateEnd(stream); }
};
struct EndDeflate {
  void operator()(z_stream* stream) const { deflateEnd(stream); }
};

// zlib counts in unsigned int; what is left is given again.
void give(z_stream& stream, std::string_view bytes) {
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(std::min<std::size_t>(bytes.size(), std::numeric_limits<uInt>::max()));
}

Result<std::string> inflate_all(std::string_view bytes, int window, BoundedOutput out) {
  z_stream stream{};
  if (inflateInit2(&stream, window) != Z_OK) return Error{"no memory for zlib", 0};
  const std::unique_ptr<z_stream, EndInflate> ending(&stream);
  std::array<char, 32 * 1024> buffer;
  std::size_t used = 0;
  while (true) {
    give(stream, bytes.substr(used));
    const auto given = stream.avail_in;
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    const int status = inflate(&stream, Z_NO_FLUSH);
    used += given - stream.avail_in;
    if (!out.append(buffer.data(), buffer.size() - stream.avail_out)) return out.over_limit();
    if (status == Z_STREAM_END) {
      if (used == bytes.size()) return out.take();
      const bool is_member = window == gzip_window && bytes.substr(used).starts_with("\x1f\x8b");
      if (!is_member) return Error{"bytes behind the end of the compressed data", used};
      inflateReset(&stream);
    } else if (status == Z_BUF_ERROR || (status == Z_OK && used == bytes.size() && stream.avail_out > 0)) {
      return Error{"the compressed data is cut short", used};
    } else if (status != Z_OK) {
      return Error{std::string("corrupt data: ") + (stream.msg ? stream.msg : zError(status)), used};
    }
  }
}

Result<std::string> deflate_all(std::string_view bytes, int window) {
  z_stream stream{};
  constexpr int default_memory = 8;
  const int status =
      deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, default_memory, Z_DEFAULT_STRATEGY);
  if (status != Z_OK) return Error{"no memory for zlib", 0};
  const std::unique_ptr<z_stream, EndDeflate> ending(&stream);
  std::string out;
  std::array<char, 32 * 1024> buffer;
  std::size_t used = 0;
  while (true) {
    give(stream, bytes.substr(used));
    const auto given = stream.avail_in;
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    const bool is_last = used + given == bytes.size();
    const int step = deflate(&stream, is_last ? Z_FINISH : Z_NO_FLUSH);
    used += given - stream.avail_in;
    out.append(buffer.data(), buffer.size() - stream.avail_out);
    if (step == Z_STREAM_END) return out;
  }
}

// RFC 1950 §2.2: the method is 8, and the first two bytes divide by 31.
bool is_zlib(std::string_view bytes) {
  if (bytes.size() < 2) return true;
  const auto first = static_cast<unsigned char>(bytes[0]);
  const auto second = static_cast<unsigned char>(bytes[1]);
  return (first & 15) == 8 && (first * 256 + second) % 31 == 0;
}

}  // namespace

Result<std::string> decode_gzip(std::string_view bytes, BoundedOutput out) {
  return inflate_all(bytes, gzip_window, std::move(out));
}

Result<std::string> decode_deflate(std::string_view bytes, BoundedOutput out) {
  return inflate_all(bytes, is_zlib(bytes) ? zlib_window : raw_window, std::move(out));
}

Result<std::string> encode_gzip(std::string_view bytes) { return deflate_all(bytes, gzip_window); }

Result<std::string> encode_deflate(std::string_view bytes) { return deflate_all(bytes, zlib_window); }

}  // namespace wiretape::http
