// SPDX-License-Identifier: MIT
#include <wiretape/cassette.hpp>

#include <filesystem>
#include <map>

#include "base/text.hpp"
#include "cassette/foreign.hpp"
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
  if (const auto kind = cassette::foreign_kind(*text))
    return cassette::import_foreign(*text, *kind, path).cassette;
  return cassette::parse_whole(*text, cassette::format_of(path), path, cassette::SideFiles(place));
}

void write_cassette(const Cassette& cassette, const std::string& path) {
  const auto place = followed(path);
  // Of the interactions with large bodies, copies that name the files beside this one.
  std::map<std::size_t, Interaction> placed;
  for (std::size_t i = 0; i < cassette.interactions.size(); ++i) {
    bool has_file = false;
    cassette::for_each_large_body(cassette.interactions[i], [&](const Body& body, const Headers&) {
      has_file = has_file || !body.large->file.empty();
    });
    if (!has_file) continue;
    auto& copy = placed[i] = cassette.interactions[i];
    cassette::for_each_large_body(copy, [&](Body& body, const Headers&) {
      if (!body.large->file.empty()) cassette::copy_side_file(*body.large, place);
    });
  }
  const auto of = [&](std::size_t i) -> const Interaction& {
    const auto found = placed.find(i);
    return found == placed.end() ? cassette.interactions[i] : found->second;
  };
  cassette::replace_file(place, [&](const cassette::Append& append) {
    constexpr std::size_t at_once = 1024 * 1024;
    std::string text;
    cassette::write_pieces(cassette.header, cassette.interactions.size(), of, cassette::format_of(path),
                           [&](std::string_view piece) {
                             text += piece;
                             if (text.size() < at_once) return;
                             append(text);
                             text.clear();
                           });
    append(text);
  });
}

}  // namespace wiretape
