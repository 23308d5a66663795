// SPDX-License-Identifier: MIT
#include "cli/lint.hpp"

#include <algorithm>
#include <ostream>
#include <set>

#include <wiretape/cassette.hpp>

#include "base/text.hpp"
#include "cassette/store.hpp"
#include "cassette/tape.hpp"
#include "cli/failure.hpp"
#include "cli/files.hpp"
#include "secrets/gate.hpp"
#include "secrets/shapes.hpp"

namespace wiretape::cli {

namespace {

class FileLint {
public:
  FileLint(const std::string& path, const std::vector<std::string>& harmless, std::ostream& out)
      : path_(path), harmless_(harmless), out_(out) {}

  std::size_t run(const std::string& text) {
    look_beside();
    look_for_secrets(text);
    auto tape = cassette::Tape::open(text, cassette::format_of(path_), cassette::SideFiles({path_, path_}));
    if (!tape) {
      say(tape.error().offset, tape.error().message);
      return count_;
    }
    const auto rules = secrets::rules_of(tape->header().redact);
    for (std::size_t i = 0; i < tape->size(); ++i) {
      const auto interaction = tape->interaction(i);
      if (!interaction) {
        say(interaction.error().offset, interaction.error().message);
      } else {
        look_at(rules, **interaction, tape->summary(i).line, i + 1);
      }
    }
    return count_;
  }

private:
  void say(std::size_t line, const std::string& what) {
    ++count_;
    out_ << escape_control(path_) << ':';
    if (line > 0) out_ << line << ':';
    out_ << ' ' << what << '\n';
  }

  // What a recording that was killed, or a test that failed, has left.
  void look_beside() {
    for (const auto* ending : {".part", ".recovered", ".rejected"}) {
      if (cassette::file_exists(path_ + ending))
        say(0, "there is a " + escape_control(path_) + ending + " beside it: look at it, and remove it");
    }
  }

  [[nodiscard]] bool is_harmless(std::string_view secret) const {
    return std::any_of(harmless_.begin(), harmless_.end(), [&](const std::string& harmless) {
      return secret.find(harmless) != std::string_view::npos;
    });
  }

  void look_for_secrets(std::string_view text) {
    std::size_t line = 1, counted = 0;
    for (const auto& secret : secrets::find_secrets(text)) {
      line +=
          static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(counted),
                                              text.begin() + static_cast<std::ptrdiff_t>(secret.at), '\n'));
      counted = secret.at;
      tell(secret.kind, text.substr(secret.at, secret.size), line, "");
    }
  }

  void tell(std::string_view kind, std::string_view secret, std::size_t line, const std::string& where) {
    const bool is_new = told_.emplace(secret).second;
    if (is_harmless(secret) || (!where.empty() && !is_new)) return;
    say(line, std::string(kind) + ", " + secrets::hinted(secret) + where);
  }

  // What its text does not show: bodies in base64 or compressed, and places that say by their names what they
  // hold.
  void look_at(const secrets::Rules& rules, const Interaction& interaction, std::size_t line,
               std::size_t number) {
    const auto of = ", in interaction " + std::to_string(number);
    for (const auto& secret : secrets::secrets_in(rules, interaction)) {
      if (!is_part_of_told(secret.value)) tell(secret.what, secret.value, line, of + "'s " + secret.where);
    }
    for (const auto& suspect : secrets::suspects_in(rules, {}, interaction)) {
      if (!is_part_of_told(suspect.value)) tell(suspect.what, suspect.value, line, of + ", " + suspect.where);
    }
  }

  [[nodiscard]] bool is_part_of_told(std::string_view secret) const {
    return std::any_of(told_.begin(), told_.end(), [&](const std::string& told) {
      return told.find(secret) != std::string::npos || secret.find(told) != std::string_view::npos;
    });
  }

  const std::string& path_;
  const std::vector<std::string>& harmless_;
  std::ostream& out_;
  std::set<std::string, std::less<>> told_;
  std::size_t count_ = 0;
};

}  // namespace

std::size_t lint(const Lint& what, std::ostream& out) {
  std::size_t count = 0;
  for (const auto& path : what.files) {
    const auto text = read_file(path);
    if (!text) throw Failure(escape_control(path) + ": there is no such file", "look at the path");
    count += FileLint(path, what.harmless, out).run(*text);
  }
  return count;
}

}  // namespace wiretape::cli
