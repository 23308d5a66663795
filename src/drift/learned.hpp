// SPDX-License-Identifier: MIT
// What two recordings of the same test tell of values that are other ones each time.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <wiretape/cassette.hpp>
#include <wiretape/options.hpp>

namespace wiretape::drift {

struct Learned {
  std::size_t compared = 0;          // interactions
  std::vector<Ignored> ignore = {};  // of requests: nobody handed them out
  // Places in answers whose values a later request sends back: it fits by itself where what is played is what
  // was recorded, and by DeckOptions::capture where a rule changes it.
  std::vector<Ignored> captures = {};
  std::vector<std::string> volatile_places = {};  // of answers, as CassetteHeader has them
  // What no place can leave out, a line each: a path that is another one each time, a header, a status.
  std::vector<std::string> unexplained = {};
  std::vector<std::string> only_in_first = {}, only_in_second = {};  // "GET https://..., interaction 2"

  [[nodiscard]] bool empty() const {
    return ignore.empty() && captures.empty() && volatile_places.empty() && unexplained.empty() &&
           only_in_first.empty() && only_in_second.empty();
  }
};

[[nodiscard]] Learned learn(const Cassette& first, const Cassette& second);

// Puts the volatile places into a header that does not name them yet.
void add_volatile(CassetteHeader& header, const Learned& learned);
// What differs, with lines to paste.
[[nodiscard]] std::vector<std::string> lines_of(const Learned& learned);
// The same as a text for a terminal.
[[nodiscard]] std::string in_words(const Learned& learned);

}  // namespace wiretape::drift
