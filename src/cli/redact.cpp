// SPDX-License-Identifier: MIT
#include "cli/redact.hpp"

#include <algorithm>
#include <ostream>
#include <set>

#include <wiretape/cassette.hpp>

#include "base/text.hpp"
#include "cassette/format.hpp"
#include "cassette/framing.hpp"
#include "cassette/side_files.hpp"
#include "cassette/store.hpp"
#include "cli/failure.hpp"
#include "cli/place.hpp"
#include "deck/redacted_file.hpp"
#include "policy/messages.hpp"
#include "secrets/redactor.hpp"

namespace wiretape::cli {

namespace {

// The large bodies of an interaction, each in a new file where it held a secret.
void redact_files(Interaction& interaction, secrets::Redactor& redactor, const cassette::Place& place) {
  const auto redact_body = [&](auto& message, bool is_of_answer) {
    auto& body = message.body;
    if (!body.large || body.large->path.empty()) return;
    const cassette::SideFileReader reader(body.large->path);
    const secrets::Variables none;
    const auto clean = deck::redacted_file({redactor, false, none}, reader, message.headers, is_of_answer,
                                           [&] { return std::make_unique<cassette::SideFileWriter>(place); });
    if (!clean.file) return;
    body.large = clean.body;
    clean.file->put_in_place(*body.large, cassette::ending_of(message.headers));
    cassette::mend_lengths(message);
  };
  redact_body(interaction.request, false);
  if (auto* response = secrets::response_of(interaction)) redact_body(*response, true);
}

std::string joined(const std::set<std::string>& places) {
  std::string out;
  for (const auto& place : places) out += (out.empty() ? "" : ", ") + place;
  return out;
}

class FileRedaction {
public:
  FileRedaction(const std::string& file, const std::vector<Redaction>& redactions)
      : path_(with_ending(file)), cassette_(read_cassette(path_)) {
    for (const auto& redaction : redactions) add(secrets::written(redaction));
    add("defaults");
    // Its order is that of a deck that records.
    std::stable_partition(cassette_.header.redact.begin(), cassette_.header.redact.end(),
                          [](const std::string& text) { return text == "defaults"; });
  }

  // The places where something was replaced. Throws CassetteError.
  bool run(std::ostream& out, std::ostream& err) {
    const auto before = cassette_;
    secrets::Redactor redactor(secrets::rules_of(cassette_.header.redact));
    redactor.goes_on_from(format_cassette(cassette_, CassetteFormat::yaml));
    const auto place = place_of(path_);
    const cassette::Place where{place.directory + "/" + place.name, path_};
    for (auto& interaction : cassette_.interactions) {
      redactor.redact(interaction, secrets::Source::cassette);
      redact_files(interaction, redactor, where);
    }
    // What was met late may stand in front.
    for (auto& interaction : cassette_.interactions) redactor.redact(interaction, secrets::Source::cassette);
    for (const auto& interaction : cassette_.interactions) {
      const auto suspects = secrets::suspects_in(redactor.rules(), {}, interaction);
      if (suspects.empty()) continue;
      err << "wiretape: " << policy::secret_refused({RecordMode::all, true, path_}, suspects).message << '\n';
      cassette::remove_side_files_but(where, cassette::side_files_of(before));
      return false;
    }
    if (cassette_.interactions != before.interactions || cassette_.header.redact != before.header.redact) {
      write_cassette(cassette_, path_);
      cassette::remove_side_files_but(where, cassette::side_files_of(cassette_));
    }
    const auto places = joined(redactor.places());
    out << escape_control(path_) << ": " << (places.empty() ? "holds no secret" : "replaced " + places)
        << '\n';
    return true;
  }

private:
  void add(std::string text) {
    auto& all = cassette_.header.redact;
    if (std::find(all.begin(), all.end(), text) == all.end()) all.push_back(std::move(text));
  }

  std::string path_;
  Cassette cassette_;
};

}  // namespace

bool redact(const Redact& what, std::ostream& out, std::ostream& err) {
  bool are_all_clean = true;
  for (const auto& file : what.files)
    are_all_clean = FileRedaction(file, what.redactions).run(out, err) && are_all_clean;
  return are_all_clean;
}

}  // namespace wiretape::cli
