// SPDX-License-Identifier: MIT
#include "io/certificate_lock.hpp"

#include <pthread.h>

namespace wiretape::io {

namespace {

constinit std::mutex mutex;  // needs no destructor: a thread may hold it while the process exits

void acquire() { mutex.lock(); }
void release() { mutex.unlock(); }

}  // namespace

std::unique_lock<std::mutex> lock_certificates() {
  [[maybe_unused]] static const int registered = pthread_atfork(acquire, release, release);
  return std::unique_lock(mutex);
}

}  // namespace wiretape::io
