// SPDX-License-Identifier: MIT
#include "cli/kept.hpp"

#include "base/text.hpp"
#include "cassette/file.hpp"
#include "cassette/format.hpp"
#include "cassette/store.hpp"
#include "cassette/tape.hpp"

namespace wiretape::cli {

KeptCassette::KeptCassette(CassettePlace place, RecordMode mode) : place_(std::move(place)) {
  if (mode == RecordMode::all) old_ = cassette::read_file({path(), place_.shown});
}

std::string KeptCassette::settle() const {
  const auto file = escape_control(place_.shown);
  const auto text = cassette::read_file({path(), place_.shown});
  if (!text) return "nothing was recorded, so there is no " + file + '\n';
  const auto tape = cassette::Tape::open(*text, cassette::format_of(place_.name));
  if (!tape) throw cassette::unreadable_cassette(place_.shown, tape.error());
  if (tape->size() == 0 && old_) {
    cassette::replace_file({path(), place_.shown}, *old_);
    return "nothing was recorded; " + file + " is as it was\n";
  }
  return file + " holds " + std::to_string(tape->size()) +
         (tape->size() == 1 ? " interaction\n" : " interactions\n");
}

}  // namespace wiretape::cli
