// SPDX-License-Identifier: MIT
// Pieces of what matchers say. Texts from outside are escaped, and cut where they are long.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <wiretape/http.hpp>
#include <wiretape/matchers.hpp>

namespace wiretape::policy {

inline constexpr std::size_t explained_bytes = 200;  // of one text: about two lines of a terminal

[[nodiscard]] std::string in_quotes(std::string_view text);

// A part of a request by its name: `has path "/a"`, or `has a path that starts with "/a"`.
void describe_part(std::ostream* os, std::string_view name, const TextMatcher& fits, bool is_negated);
// One of several by that name: `has header X: "a"`, or `has a header X that contains "a"`.
void describe_one_of(std::ostream* os, std::string_view name, const TextMatcher& fits, bool is_negated);

// "whose body is ..." without the "whose": `body is "a=1"`, `body is empty`, `body begins with "..."`.
[[nodiscard]] std::string body_is(const Body& body);
// `none`, `"a"`, `"a" and "b"`.
[[nodiscard]] std::string listed(const std::vector<std::string>& texts);

}  // namespace wiretape::policy
