// SPDX-License-Identifier: MIT
// The values of XML and HTML with where they stand: attributes, and elements that hold text alone.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace wiretape::secrets {

// `name` without its prefix. The value is text_.substr(at, size), with its references as they are.
void scan_markup(std::string_view text,
                 const std::function<void(std::string_view name, std::size_t at, std::size_t size)>& visit);

}  // namespace wiretape::secrets
