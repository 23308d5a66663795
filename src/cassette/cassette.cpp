// SPDX-License-Identifier: MIT
#include <wiretape/cassette.hpp>

#include <filesystem>

#include "base/text.hpp"
#include "cassette/format.hpp"
#include "cassette/side_files.hpp"
#include "cassette/store.hpp"

namespace wiretape {

namespace {

std::string worded(const std::string& file, std::size_t line, const std::string& cause,
                   const std::string& remedy) {
  auto out = escape_control(file);
  if (line > 0) out += ":" + std::to_string(line);
  return out + ": " + cause + "\n  next: " + remedy;
}

// Whoever names a path means what its links lead to.
cassette::Place followed(const std::string& path) {
  std::error_code error;
  const auto real = std::filesystem::weakly_canonical(path, error);
  return {error ? path : real.string(), path};
}

}  // namespace

CassetteError::CassetteError(std::string file, std::size_t line, std::string cause, std::string remedy)
    : std::runtime_error(worded(file, line, cause, remedy)), file_(std::move(file)), line_(line) {}

Cassette read_cassette(const std::string& path) {
  const auto place = followed(path);
  const auto text = cassette::read_file(place);
  if (!text) throw CassetteError(path, 0, "there is no such file", "look at the path, or record it first");
  return cassette::parse_whole(*text, cassette::format_of(path), path, cassette::SideFiles(place));
}

void write_cassette(const Cassette& cassette, const std::string& path) {
  const auto place = followed(path);
  auto placed = cassette;
  for (auto& interaction : placed.interactions) {
    cassette::for_each_large_body(interaction, [&](Body& body, const Headers&) {
      if (!body.large->file.empty()) cassette::copy_side_file(*body.large, place);
    });
  }
  cassette::replace_file(place, format_cassette(placed, cassette::format_of(path)));
}

}  // namespace wiretape
