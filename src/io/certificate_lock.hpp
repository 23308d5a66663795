// SPDX-License-Identifier: MIT
// The lock of everything that mints certificates.
#pragma once

#include <mutex>

namespace wiretape::io {

// One for all authorities of the process, which are one as a rule. fork() waits until nobody holds it, so
// that a child finds it free and what it guards whole. Not recursive; do not fork while holding it.
[[nodiscard]] std::unique_lock<std::mutex> lock_certificates();

}  // namespace wiretape::io
