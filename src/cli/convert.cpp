// SPDX-License-Identifier: MIT
#include "cli/convert.hpp"

#include <ostream>

#include <wiretape/cassette.hpp>

#include "base/text.hpp"
#include "cassette/foreign.hpp"
#include "cassette/side_files.hpp"
#include "cassette/store.hpp"
#include "cli/failure.hpp"
#include "cli/files.hpp"
#include "cli/place.hpp"
#include "secrets/redactor.hpp"

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

// Of another tool's recording, without secrets: nobody has taken them out yet.
Cassette import(const std::string& from, const std::string& text, cassette::Foreign kind, std::ostream& err) {
  auto imported = cassette::import_foreign(text, kind, from);
  for (const auto& lost : imported.lost) err << "wiretape: lost: " << lost << '\n';
  secrets::Redactor redactor(secrets::default_rules());
  for (auto& interaction : imported.cassette.interactions) redactor.redact(interaction);
  imported.cassette.header.redact = secrets::written({}, true);
  return std::move(imported.cassette);
}

Cassette read(const std::string& from, std::ostream& err) {
  const auto text = read_file(from);
  const auto kind = text ? cassette::foreign_kind(*text) : std::nullopt;
  return kind ? import(from, *text, *kind, err) : read_cassette(from);
}

// By B's ending; nothing for a cassette.
std::optional<cassette::Exported> exported(const Cassette& cassette, const std::string& to) {
  if (to.ends_with(".har")) return cassette::write_har(cassette);
  if (to.ends_with(".vcr.yml") || to.ends_with(".vcr.yaml")) return cassette::write_vcr(cassette);
  if (to.ends_with(".sh")) return cassette::write_curl(cassette);
  return std::nullopt;
}

}  // namespace

void convert(const Convert& files, std::ostream& err) {
  const auto from = with_ending(files.from), to = with_ending(files.to);
  const auto cassette = read(from, err);
  if (!files.may_replace && cassette::file_exists(to)) {
    throw Failure(escape_control(to) + ": is there already", "name another file, or replace it by --force");
  }
  if (const auto other = exported(cassette, to)) {
    for (const auto& lost : other->lost) err << "wiretape: lost: " << lost << '\n';
    return write_file(to, other->text);
  }
  const auto format = cassette::format_of(to);
  if (parse_cassette(format_cassette(cassette, format), format, to) != as_told(cassette)) {
    throw Failure(escape_control(from) + ": cannot be written to " + escape_control(to) + " without loss",
                  "report it, with the file: this is a defect of Wiretape");
  }
  write_cassette(cassette, to);
}

}  // namespace wiretape::cli
