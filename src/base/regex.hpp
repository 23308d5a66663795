// SPDX-License-Identifier: MIT
// How regular expressions of users are read.
#pragma once

#include <regex>

namespace wiretape {

// libstdc++'s usual matcher calls itself for each byte, and a body of some ten thousand would end the
// program; its other one needs no stack, time that grows with the body, and knows no back-references.
inline constexpr auto regex_grammar = std::regex::ECMAScript
#ifdef __GLIBCXX__
                                      | std::regex_constants::__polynomial
#endif
    ;

}  // namespace wiretape
