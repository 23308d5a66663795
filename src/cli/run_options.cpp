// SPDX-License-Identifier: MIT
#include "cli/run_options.hpp"

#include <charconv>
#include <cmath>
#include <map>

#include "base/text.hpp"
#include "cli/address.hpp"
#include "cli/help.hpp"
#include "cli/match_parts.hpp"
#include "cli/validators.hpp"
#include "io/redirects.hpp"
#include "io/upstream_proxy.hpp"
#include "policy/host_list.hpp"
#include "policy/ignored.hpp"
#include "secrets/rules.hpp"

namespace wiretape::cli {

namespace {

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

// --ignore and --ignore-value; `take` gets each.
void add_places(CLI::App& app, const std::function<void(const Ignored&)>& take) {
  for (const bool is_value : {false, true}) {
    app.add_option_function<std::vector<std::string>>(
           is_value ? "--ignore-value" : "--ignore",
           [take, is_value](const std::vector<std::string>& places) {
             for (const auto& place : places) take(*policy::read_place(place, is_value));
           },
           is_value ? help::ignore_value : help::ignore)
        ->type_name("PLACE")
        ->check([](const std::string& text) {
          const auto place = policy::read_place(text, false);
          return place ? "" : place.error().message;
        })
        ->group("Requests");
  }
}

void add_match(CLI::App& app, std::string& match_on) {
  app.add_option("--match", match_on, help::match)
      ->type_name("PARTS")
      ->check(fault_by(parse_match_parts))
      ->group("Requests");
}

void add_requests(CLI::App& app, RunDeck& run, std::string& match_on) {
  add_match(app, match_on);
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
  add_places(app, [&run](const Ignored& place) { run.ignored.push_back(place); });
  app.add_option("--rules", run.rules, help::rules)->type_name("FILE")->group("Requests");
  app.add_flag("--require-all-used", run.must_use_all, help::require_all_used)->group("Requests");
  app.add_flag("--accept-malformed", run.accepts_malformed, help::accept_malformed)->group("Requests");
  app.add_option("--body-limit", run.body_limit_mib, help::body_limit)
      ->type_name("MIB")
      ->check(from_one_to(1 << 20))
      ->group("Requests");
}

}  // namespace

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

void add_run_options(CLI::App& command, RunDeck& run, std::string& match_on) {
  add_listening(command, run);
  add_origins(command, run);
  add_hosts(command, run);
  add_tls(command, run);
  add_requests(command, run, match_on);
  add_redactions(command, run.redactions, "Secrets");
  command.add_flag("--save-secrets", run.saves_secrets, help::save_secrets)->group("Secrets");
  command.add_flag("-q,--quiet", run.is_quiet, help::quiet);
}

void add_diff_options(CLI::App& command, RunDeck& run, std::string& match_on) {
  add_listening(command, run);
  add_origins(command, run);
  add_hosts(command, run);
  add_limits(command, "origin", run.origin_tls, help::origin_tls, help::origin_ciphers);
  add_match(command, match_on);
  add_places(command, [&run](const Ignored& place) {
    run.ignored.push_back(place);
    run.drift.ignore.push_back(place);
  });
  command.add_flag("-q,--quiet", run.is_quiet, help::quiet);
}

}  // namespace wiretape::cli
