// SPDX-License-Identifier: MIT
#include "cli/convert.hpp"

#include <wiretape/cassette.hpp>

#include "base/text.hpp"
#include "cassette/side_files.hpp"
#include "cassette/store.hpp"
#include "cli/failure.hpp"
#include "cli/place.hpp"

namespace wiretape::cli {

namespace {

// As a text alone tells of it: what stands in files beside it is named, and not there.
Cassette as_told(Cassette cassette) {
  for (auto& interaction : cassette.interactions) {
    cassette::for_each_large_body(interaction, [](Body& body, const Headers&) {
      if (body.large->file.empty()) return;
      auto large = *body.large;
      large.path.clear();
      body = {.is_truncated = true, .large = std::move(large)};
    });
  }
  return cassette;
}

}  // namespace

void convert(const Convert& files) {
  const auto from = with_ending(files.from), to = with_ending(files.to);
  const auto cassette = read_cassette(from);
  if (!files.may_replace && cassette::file_exists(to)) {
    throw Failure(escape_control(to) + ": is there already", "name another file, or replace it by --force");
  }
  const auto format = cassette::format_of(to);
  if (parse_cassette(format_cassette(cassette, format), format, to) != as_told(cassette)) {
    throw Failure(escape_control(from) + ": cannot be written to " + escape_control(to) + " without loss",
                  "report it, with the file: this is a defect of Wiretape");
  }
  write_cassette(cassette, to);
}

}  // namespace wiretape::cli
