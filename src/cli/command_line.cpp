// SPDX-License-Identifier: MIT
#include "cli/command_line.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include <wiretape/version.hpp>

#include "base/text.hpp"
#include "cli/address.hpp"
#include "cli/failure.hpp"
#include "cli/help.hpp"
#include "cli/match_parts.hpp"
#include "io/redirects.hpp"
#include "io/upstream_proxy.hpp"
#include "policy/host_list.hpp"
#include "secrets/rules.hpp"

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

CLI::Validator from_one_to(std::size_t most) { return CLI::Range(std::size_t(1), most).description(""); }

// What `parse` finds wrong with a text, in CLI11's manner: empty when nothing is.
template <class Parse>
std::function<std::string(const std::string&)> fault_by(Parse parse) {
  return [parse](const std::string& text) {
    const auto result = parse(text);
    return result ? std::string() : result.error().message;
  };
}

Result<Url> parse_origin(const std::string& text) {
  try {
    return Url::parse(text);
  } catch (const std::invalid_argument& error) {
    return Error{std::string(error.what()) + "; write it as https://host[:port]"};
  }
}

void add_listening(CLI::App& app, RunDeck& run) {
  app.add_option("--listen", run.listen, help::listen)
      ->type_name("HOST:PORT")
      ->check(fault_by(parse_address))
      ->group("Listening");
  app.add_option("--reverse", run.reverse, help::reverse)
      ->type_name("URL")
      ->check(fault_by(parse_origin))
      ->group("Listening");
  app.add_flag("--allow-remote", run.allows_remote, help::allow_remote)->group("Listening");
  app.add_option("--ca-out", run.ca_out, help::ca_out)->type_name("FILE")->group("Listening");
}

// "api.weather.test=127.0.0.1:8443"
std::optional<std::pair<std::string, std::string>> parse_redirect(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos) return std::nullopt;
  return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

std::string fault_of_host(const std::string& text) {
  const auto list = policy::HostList::parse({text});
  return list ? std::string() : list.error().message;
}

std::string fault_of_redirect(const std::string& text) {
  const auto pair = parse_redirect(text);
  if (!pair) return escape_control(text, 100) + " is no HOST=ADDRESS";
  const auto redirects = io::Redirects::parse({*pair});
  return redirects ? std::string() : redirects.error().message;
}

void add_hosts(CLI::App& app, RunDeck& run) {
  const auto one_at_a_time = [&](const char* name, std::vector<std::string>& hosts, const char* about) {
    app.add_option(name, hosts, about)
        ->type_name("HOST")
        ->allow_extra_args(false)
        ->check(fault_of_host)
        ->group("Origins");
  };
  one_at_a_time("--only", run.only, help::only);
  one_at_a_time("--pass-through", run.pass_through, help::pass_through);
  app.add_option_function<std::vector<std::string>>(
         "--resolve",
         [&run](const std::vector<std::string>& all) {
           for (const auto& text : all) run.resolve.push_back(*parse_redirect(text));
         },
         help::resolve)
      ->type_name("HOST=ADDRESS")
      ->allow_extra_args(false)
      ->check(fault_of_redirect)
      ->group("Origins");
}

void add_origins(CLI::App& app, RunDeck& run) {
  app.add_option("--upstream-proxy", run.upstream_proxy, help::upstream_proxy)
      ->type_name("URL")
      ->check(fault_by([](const std::string& url) { return io::UpstreamProxy::parse(url); }))
      ->group("Origins");
  auto* trusted = app.add_option("--origin-ca", run.origin_ca, help::origin_ca);
  trusted->type_name("FILE")->group("Origins");
  app.add_option("--origin-cert", run.origin_client_cert, help::origin_cert)
      ->type_name("FILE")
      ->group("Origins");
  app.add_option("--origin-key", run.origin_client_key, help::origin_key)
      ->type_name("FILE")
      ->group("Origins");
  app.add_flag("--insecure-origin", run.has_insecure_origin, help::insecure_origin)
      ->excludes(trusted)
      ->group("Origins");
}

// "1.2", "1.3", "1.2-1.3"
bool read_versions(const std::string& text, TlsLimits& limits) {
  const auto version = [](const std::string& name) -> std::optional<TlsVersion> {
    if (name == "1.2") return TlsVersion::tls1_2;
    if (name == "1.3") return TlsVersion::tls1_3;
    return std::nullopt;
  };
  const auto dash = text.find('-');
  const auto lowest = version(text.substr(0, dash));
  const auto highest = dash == std::string::npos ? lowest : version(text.substr(dash + 1));
  if (!lowest || !highest || *lowest > *highest) return false;
  limits.lowest = *lowest;
  limits.highest = *highest;
  return true;
}

