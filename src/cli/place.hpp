// SPDX-License-Identifier: MIT
// The cassette that the user named by a path, as DeckOptions wants it.
#pragma once

#include <string>

namespace wiretape::cli {

// ".yaml" is added where the file's name has no ending.
[[nodiscard]] std::string with_ending(const std::string& path);

struct CassettePlace {
  std::string directory, name;
  std::string shown;  // as the user named it, with the ending
  bool exists = false;
};

// A symbolic link that the user names is followed. Throws Failure for what can be no cassette.
[[nodiscard]] CassettePlace place_of(const std::string& path);

// Throws Failure when it is plain already that nothing can be written there.
void require_writable(const CassettePlace& place);

}  // namespace wiretape::cli
