// SPDX-License-Identifier: MIT
// XML in one spelling of many.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wiretape::policy {

// The same for two texts that differ in the order of attributes, white space in tags and around texts,
// quotes, references, CDATA, empty elements, comments, the declaration and processing instructions alone.
// Nothing where it is no XML that is well-formed as far as this looks, or has a document type. Prefixes are
// taken as written.
[[nodiscard]] std::optional<std::string> canonical_xml(std::string_view text);

}  // namespace wiretape::policy
