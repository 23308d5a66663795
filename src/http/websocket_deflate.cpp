// SPDX-License-Identifier: MIT
#include "http/websocket_deflate.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <new>

#include "http/codings.hpp"

namespace wiretape::http::websocket {

namespace {

constexpr int raw_window = -15;  // zlib's way to say 32 KiB and no wrapper
constexpr std::size_t window_bytes = 32 * 1024;
// The end of each flush, which does not travel (RFC 7692 §7.2.1): an empty block without its first bits.
constexpr std::string_view flush_tail{"\x00\x00\xff\xff", 4};

struct EndInflate {
  void operator()(z_stream* stream) const { inflateEnd(stream); }
};

// zlib counts in unsigned int; what is left is given again.
uInt give(z_stream& stream, std::string_view bytes) {
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(std::min<std::size_t>(bytes.size(), std::numeric_limits<uInt>::max()));
  return stream.avail_in;
}

Fault corrupt(const std::string& what) {
  return {"a compressed message that cannot be read: " + what, 0, close_code::invalid_payload};
}

// One message on its way through zlib.
class Inflation {
public:
  Inflation(std::string_view window, const DecodeLimits& limits, std::size_t wire_bytes)
      : output_(limits, wire_bytes) {
    if (inflateInit2(&stream_, raw_window) != Z_OK) throw std::bad_alloc();
    ending_.reset(&stream_);
    set_window(window);
  }

  std::optional<Fault> add(std::string_view bytes) {
    while (!bytes.empty() || has_more_output_) {
      const auto given = give(stream_, bytes);
      stream_.next_out = reinterpret_cast<Bytef*>(buffer_.data());
      stream_.avail_out = static_cast<uInt>(buffer_.size());
      // To the end of a block, or as far as there is room: only so does zlib say where it stands.
      const int status = ::inflate(&stream_, Z_BLOCK);
      bytes.remove_prefix(given - stream_.avail_in);
      if (!take(buffer_.size() - stream_.avail_out)) {
        return Fault{"a compressed message " + output_.over_limit().message, 0, close_code::too_big};
      }
      if (status == Z_STREAM_END) {
        go_on();
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        return corrupt(stream_.msg != nullptr ? stream_.msg : zError(status));
      } else if (status == Z_OK) {
        place_ = stream_.data_type;
      }
    }
    return std::nullopt;
  }

  // The last block was marked as the last one, and nothing came behind it.
  [[nodiscard]] bool is_at_final_end() const { return (place_ & final_end) == final_end; }
  // Nothing of a block is left unfinished.
  [[nodiscard]] bool is_between_blocks() const {
    constexpr int unused_bits = 7;
    return is_at_final_end() || ((place_ & end_of_block) != 0 && (place_ & unused_bits) == 0);
  }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] std::string take_output() { return output_.take(); }

private:
  static constexpr int end_of_block = 128, last_block = 64;  // bits of z_stream::data_type
  static constexpr int final_end = end_of_block | last_block;

  bool take(std::size_t count) {
    size_ += count;
    has_more_output_ = count == buffer_.size();
    return output_.append(buffer_.data(), count);
  }
  // Behind a final block another stream may follow, which refers back all the same (RFC 7692 §7.2.3.4).
  void go_on() {
    std::array<char, window_bytes> window;
    uInt size = 0;
    inflateGetDictionary(&stream_, reinterpret_cast<Bytef*>(window.data()), &size);
    inflateReset(&stream_);
    set_window({window.data(), size});
    place_ = final_end;
    has_more_output_ = false;
  }
  void set_window(std::string_view window) {
    inflateSetDictionary(&stream_, reinterpret_cast<const Bytef*>(window.data()),
                         static_cast<uInt>(window.size()));
  }

  z_stream stream_{};
  std::unique_ptr<z_stream, EndInflate> ending_;
  std::array<char, 32 * 1024> buffer_;
  BoundedOutput output_;
  std::uint64_t size_ = 0;
  bool has_more_output_ = false;
  int place_ = 0;  // z_stream::data_type, when something was read last
};

}  // namespace