void add_limits(CLI::App& app, const std::string& side, TlsLimits& limits, const char* versions,
                const char* ciphers) {
  app.add_option_function<std::string>(
         "--" + side + "-tls", [&limits](const std::string& text) { read_versions(text, limits); }, versions)
      ->type_name("VERSIONS")
      ->check([](const std::string& text) {
        TlsLimits ignored;
        return read_versions(text, ignored) ? "" : escape_control(text, 60) + " is none of 1.2, 1.3, 1.2-1.3";
      })
      ->group("TLS");
  app.add_option("--" + side + "-ciphers", limits.ciphers, ciphers)->type_name("LIST")->group("TLS");
}

void add_tls(CLI::App& app, RunDeck& run) {
  add_limits(app, "client", run.client_tls, help::client_tls, help::client_ciphers);
  add_limits(app, "origin", run.origin_tls, help::origin_tls, help::origin_ciphers);
  app.add_flag("--ask-client-cert", run.asks_client_certificate, help::ask_client_cert)->group("TLS");
  app.add_option_function<std::vector<std::string>>(
         "--certificate",
         [&run](const std::vector<std::string>& all) {
           for (const auto& text : all) {
             auto [host, file] = *parse_redirect(text);
             run.certificates.push_back({std::move(host), std::move(file)});
           }
         },
         help::certificate)
      ->type_name("HOST=FILE")
      ->allow_extra_args(false)
      ->check([](const std::string& text) {
        const auto pair = parse_redirect(text);
        return pair ? fault_of_host(pair->first) : escape_control(text, 100) + " is no HOST=FILE";
      })
      ->group("TLS");
}

std::optional<Speed> parse_speed(const std::string& text) {
  if (text == "instant") return speed::instant;
  if (text == "recorded") return speed::recorded;
  double factor = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, factor);
  if (error != std::errc() || stop != end || !std::isfinite(factor) || factor <= 0) return std::nullopt;
  return Speed(factor);
}

// "--redact json:/a", and "--keep json:/b" for "keep json:/b".
void add_redactions(CLI::App& app, std::vector<Redaction>& redactions, const char* group) {
  for (const bool is_kept : {false, true}) {
    const auto parse = [is_kept](const std::string& text) {
      return secrets::parse_redaction((is_kept ? "keep " : "") + text);
    };
    app.add_option_function<std::vector<std::string>>(
           is_kept ? "--keep" : "--redact",
           [&redactions, parse](const std::vector<std::string>& all) {
             for (const auto& text : all) redactions.push_back(*parse(text));
           },
           is_kept ? help::keep : help::redact)
        ->type_name("PLACE")
        ->allow_extra_args(false)
        ->check(fault_by(parse))
        ->group(group);
  }
}

void add_requests(CLI::App& app, RunDeck& run, std::string& match_on) {
  app.add_option("--match", match_on, help::match)
      ->type_name("PARTS")
      ->check(fault_by(parse_match_parts))
      ->group("Requests");
  app.add_option_function<std::string>(
         "--repeats", [&run](const std::string& name) { run.repeats = *repeats(name); }, help::repeats)
      ->type_name("WHICH")
      ->check(CLI::IsMember(std::vector<std::string>{"none", "last", "cycle", "free"}).description(""))
      ->group("Requests");
  app.add_option_function<std::string>(
         "--order", [&run](const std::string& name) { run.order = *play_order(name); }, help::order)
      ->type_name("ORDER")
      ->check(CLI::IsMember(std::vector<std::string>{"any", "partial", "strict"}).description(""))
      ->group("Requests");
  app.add_option_function<std::string>(
         "--speed", [&run](const std::string& text) { run.speed = *parse_speed(text); }, help::speed)
      ->type_name("SPEED")
      ->check([](const std::string& text) {
        return parse_speed(text)
                   ? ""
                   : escape_control(text, 60) + " is neither instant, recorded nor a factor above 0";
      })
      ->group("Requests");
  app.add_option_function<std::string>(
         "--message-order", [&run](const std::string& name) { run.websocket.order = *message_order(name); },
         help::message_order)
      ->type_name("ORDER")
      ->check(
          CLI::IsMember(std::vector<std::string>{"causal", "by_time", "any_client_order"}).description(""))
      ->group("Requests");
  app.add_flag("--json-messages", run.websocket.compares_json, help::json_messages)->group("Requests");
  for (const bool is_value : {false, true}) {
    app.add_option_function<std::vector<std::string>>(
           is_value ? "--ignore-value" : "--ignore",
           [&run, is_value](const std::vector<std::string>& places) {
             for (const auto& place : places) run.ignored.push_back(*parse_ignored(place, is_value));
           },
           is_value ? help::ignore_value : help::ignore)
        ->type_name("PLACE")
        ->check([](const std::string& text) {
          const auto place = parse_ignored(text, false);
          return place ? "" : place.error().message;
        })
        ->group("Requests");
  }
  app.add_option("--rules", run.rules, help::rules)->type_name("FILE")->group("Requests");
  app.add_flag("--require-all-used", run.must_use_all, help::require_all_used)->group("Requests");
  app.add_flag("--accept-malformed", run.accepts_malformed, help::accept_malformed)->group("Requests");
  app.add_option("--body-limit", run.body_limit_mib, help::body_limit)
      ->type_name("MIB")
      ->check(from_one_to(1 << 20))
      ->group("Requests");
}

