// SPDX-License-Identifier: MIT
#include <brotli/decode.h>
#include <brotli/encode.h>

#include <array>
#include <memory>

#include "http/codings.hpp"

namespace wiretape::http {

namespace {

struct DestroyDecoder {
  void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
};

}  // namespace

Result<std::string> decode_brotli(std::string_view bytes, BoundedOutput out) {
  const std::unique_ptr<BrotliDecoderState, DestroyDecoder> state(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
  if (!state) return Error{"no memory for brotli", 0};
  std::array<std::uint8_t, 32 * 1024> buffer;
  auto left = bytes.size();
  const auto* next = reinterpret_cast<const std::uint8_t*>(bytes.data());
  while (true) {
    auto room = buffer.size();
    auto* to = buffer.data();
    const auto status = BrotliDecoderDecompressStream(state.get(), &left, &next, &room, &to, nullptr);
    const auto used = bytes.size() - left;
    if (!out.append(reinterpret_cast<const char*>(buffer.data()), buffer.size() - room))
      return out.over_limit();
    switch (status) {
      case BROTLI_DECODER_RESULT_SUCCESS:
        if (left > 0) return Error{"bytes behind the end of the compressed data", used};
        return out.take();
      case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT:
        return Error{"the compressed data is cut short", used};
      case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT:
        break;
      case BROTLI_DECODER_RESULT_ERROR:
        const auto code = BrotliDecoderGetErrorCode(state.get());
        return Error{std::string("corrupt data: ") + BrotliDecoderErrorString(code), used};
    }
  }
}

Result<std::string> encode_brotli(std::string_view bytes) {
  constexpr int quality = 5;  // as servers choose for what they compress on the way
  auto size = BrotliEncoderMaxCompressedSize(bytes.size());
  std::string out(size, '\0');
  const auto is_done =
      BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, bytes.size(),
                            reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                            reinterpret_cast<std::uint8_t*>(out.data()));
  if (is_done != BROTLI_TRUE) return Error{"brotli cannot compress this", 0};
  out.resize(size);
  return out;
}

}  // namespace wiretape::http
