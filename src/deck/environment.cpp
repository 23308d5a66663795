// SPDX-License-Identifier: MIT
#include "deck/environment.hpp"

#include <cstdlib>
#include <random>

#include <unistd.h>

#include <wiretape/deck.hpp>

#include "base/text.hpp"

namespace wiretape::deck {

Lookup process_environment() {
  return [](const char* name) -> std::optional<std::string> {
    const char* value = std::getenv(name);
    if (value == nullptr) return std::nullopt;
    return value;
  };
}

std::vector<std::pair<std::string, std::string>> process_variables() {
  std::vector<std::pair<std::string, std::string>> variables;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    const auto equals = text.find('=');
    if (equals != std::string_view::npos)
      variables.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

ChosenMode choose_mode(const DeckOptions& options, const Lookup& environment) {
  if (options.mode) return {*options.mode, true};
  if (const auto name = environment("WIRETAPE_MODE"); name && !name->empty()) {
    if (const auto mode = record_mode(*name)) return {*mode, false};
    throw StartError("WIRETAPE_MODE is \"" + escape_control(*name, 60) +
                     "\"\n  next: set it to once, new_episodes, none, all, passthrough or diff");
  }
  const auto ci = environment("CI");
  const bool is_ci = ci && !ci->empty() && *ci != "0" && !equals_ignoring_case(*ci, "false");
  return {is_ci ? RecordMode::none : RecordMode::once, false};
}

std::string choose_cassette_dir(const DeckOptions& options, const Lookup& environment) {
  if (!options.cassette_dir.empty()) return options.cassette_dir;
  const auto dir = environment("WIRETAPE_CASSETTE_DIR");
  return dir && !dir->empty() ? *dir : "cassettes";
}

std::uint64_t choose_seed(const DeckOptions& options, const Lookup& environment) {
  if (options.seed) return *options.seed;
  const auto text = environment("WIRETAPE_SEED");
  if (!text || text->empty()) return std::random_device()();
  if (const auto seed = parse_decimal(*text)) return *seed;
  throw StartError("WIRETAPE_SEED is \"" + escape_control(*text, 60) +
                   "\"\n  next: set it to the number that a failure shows");
}

std::size_t choose_record_runs(const Lookup& environment) {
  const auto text = environment("WIRETAPE_RECORD_RUNS");
  if (!text || text->empty()) return 0;
  const auto runs = parse_decimal(*text);
  if (runs && *runs >= 2 && *runs <= 9) return static_cast<std::size_t>(*runs);
  throw StartError("WIRETAPE_RECORD_RUNS is \"" + escape_control(*text, 60) +
                   "\"\n  next: set it to how often each test is recorded and compared: 2");
}

std::vector<std::pair<std::string, std::string>> child_environment(const std::string& proxy_url,
                                                                   const std::string& ca_file) {
  std::vector<std::pair<std::string, std::string>> variables;
  // http_proxy in lower case only: libcurl does not read the other (CGI's HTTP_PROXY, CVE-2016-5385).
  for (const auto* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
    variables.emplace_back(name, proxy_url);
  }
  for (const auto* name : {"no_proxy", "NO_PROXY"}) variables.emplace_back(name, "");
  for (const auto* name : {"SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS",
                           "GIT_SSL_CAINFO", "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", "WIRETAPE_CA_FILE"}) {
    variables.emplace_back(name, ca_file);
  }
  variables.emplace_back("WIRETAPE_PROXY", proxy_url);
  return variables;
}

}  // namespace wiretape::deck
