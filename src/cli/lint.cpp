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
#include "policy/secrets.hpp"
#include "policy/wording.hpp"

namespace wiretape::cli {

namespace {

// Enough to find it by, and not to use it.
std::string hinted(std::string_view secret) {
  constexpr std::size_t shown = 6;
  return escape_control(secret.substr(0, std::min(shown, secret.size() / 3))) + "…";
}

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
    for (std::size_t i = 0; i < tape->size(); ++i) {
      const auto interaction = tape->interaction(i);
      if (!interaction) {
        say(interaction.error().offset, interaction.error().message);
      } else {
        look_at(**interaction, tape->summary(i).line, i + 1);
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
    for (const auto& secret : policy::find_secrets(text)) {
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
    say(line, std::string(kind) + ", " + hinted(secret) + where);
  }

  // What its text does not show: bodies in base64 or compressed, and headers that say by their name what they
  // hold.
  void look_at(const Interaction& interaction, std::size_t line, std::size_t number) {
    const auto of = [&](const std::string& what) {
      return ", in the " + what + " of interaction " + std::to_string(number);
    };
    look_at_headers(interaction.request.headers, line, of("request"));
    look_at_body(interaction.request.body, line, of("request's body"));
    const auto* response = std::get_if<Response>(&interaction.outcome);
    if (response == nullptr) return;
    look_at_headers(response->headers, line, of("response"));
    look_at_body(response->body, line, of("response's body"));
  }

  void look_at_body(const Body& body, std::size_t line, const std::string& where) {
    for (const auto& secret : policy::find_secrets(body.text()))
      tell(secret.kind, std::string_view(body.text()).substr(secret.at, secret.size), line, where);
  }

  void look_at_headers(const Headers& headers, std::size_t line, const std::string& where) {
    for (const auto& field : headers) {
      const bool is_told = std::any_of(told_.begin(), told_.end(), [&](const std::string& secret) {
        return field.value.find(secret) != std::string::npos;
      });
      if (!policy::may_be_secret(field.name) || field.value.empty() || is_told || is_harmless(field.value))
        continue;
      say(line, escape_control(field.name, 100) + ": " + hinted(field.value) + where);
    }
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
