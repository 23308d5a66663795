// SPDX-License-Identifier: MIT
#include "http/codings.hpp"

namespace wiretape::http {

namespace {

// Below this a high ratio does no harm, and zeros compress well.
constexpr std::size_t harmless_bytes = 1024 * 1024;

}  // namespace

bool BoundedOutput::append(const char* bytes, std::size_t count) {
  const auto size = out_.size() + count;
  if (size > limits_.bytes) return false;
  if (size > harmless_bytes && size / limits_.ratio > wire_bytes_) return false;
  out_.append(bytes, count);
  return true;
}

Error BoundedOutput::over_limit() const {
  return {"decodes to more than " + std::to_string(limits_.bytes) + " bytes, or to more than " +
              std::to_string(limits_.ratio) + " times its size",
          0, true};
}

}  // namespace wiretape::http
