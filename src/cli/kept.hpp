// SPDX-License-Identifier: MIT
// What a recording has come to.
#pragma once

#include <optional>
#include <string>

#include <wiretape/options.hpp>

#include "cli/place.hpp"

namespace wiretape::cli {

// Looks at the cassette before and after its deck. Mode all replaces the file whatever was recorded, which
// a test wants; who starts the program by mistake, and ends it, wants his recording back.
class KeptCassette {
public:
  // Throws CassetteError when there is a file that cannot be read.
  KeptCassette(CassettePlace place, RecordMode mode);

  // When the deck has stopped: puts the old file back where nothing came in its place, and says in one line
  // what is there now. Throws CassetteError.
  [[nodiscard]] std::string settle() const;

private:
  [[nodiscard]] std::string path() const { return place_.directory + "/" + place_.name; }

  CassettePlace place_;
  std::optional<std::string> old_;  // of mode all
};

}  // namespace wiretape::cli
