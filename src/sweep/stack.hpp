// SPDX-License-Identifier: MIT
// What a thread is doing, for a person.
#pragma once

#include <pthread.h>

#include <string>

namespace wiretape::sweep {

// Where that thread is, a function a line, the innermost first. Interrupts it by SIGURG for a moment; empty
// where it does not answer within a second, or the platform has no backtrace().
[[nodiscard]] std::string stack_of(pthread_t thread);

}  // namespace wiretape::sweep
