// SPDX-License-Identifier: MIT
// cpp-httplib's header costs seconds: a test that needs one call of it takes it from here.
#pragma once

#include <cstdint>

namespace wiretape::support {

// Asks https://api.weather.test/ through the proxy at `port` with that version of TLS and the system's
// authorities. Defined in e2e/httplib_test.cpp.
bool untrusting_httplib_gets_through(std::uint16_t port, int tls_version);

}  // namespace wiretape::support
