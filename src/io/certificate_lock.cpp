// SPDX-License-Identifier: MIT
#include "io/certificate_lock.hpp"

#include <pthread.h>

namespace wiretape::io {

namespace {

constinit std::mutex mutex;  // needs no destructor: a thread may hold it while the process exits

void acquire() { mutex.lock(); }
void release() { mutex.unlock(); }

// Before main, for a fork in the midst of the first registration would leave the child waiting for its end.
[[maybe_unused]] const int registered = pthread_atfork(acquire, release, release);

}  // namespace

std::unique_lock<std::mutex> lock_certificates() { return std::unique_lock(mutex); }

}  // namespace wiretape::io
