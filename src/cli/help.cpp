// SPDX-License-Identifier: MIT
#include "cli/help.hpp"

namespace wiretape::cli {

namespace {

constexpr auto deck_options = " [OPTIONS] [-- COMMAND...]";

// Below the options of record, play and proxy.
constexpr auto how_decks_end =
    "Without COMMAND it prints its address on stdout (\"listening on URL\") as soon as it\n"
    "listens, and ends with Ctrl-C, SIGINT, SIGTERM or SIGHUP. With COMMAND it sets\n"
    "http_proxy, SSL_CERT_FILE and the like (with --reverse also WIRETAPE_BASE_URL), runs\n"
    "COMMAND, and ends with it; stdout is COMMAND's alone, and the address goes to stderr.\n"
    "Each answered request is a line on stderr.\n"
    "\n"
    "HTTPS clients must trust the authority that `wiretape ca` made; where it has made none,\n"
    "one in memory that ends with the program. COMMAND is told of it; for others see --ca-out.\n"
    "\n"
    "exit codes: COMMAND's own, 128+N when signal N killed it, 126 or 127 when it cannot be\n"
    "started; 0 after a signal; 1 when the deck cannot start or the cassette cannot be saved;\n"
    "2 for a wrong command line; 3 when COMMAND succeeded but the deck has findings, such as a\n"
    "request that matches nothing. Findings are printed on stderr.";

}  // namespace

std::string usage(std::string_view command) {
  if (command == "record") return std::string("wiretape record -c FILE") + deck_options;
  if (command == "play") return std::string("wiretape play -c FILE") + deck_options;
  if (command == "proxy") return std::string("wiretape proxy [-c FILE]") + deck_options;
  if (command == "show") return "wiretape show FILE [N] [--json | --body]";
  if (command == "convert") return "wiretape convert A B [--force]";
  if (command == "lint") return "wiretape lint FILE... [--harmless TEXT]";
  if (command == "redact") return "wiretape redact FILE... [--redact PLACE] [--keep PLACE]";
  if (command == "orphans") return "wiretape orphans TEST_PROGRAM DIR";
  if (command == "diff") return "wiretape diff CASSETTE [--against FILE] [OPTIONS] [-- COMMAND...]";
  if (command == "learn") return "wiretape learn A B [--write]";
  if (command == "ca") return "wiretape ca [--path] [--renew]";
  return "wiretape COMMAND [OPTIONS]";
}

namespace help {

std::string about(std::string_view command) {
  if (command == "record") return "Ask the origins, and record what they answer.";
  if (command == "play") return "Answer from the cassette. Nothing reaches the network.";
  if (command == "proxy")
    return "Pass everything through; with -c play what it holds, and add what it does not.";
  if (command == "show") return "Show what a cassette holds.";
  if (command == "convert")
    return "Write a recording in another format, by B's ending: .json, .har, .vcr.yml, .sh, else YAML.";
  if (command == "lint")
    return "Look for what no cassette should hold: credentials, conflicts, faults of format.";
  if (command == "redact") return "Put placeholders in the stead of a cassette's secrets.";
  if (command == "orphans") return "List cassettes without a test, and tests without a cassette.";
  if (command == "diff") return "Compare what an origin answers now with a cassette.";
  if (command == "learn") return "Compare two recordings of one test: what is another each time.";
  if (command == "ca") return "Print the certificate of a lasting authority, made on first use.";
  return "Wiretape intercepts HTTP and HTTPS, records it into a cassette, and plays it back.";
}

std::string footer(std::string_view command) {
  if (command == "record" || command == "play" || command == "proxy") return how_decks_end;
  if (command == "show") {
    return "On a terminal, long URLs are cut to its width and there are colours (not if NO_COLOR is\n"
           "set). Control bytes are escaped.";
  }
  if (command == "convert") {
    return "A is a cassette, or what another tool recorded: HAR, VCR in YAML or JSON (vcrpy, Ruby, Go),\n"
           "WireMock's mappings, Hoverfly's simulations, mitmproxy's flows. Its secrets are replaced. "
           "Between\n"
           "YAML and JSON nothing is lost; what another format cannot carry is said on stderr.";
  }
  if (command == "lint") {
    return "Credentials are told by their shape and by the names of headers, also in compressed bodies; of\n"
           "each the first characters are shown. Nothing is changed.\n"
           "\n"
           "exit codes: 0 when there is nothing to say, 3 when there is, 1 when a file is not there.";
  }
  if (command == "redact") {
    return "Secrets are those that Wiretape knows, those that the cassette's header names, and those named\n"
           "here. A cassette that still holds what looks like one is left as it was. What changed is said\n"
           "on stdout.\n"
           "\n"
           "exit codes: 0, 3 when something was left as it was, 1 when a file cannot be read or written.";
  }
  if (command == "orphans") {
    return "The program is run with --gtest_list_tests. A cassette belongs to the test that it is named\n"
           "after, as a TestDeck names it; those that a test names itself show up as orphans.\n"
           "\n"
           "exit codes: 0, 3 when a cassette has no test, 1 when the program cannot be run.";
  }
  if (command == "diff") {
    return "Without COMMAND the cassette's own requests are asked again, GET, HEAD and OPTIONS alone; what\n"
           "an answer hands out, an id or a token, goes into those that follow. A secret that no answer\n"
           "hands out has its value from WIRETAPE_SECRET_1 for {{secret:1}}. With COMMAND, what that asks\n"
           "is compared. The report goes to stdout. --ignore and --ignore-value hold for answers too.\n"
           "\n"
           "exit codes: 0, COMMAND's own, 3 when something breaking changed, 1 when a file cannot be read\n"
           "or written, 2 for a wrong command line.";
  }
  if (command == "learn") {
    return "What it prints can be pasted: DeckOptions::ignore for requests, capture for what they send\n"
           "back. Tests do both in one run:  WIRETAPE_RECORD_RUNS=2 TEST_PROGRAM --gtest_repeat=2\n"
           "\n"
           "exit codes: 0 when the two are alike, 3 when something differs, 1 when a file cannot be read.";
  }
  if (command == "ca") {
    return "It lies in $XDG_CONFIG_HOME/wiretape, or ~/.config/wiretape: ca.pem is for clients,\n"
           "authority.pem holds the key and is for nobody else. record, play and proxy use it when it\n"
           "is there.";
  }
  return "wiretape COMMAND --help says more.";
}

}  // namespace help
}  // namespace wiretape::cli
