// SPDX-License-Identifier: MIT
// What holds for every cassette.
#pragma once

#include <string_view>

#include <wiretape/cassette.hpp>

namespace wiretape::fuzz {

// Reads as the same when it is written, in either format.
void check_written_again(const Cassette& cassette);

// Whatever the text: it is read, or refused with a message and a line of it; a Tape says the same as
// parse_cassette; and what was read is the same when it is written again.
void check_cassette(std::string_view text, CassetteFormat format);

}  // namespace wiretape::fuzz
