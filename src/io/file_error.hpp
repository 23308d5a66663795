// SPDX-License-Identifier: MIT
// Why OpenSSL could not read a file.
#pragma once

#include <string>

namespace wiretape::io {

// From the oldest error of this thread's queue, which is emptied: the system's words, or `when_empty` where
// nothing of the kind was in the file, else OpenSSL's words.
[[nodiscard]] std::string take_file_error(const std::string& when_empty);

}  // namespace wiretape::io