void History::add(std::string_view decoded) {
  if (decoded.size() >= window_bytes) {
    window_ = decoded.substr(decoded.size() - window_bytes);
    return;
  }
  const auto kept = std::min(window_.size(), window_bytes - decoded.size());
  window_.erase(0, window_.size() - kept);
  window_ += decoded;
}

std::variant<Inflated, Fault> inflate_message(std::string_view wire, const std::vector<std::uint64_t>& sizes,
                                              std::string_view window, const DecodeLimits& limits) {
  Inflated out;
  out.sizes.resize(sizes.size());
  if (wire.empty()) return out;
  Inflation inflation(window, limits, wire.size());
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const auto before = inflation.size();
    if (auto fault = inflation.add(wire.substr(0, sizes[i]))) return *std::move(fault);
    wire.remove_prefix(std::min<std::uint64_t>(sizes[i], wire.size()));
    out.sizes[i] = inflation.size() - before;
  }
  const auto before = inflation.size();
  if (!inflation.is_at_final_end()) {
    if (auto fault = inflation.add(flush_tail)) return *std::move(fault);
  }
  // The tail is an empty block, unless it fell into a block that lacks its end.
  if (!inflation.is_between_blocks() || inflation.size() != before) return corrupt("it is cut short");
  out.payload = inflation.take_output();
  return out;
}

struct Deflater::Stream : z_stream {};

void Deflater::EndStream::operator()(Stream* stream) const {
  deflateEnd(stream);
  delete stream;
}

Deflater::Deflater(const Compression& agreed, const DeflateSettings& settings)
    // zlib does not deflate with a window of 8 bits. With 9 it looks back 250 bytes at most, its window
    // less its lookahead of 262, so that whoever agreed to 256 bytes can follow.
    : window_bits_(std::clamp(agreed.window_bits, 9, 15)),
      keeps_context_(agreed.keeps_context && settings.keeps_context),
      settings_(settings) {}

std::string Deflater::deflate(std::string_view payload, const std::vector<std::uint64_t>& sizes) {
  if (!stream_) start();
  std::string out;
  const auto count = settings_.flushes_each_fragment ? sizes.size() : 0;
  for (std::size_t i = 0; i + 1 < count; ++i) {
    const auto fragment = payload.substr(0, sizes[i]);
    flush(fragment, out);
    payload.remove_prefix(fragment.size());
  }
  flush(payload, out);
  if (out.ends_with(flush_tail)) out.resize(out.size() - flush_tail.size());
  if (out.empty()) out = std::string(1, '\0');  // zlib flushes no second time; RFC 7692 §7.2.3.6
  if (!keeps_context_) forget();
  return out;
}

void Deflater::start() {
  auto fresh = std::make_unique<Stream>();
  const int status = deflateInit2(fresh.get(), std::clamp(settings_.level, 0, 9), Z_DEFLATED, -window_bits_,
                                  std::clamp(settings_.memory_level, 1, 9),
                                  std::clamp(settings_.strategy, 0, static_cast<int>(Z_FIXED)));
  if (status != Z_OK) throw std::bad_alloc();
  stream_.reset(fresh.release());
}

// There is room for all at once, because zlib marks a flush again when it had just no room left.
void Deflater::flush(std::string_view bytes, std::string& out) {
  while (true) {
    const auto given = give(*stream_, bytes);
    const bool is_last = given == bytes.size();
    constexpr std::size_t flush_mark = 64;  // more than enough for it and for what is pending
    std::string buffer(deflateBound(stream_.get(), given) + flush_mark, '\0');
    stream_->next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream_->avail_out =
        static_cast<uInt>(std::min<std::size_t>(buffer.size(), std::numeric_limits<uInt>::max()));
    const auto room = stream_->avail_out;
    ::deflate(stream_.get(), is_last ? Z_SYNC_FLUSH : Z_NO_FLUSH);
    bytes.remove_prefix(given - stream_->avail_in);
    out.append(buffer, 0, room - stream_->avail_out);
    if (is_last && stream_->avail_out > 0) return;
  }
}

void Deflater::forget() {
  if (stream_) deflateReset(stream_.get());
}

}  // namespace wiretape::http::websocket
