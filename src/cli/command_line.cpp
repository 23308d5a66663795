// SPDX-License-Identifier: MIT
#include "cli/command_line.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>

#include <wiretape/version.hpp>

#include "base/text.hpp"
#include "cli/address.hpp"
#include "cli/failure.hpp"
#include "cli/help.hpp"
#include "cli/match_parts.hpp"
#include "cli/run_options.hpp"
#include "cli/validators.hpp"

namespace wiretape::cli {

namespace {

// What all commands are parsed into; the one that was named is the result.
struct Parsed {
  RunDeck record, play, proxy;
  std::string record_mode = "all", match_on;
  bool adds = false;
  Show show;
  std::size_t number = 0;
  Convert convert;
  Lint lint;
  Redact redact;
  Orphans orphans;
  Diff diff;
  Learn learn;
  Ca ca;
};

// CLI11's help with our own usage lines, and without its REQUIRED, Excludes and default values.
class Help : public CLI::Formatter {
public:
  Help() {
    column_width(28);
    label("Positionals", "Arguments");
  }
  std::string make_usage(const CLI::App* app, std::string) const override {
    const bool is_top = app->get_parent() == nullptr;
    return "usage: " + usage(is_top ? "" : app->get_name()) + '\n';
  }
  std::string make_option_opts(const CLI::Option* option) const override {
    return option->get_type_name().empty() ? "" : " " + option->get_type_name();
  }
  std::string make_footer(const CLI::App* app) const override {
    const auto footer = app->get_footer();
    return footer.empty() ? "" : '\n' + footer + '\n';
  }
};

// Without CLI11's double empty lines.
std::string help_of(const CLI::App& app) {
  auto text = app.help();
  for (auto at = text.find("\n\n\n"); at != std::string::npos; at = text.find("\n\n\n", at))
    text.erase(at, 1);
  return text;
}

CLI::App& add_command(CLI::App& app, const char* name) {
  auto& command = *app.add_subcommand(name, help::about(name));
  command.footer(help::footer(name))->group("Commands");
  return command;
}

std::string fault_of_file(const std::string& file) { return file.empty() ? "FILE is empty" : ""; }

CLI::App& add_run(CLI::App& app, const char* name, RunDeck& run, std::string& match_on, bool needs_cassette) {
  auto& command = add_command(app, name);
  command.add_option("-c,--cassette", run.cassette, help::cassette)
      ->type_name("FILE")
      ->required(needs_cassette)
      ->check(fault_of_file);
  add_run_options(command, run, match_on);
  return command;
}

void add_diff(CLI::App& app, Parsed& parsed) {
  auto& diff = add_command(app, "diff");
  diff.add_option("CASSETTE", parsed.diff.run.cassette, help::diff_cassette)
      ->type_name("")
      ->required()
      ->check(fault_of_file);
  diff.add_option("--against", parsed.diff.against, help::diff_against)
      ->type_name("FILE")
      ->check(fault_of_file);
  diff.add_option("--report", parsed.diff.reports, help::diff_report)
      ->type_name("FILE")
      ->allow_extra_args(false);
  diff.add_option_function<std::string>(
          "--fail-on",
          [&parsed](const std::string& name) {
            parsed.diff.run.drift.fails_on = name == "any"     ? DriftFails::any
                                             : name == "never" ? DriftFails::never
                                                               : DriftFails::breaking;
          },
          help::diff_fail_on)
      ->type_name("WHAT")
      ->check(CLI::IsMember(std::vector<std::string>{"breaking", "any", "never"}).description(""));
  diff.add_flag("--all-methods", parsed.diff.asks_all, help::diff_all_methods);
  add_diff_options(diff, parsed.diff.run, parsed.match_on);
}

void add_record_mode(CLI::App& record, Parsed& parsed) {
  auto* mode = record.add_option("--mode", parsed.record_mode, help::mode);
  mode->type_name("MODE")->check(
      CLI::IsMember(std::vector<std::string>{"all", "new_episodes", "once"}).description(""));
  record.add_flag("--add", parsed.adds, help::add)->excludes(mode);
}

void add_file_commands(CLI::App& app, Parsed& parsed) {
  auto& show = add_command(app, "show");
  show.add_option("FILE", parsed.show.file, help::show_file)->type_name("")->required();
  auto* number = show.add_option("N", parsed.number, help::show_number);
  number->type_name("")->check(from_one_to(1'000'000'000));
  auto* json = show.add_flag("--json", parsed.show.is_json, help::show_json);
  show.add_flag("--body", parsed.show.is_body, help::show_body)->needs(number)->excludes(json);

  auto& convert = add_command(app, "convert");
  convert.add_option("A", parsed.convert.from, help::convert_from)->type_name("")->required();
  convert.add_option("B", parsed.convert.to, help::convert_to)->type_name("")->required();
  convert.add_flag("-f,--force", parsed.convert.may_replace, help::convert_force);

  auto& lint = add_command(app, "lint");
  lint.add_option("FILE", parsed.lint.files, help::lint_files)->type_name("")->required();
  lint.add_option("--harmless", parsed.lint.harmless, help::lint_harmless)->type_name("TEXT")->expected(1);

  auto& redact = add_command(app, "redact");
  redact.add_option("FILE", parsed.redact.files, help::redact_files)->type_name("")->required();
  add_redactions(redact, parsed.redact.redactions, "");

  auto& orphans = add_command(app, "orphans");
  orphans.add_option("TEST_PROGRAM", parsed.orphans.test_program, help::orphans_program)
      ->type_name("")
      ->required();
  orphans.add_option("DIR", parsed.orphans.directory, help::orphans_directory)->type_name("")->required();

  auto& learn = add_command(app, "learn");
  learn.add_option("A", parsed.learn.first, help::learn_first)->type_name("")->required();
  learn.add_option("B", parsed.learn.second, help::learn_second)->type_name("")->required();
  learn.add_flag("--write", parsed.learn.writes, help::learn_write);

  auto& ca = add_command(app, "ca");
  ca.add_flag("--path", parsed.ca.wants_path, help::ca_path);
  ca.add_flag("--renew", parsed.ca.renews, help::ca_renew);
}

RunDeck finished(RunDeck run, const std::string& match_on, RecordMode mode,
                 std::vector<std::string> command) {
  run.mode = mode;
  run.command = std::move(command);
  if (auto listen = parse_address(run.listen)) run.listen = std::move(*listen);
  if (!match_on.empty()) run.match_on = *parse_match_parts(match_on);
  return run;
}

CommandLine chosen(Parsed parsed, const std::string& name, std::vector<std::string> command) {
  const auto& match_on = parsed.match_on;
  if (name == "record") {
    const auto mode = parsed.adds ? RecordMode::new_episodes : *record_mode(parsed.record_mode);
    return finished(std::move(parsed.record), match_on, mode, std::move(command));
  }
  if (name == "play") return finished(std::move(parsed.play), match_on, RecordMode::none, std::move(command));
  if (name == "proxy") {
    const auto mode = parsed.proxy.cassette.empty() ? RecordMode::passthrough : RecordMode::new_episodes;
    return finished(std::move(parsed.proxy), match_on, mode, std::move(command));
  }
  if (name == "diff") {
    parsed.diff.run = finished(std::move(parsed.diff.run), match_on, RecordMode::diff, std::move(command));
    return parsed.diff;
  }
  if (name == "learn") return parsed.learn;
  if (name == "show") {
    if (parsed.number > 0) parsed.show.number = parsed.number;
    return parsed.show;
  }
  if (name == "convert") return parsed.convert;
  if (name == "lint") return parsed.lint;
  if (name == "redact") return parsed.redact;
  if (name == "orphans") return parsed.orphans;
  return parsed.ca;
}

// What follows the first "--" of a command that runs another, taken off the arguments.
std::vector<std::string> take_command(std::vector<std::string>& arguments) {
  const auto mark = std::find(arguments.begin(), arguments.end(), "--");
  if (mark == arguments.end()) return {};
  std::vector<std::string> command(mark + 1, arguments.end());
  arguments.erase(mark, arguments.end());
  return command;
}

bool runs_decks(const std::string& name) {
  return name == "record" || name == "play" || name == "proxy" || name == "diff";
}

Say mistake(const std::string& cause, const std::string& remedy) {
  return {"wiretape: " + escape_control(cause, 500) + "\n  next: " + remedy + '\n', misused};
}

Say mistake(const CLI::App& app, const CLI::ParseError& error) {
  const auto commands = app.get_subcommands();
  const auto name = commands.empty() ? std::string() : commands[0]->get_name();
  const auto help = "wiretape " + name + (name.empty() ? "--help" : " --help");
  const auto extras = app.remaining(true);
  if (dynamic_cast<const CLI::ExtrasError*>(&error) == nullptr || extras.empty()) {
    return mistake(error.what(), help);
  }
  const bool is_command = runs_decks(name) && !extras[0].starts_with('-');
  return mistake("\"" + extras[0] + "\" is not expected here",
                 is_command ? "put -- before the command to run, or see  " + help : help);
}

void declare(CLI::App& app, Parsed& parsed) {
  app.formatter(std::make_shared<Help>());
  app.set_version_flag("--version", std::string("wiretape ") + version, help::print_version);
  app.set_help_flag("-h,--help", help::print_help);
  app.footer(help::footer(""));
  add_record_mode(add_run(app, "record", parsed.record, parsed.match_on, true), parsed);
  add_run(app, "play", parsed.play, parsed.match_on, true);
  add_run(app, "proxy", parsed.proxy, parsed.match_on, false);
  add_diff(app, parsed);
  add_file_commands(app, parsed);
}

bool is_command(const CLI::App& app, const std::string& name) {
  const auto commands = app.get_subcommands(nullptr);
  return std::any_of(commands.begin(), commands.end(),
                     [&](const CLI::App* command) { return command->get_name() == name; });
}

// "help record" is "record --help".
void turn_help_around(std::vector<std::string>& arguments) {
  if (arguments[0] != "help") return;
  std::rotate(arguments.begin(), arguments.begin() + 1, arguments.end());
  arguments.back() = "--help";
}

// What is to be said instead of running a command, if anything.
std::optional<Say> parse_into(CLI::App& app, std::vector<std::string> arguments) {
  try {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes a vector
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    return Say{help_of(app), succeeded};
  } catch (const CLI::CallForVersion& version_text) {
    return Say{std::string(version_text.what()) + '\n', succeeded};
  } catch (const CLI::ParseError& error) {
    return mistake(app, error);
  }
  if (app.get_subcommands().empty()) return mistake("no command is named", "wiretape --help");
  return std::nullopt;
}

}  // namespace

CommandLine parse_command_line(std::vector<std::string> arguments) {
  Parsed parsed;
  CLI::App app(help::about(""), "wiretape");
  declare(app, parsed);
  if (arguments.empty()) return Say{help_of(app), misused};
  turn_help_around(arguments);
  const auto name = arguments[0];
  if (!name.starts_with('-') && !is_command(app, name)) {
    return mistake("\"" + name + "\" is no command of wiretape", "wiretape --help");
  }
  std::vector<std::string> command;
  if (runs_decks(name) && std::find(arguments.begin(), arguments.end(), "--") != arguments.end()) {
    command = take_command(arguments);
    if (command.empty()) return mistake("no command stands behind --", "wiretape " + name + " --help");
  }
  if (auto say = parse_into(app, std::move(arguments))) return std::move(*say);
  return chosen(std::move(parsed), name, std::move(command));
}

}  // namespace wiretape::cli
