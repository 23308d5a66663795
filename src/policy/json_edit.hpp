// SPDX-License-Identifier: MIT
// Changes of JSON texts, by pointer (RFC 6901). Numbers and strings may come out in another spelling.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace wiretape::policy {

// Each gives the new text; an error where `text` is no JSON, or the place is not there. `value` is JSON.
[[nodiscard]] Result<std::string> set_json(const std::string& text, const std::string& pointer,
                                           const std::string& value);
[[nodiscard]] Result<std::string> remove_json(const std::string& text, const std::string& pointer);
[[nodiscard]] Result<std::string> append_json(const std::string& text, const std::string& pointer,
                                              const std::string& value);

// Throw std::invalid_argument, "call: why".
void need_pointer(const char* call, const std::string& pointer);
void need_json(const char* call, const std::string& text);

}  // namespace wiretape::policy
