// SPDX-License-Identifier: MIT
#include <memory>

#include "io/stream.hpp"

namespace wiretape::io {

std::span<char> scratch() {
  constexpr std::size_t size = 64 * 1024;
  // On the heap: thread-local storage of this size would come out of every thread's stack.
  thread_local const auto buffer = std::make_unique_for_overwrite<char[]>(size);
  return {buffer.get(), size};
}

}  // namespace wiretape::io
