// SPDX-License-Identifier: MIT
// The version, in one place: CMake reads the line below.
#pragma once

namespace wiretape {

inline constexpr const char* version = "0.1.0";

}  // namespace wiretape
