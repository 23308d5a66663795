// SPDX-License-Identifier: MIT
#include "cli/program.hpp"

#include <ostream>

#include <wiretape/deck.hpp>

#include "base/text.hpp"
#include "cli/authority.hpp"
#include "cli/command_line.hpp"
#include "cli/convert.hpp"
#include "cli/diff.hpp"
#include "cli/failure.hpp"
#include "cli/learn.hpp"
#include "cli/lint.hpp"
#include "cli/orphans.hpp"
#include "cli/redact.hpp"
#include "cli/remedies.hpp"
#include "cli/run_deck.hpp"
#include "cli/show.hpp"
#include "cli/terminal.hpp"

namespace wiretape::cli {

namespace {

struct Surroundings {
  std::ostream& out;
  std::ostream& err;
  const deck::Lookup& environment;
};

int carry_out(const RunDeck& run, const Surroundings& around) {
  return run_deck(run, around.out, around.err, around.environment);
}

int carry_out(const Show& what, const Surroundings& around) {
  show(what, terminal_of_stdout(around.environment), around.out);
  return succeeded;
}

int carry_out(const Convert& files, const Surroundings& around) {
  convert(files, around.err);
  return succeeded;
}

int carry_out(const Lint& what, const Surroundings& around) {
  return lint(what, around.out) == 0 ? succeeded : found_faults;
}

int carry_out(const Orphans& what, const Surroundings& around) {
  return orphans(what, around.out) == 0 ? succeeded : found_faults;
}

int carry_out(const Diff& what, const Surroundings& around) {
  return diff(what, around.out, around.err, around.environment);
}

int carry_out(const Learn& what, const Surroundings& around) {
  return learn(what, around.out) ? succeeded : found_faults;
}

int carry_out(const Redact& what, const Surroundings& around) {
  return redact(what, around.out, around.err) ? succeeded : found_faults;
}

int carry_out(const Ca& how, const Surroundings& around) {
  const auto authority = LastingAuthority::of_user(around.environment);
  if (!authority) {
    throw Failure("there is no place for an authority: neither XDG_CONFIG_HOME nor HOME is set",
                  "set HOME to this user's home directory");
  }
  const auto pem = authority->make(how.renews);
  around.out << (how.wants_path ? authority->certificate_path() + '\n' : pem.certificate);
  return succeeded;
}

int carry_out(const Say& say, const Surroundings& around) {
  (say.exit_code == succeeded ? around.out : around.err) << say.text;
  return say.exit_code;
}

// What was printed is on its way, or the disk is full.
int flushed(int exit_code, const Surroundings& around) {
  if (around.out.flush() || exit_code != succeeded) return exit_code;
  throw Failure("stdout cannot be written", "look at what stdout is: a full disk, a closed pipe");
}

}  // namespace

int run_program(std::vector<std::string> arguments, std::ostream& out, std::ostream& err,
                const deck::Lookup& environment) {
  const Surroundings around{out, err, environment};
  const auto complain = [&](std::string_view text) { err << "wiretape: " << text << std::endl; };
  try {
    const auto line = parse_command_line(std::move(arguments));
    return flushed(std::visit([&](const auto& command) { return carry_out(command, around); }, line), around);
  } catch (const Failure& failure) {
    complain(failure.what());
    return failure.exit_code();
  } catch (const StartError& error) {
    complain(in_words_of_program(error.what()));
  } catch (const std::exception& error) {  // CassetteError, and what the system refuses
    complain(error.what());
  }
  return failed;
}

}  // namespace wiretape::cli
