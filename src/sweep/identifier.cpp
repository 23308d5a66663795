// SPDX-License-Identifier: MIT
#include "sweep/identifier.hpp"

namespace wiretape::sweep {

std::string identifier(std::string_view text, std::size_t longest) {
  std::string name;
  for (const char c : text) {
    if (is_letter_or_digit(c)) {
      name += c;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
    if (name.size() == longest) break;
  }
  while (name.ends_with('_')) name.pop_back();
  return name;
}

}  // namespace wiretape::sweep
