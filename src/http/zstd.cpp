// SPDX-License-Identifier: MIT
#include <zstd.h>

#include <array>
#include <memory>

#include "http/codings.hpp"

namespace wiretape::http {

namespace {

constexpr int max_window_log = 23;  // 8 MiB

struct FreeDecoder {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

}  // namespace

Result<std::string> decode_zstd(std::string_view bytes, BoundedOutput out) {
  const std::unique_ptr<ZSTD_DCtx, FreeDecoder> context(ZSTD_createDCtx());
  if (!context) return Error{"no memory for zstd", 0};
  ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, max_window_log);
  std::array<char, 32 * 1024> buffer;
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  while (true) {
    ZSTD_outBuffer room{buffer.data(), buffer.size(), 0};
    const auto before = in.pos;
    const auto hint = ZSTD_decompressStream(context.get(), &room, &in);
    if (ZSTD_isError(hint)) return Error{std::string("corrupt data: ") + ZSTD_getErrorName(hint), in.pos};
    if (!out.append(buffer.data(), room.pos)) return out.over_limit();
    const bool is_frame_end = hint == 0;
    if (is_frame_end && in.pos == in.size) return out.take();
    const bool is_stuck = in.pos == before && room.pos == 0;
    if (!is_frame_end && (is_stuck || (in.pos == in.size && room.pos < room.size))) {
      return Error{"the compressed data is cut short", in.pos};
    }
  }
}

Result<std::string> encode_zstd(std::string_view bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const auto size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), ZSTD_CLEVEL_DEFAULT);
  if (ZSTD_isError(size))
    return Error{std::string("zstd cannot compress this: ") + ZSTD_getErrorName(size), 0};
  out.resize(size);
  return out;
}

}  // namespace wiretape::http
