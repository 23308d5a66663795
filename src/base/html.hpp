// SPDX-License-Identifier: MIT
// Pages that need nothing else: what reports share.
#pragma once

#include <string>
#include <string_view>

namespace wiretape::html {

// For a text or an attribute in double quotes; also for XML.
[[nodiscard]] std::string escaped(std::string_view text);
// The same line by line; control bytes and bytes that are no UTF-8 have no place in a page.
[[nodiscard]] std::string shown(std::string_view text);
// A coloured word, whose class the page's style knows. `words` as shown() has them.
[[nodiscard]] std::string tag(std::string_view kind, const std::string& words);
// `title` as shown() has it; `style` is added to what all pages have.
[[nodiscard]] std::string page(const std::string& title, std::string_view style, const std::string& content);

}  // namespace wiretape::html