CLI::App& add_run(CLI::App& app, const char* name, RunDeck& run, std::string& match_on, bool needs_cassette) {
  auto& command = *app.add_subcommand(name, help::about(name));
  command.footer(help::footer(name))->group("Commands");
  command.add_option("-c,--cassette", run.cassette, help::cassette)
      ->type_name("FILE")
      ->required(needs_cassette)
      ->check([](const std::string& file) { return file.empty() ? "FILE is empty" : ""; });
  add_listening(command, run);
  add_origins(command, run);
  add_hosts(command, run);
  add_tls(command, run);
  add_requests(command, run, match_on);
  add_redactions(command, run.redactions, "Secrets");
  command.add_flag("--save-secrets", run.saves_secrets, help::save_secrets)->group("Secrets");
  command.add_flag("-q,--quiet", run.is_quiet, help::quiet);
  return command;
}

void add_record_mode(CLI::App& record, Parsed& parsed) {
  auto* mode = record.add_option("--mode", parsed.record_mode, help::mode);
  mode->type_name("MODE")->check(
      CLI::IsMember(std::vector<std::string>{"all", "new_episodes", "once"}).description(""));
  record.add_flag("--add", parsed.adds, help::add)->excludes(mode);
}

void add_file_commands(CLI::App& app, Parsed& parsed) {
  auto& show = *app.add_subcommand("show", help::about("show"));
  show.footer(help::footer("show"))->group("Commands");
  show.add_option("FILE", parsed.show.file, help::show_file)->type_name("")->required();
  auto* number = show.add_option("N", parsed.number, help::show_number);
  number->type_name("")->check(from_one_to(1'000'000'000));
  auto* json = show.add_flag("--json", parsed.show.is_json, help::show_json);
  show.add_flag("--body", parsed.show.is_body, help::show_body)->needs(number)->excludes(json);

  auto& convert = *app.add_subcommand("convert", help::about("convert"));
  convert.footer(help::footer("convert"))->group("Commands");
  convert.add_option("A", parsed.convert.from, help::convert_from)->type_name("")->required();
  convert.add_option("B", parsed.convert.to, help::convert_to)->type_name("")->required();
  convert.add_flag("-f,--force", parsed.convert.may_replace, help::convert_force);

  auto& lint = *app.add_subcommand("lint", help::about("lint"));
  lint.footer(help::footer("lint"))->group("Commands");
  lint.add_option("FILE", parsed.lint.files, help::lint_files)->type_name("")->required();
  lint.add_option("--harmless", parsed.lint.harmless, help::lint_harmless)->type_name("TEXT")->expected(1);

  auto& redact = *app.add_subcommand("redact", help::about("redact"));
  redact.footer(help::footer("redact"))->group("Commands");
  redact.add_option("FILE", parsed.redact.files, help::redact_files)->type_name("")->required();
  add_redactions(redact, parsed.redact.redactions, "");

  auto& orphans = *app.add_subcommand("orphans", help::about("orphans"));
  orphans.footer(help::footer("orphans"))->group("Commands");
  orphans.add_option("TEST_PROGRAM", parsed.orphans.test_program, help::orphans_program)
      ->type_name("")
      ->required();
  orphans.add_option("DIR", parsed.orphans.directory, help::orphans_directory)->type_name("")->required();

  auto& ca = *app.add_subcommand("ca", help::about("ca"));
  ca.footer(help::footer("ca"))->group("Commands");
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

bool runs_decks(const std::string& name) { return name == "record" || name == "play" || name == "proxy"; }

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
