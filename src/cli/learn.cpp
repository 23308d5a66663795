// SPDX-License-Identifier: MIT
#include "cli/learn.hpp"

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
  const auto& known = first.header.volatile_places;
  const auto before = known.size();
  drift::add_volatile(first.header, learned);
  if (known.size() > before) write_cassette(first, what.first);
  out << escape_control(what.first) << ": its header names " << known.size() << " volatile places\n";
  return learned.empty();
}

}  // namespace wiretape::cli
