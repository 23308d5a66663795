// SPDX-License-Identifier: MIT
#include "cli/learn.hpp"

#include <algorithm>
#include <ostream>

#include "base/text.hpp"
#include "cli/files.hpp"
#include "drift/learned.hpp"

namespace wiretape::cli {

bool learn(const Learn& what, std::ostream& out) {
  auto first = read_cassette(what.first);
  const auto learned = drift::learn(first, read_cassette(what.second));
  out << drift::in_words(learned);
  if (!what.writes || learned.volatile_places.empty()) return learned.empty();
  auto& known = first.header.volatile_places;
  const auto before = known.size();
  for (const auto& place : learned.volatile_places) {
    if (std::find(known.begin(), known.end(), place) == known.end()) known.push_back(place);
  }
  if (known.size() > before) write_cassette(first, what.first);
  out << escape_control(what.first) << ": its header names " << known.size() << " volatile places\n";
  return learned.empty();
}

}  // namespace wiretape::cli
