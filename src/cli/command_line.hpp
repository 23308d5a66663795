// SPDX-License-Identifier: MIT
// What the user typed, as values.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <wiretape/options.hpp>

namespace wiretape::cli {

// record, play and proxy: a deck that runs until a signal comes, or as long as `command` does.
struct RunDeck {
  RecordMode mode = RecordMode::none;
  std::string cassette;  // as the user named it; empty: none (proxy only)
  std::string listen = "127.0.0.1:0";
  std::string reverse;                                       // an absolute URL; empty: a forward proxy
  std::vector<std::string> only, pass_through;               // as in DeckOptions
  std::vector<std::pair<std::string, std::string>> resolve;  // likewise
  std::string upstream_proxy;                                // a URL; empty: none
  std::string origin_ca;
  std::string origin_client_cert, origin_client_key;  // files; empty: none
  TlsLimits origin_tls, client_tls;
  bool asks_client_certificate = false;
  std::vector<HostCertificate> certificates;
  bool has_insecure_origin = false;
  std::string ca_out;  // where the authority's certificate goes; empty: nowhere
  MatchPolicy match_on = default_match_policy();
  Repeats repeats = Repeats::none;
  Speed speed = speed::instant;
  WebSocketOptions websocket;
  std::string rules;
  std::vector<Ignored> ignored;
  PlayOrder order = PlayOrder::any;
  DriftOptions drift;
  std::vector<Redaction> redactions;
  bool saves_secrets = false;
  bool must_use_all = false;
  bool accepts_malformed = false;
  bool allows_remote = false;
  std::size_t body_limit_mib = 2048;
  bool is_quiet = false;
  std::vector<std::string> command;  // empty: wait for a signal
};

struct Show {
  std::string file;
  std::optional<std::size_t> number;  // of one interaction, from 1
  bool is_json = false;
  bool is_body = false;  // the response's body alone, as bytes
};

struct Convert {
  std::string from, to;
  bool may_replace = false;
};

struct Lint {
  std::vector<std::string> files;
  std::vector<std::string> harmless;  // what credentials of tests hold
};

struct Orphans {
  std::string test_program;
  std::string directory;
};

struct Redact {
  std::vector<std::string> files;
  std::vector<Redaction> redactions;  // beside those of the cassette's header
};

struct Diff {
  RunDeck run;                       // its command, where one asks; its hosts and origins
  std::string against;               // another cassette; empty: the origin
  std::vector<std::string> reports;  // files, whose endings say in which format
  bool asks_all = false;             // also what may change something
};

struct Learn {
  std::string first, second;
  bool writes = false;
};

struct Ca {
  bool wants_path = false;
  bool renews = false;
};

// Text to print, and no more to do: help, the version, or what is wrong with the command line.
struct Say {
  std::string text;
  int exit_code = 0;
};

using CommandLine = std::variant<RunDeck, Show, Convert, Lint, Redact, Orphans, Diff, Learn, Ca, Say>;

// `arguments` without the program's name.
[[nodiscard]] CommandLine parse_command_line(std::vector<std::string> arguments);

}  // namespace wiretape::cli
