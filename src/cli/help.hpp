// SPDX-License-Identifier: MIT
// What --help says. docs/program.md says the same at length.
#pragma once

#include <string>
#include <string_view>

namespace wiretape::cli {

// The way to call a command, without "usage: "; the program's own for "".
[[nodiscard]] std::string usage(std::string_view command);

namespace help {

// One sentence or two on a command, and what stands below its options; the program's own for "".
[[nodiscard]] std::string about(std::string_view command);
[[nodiscard]] std::string footer(std::string_view command);

inline constexpr auto print_help = "print this text";
inline constexpr auto print_version = "print the version";

// record, play, proxy
inline constexpr auto cassette =
    "the cassette: YAML, or JSON when it ends in .json; .yaml is added\nwhere there is no ending";
inline constexpr auto mode =
    "all: record everything anew and replace FILE (the default)\n"
    "new_episodes: play what FILE holds, add what it does not\n"
    "once: record if there is no FILE, else play it";
inline constexpr auto add = "the same as --mode new_episodes";
inline constexpr auto listen =
    "where to listen; default 127.0.0.1:0, any free port. PORT alone\nmeans 127.0.0.1:PORT";
inline constexpr auto reverse =
    "stand for this one origin: clients use the printed base url in\nplace of URL";
inline constexpr auto allow_remote =
    "let --listen name an address that other machines can reach.\nWhoever reaches it can use this proxy";
inline constexpr auto ca_out =
    "write the certificate that clients must trust here (PEM), before\nthe address is printed";
inline constexpr auto origin_ca = "trust the authorities in this PEM file too, beside the system's";
inline constexpr auto only =
    "go to this host alone, and those of further --only: a.test,\n*.a.test, a.test:8443; others are a "
    "finding";
inline constexpr auto pass_through = "do not intercept this host; may be repeated";
inline constexpr auto resolve = "reach a host at this address, without DNS: a.test=127.0.0.1:8443";
inline constexpr auto upstream_proxy =
    "reach origins through this proxy, by CONNECT:\nhttp[s]://[NAME:PASSWORD@]HOST:PORT";
inline constexpr auto origin_cert = "show the certificate in this PEM file to origins that ask for one";
inline constexpr auto origin_key = "its key, where that is in a PEM file of its own";
inline constexpr auto insecure_origin = "do not verify the certificates of origins";
inline constexpr auto client_tls = "speak these versions with clients: 1.2, 1.3, 1.2-1.3 (default)";
inline constexpr auto client_ciphers = "and these ciphers, by OpenSSL's names with ':' between";
inline constexpr auto origin_tls = "speak these versions with origins";
inline constexpr auto origin_ciphers = "and these ciphers";
inline constexpr auto ask_client_cert = "ask clients for a certificate; the log says whose it is";
inline constexpr auto certificate =
    "show the certificate in this PEM file, with its key, for a host:\na.test=a.pem; may be repeated";
inline constexpr auto match =
    "what of a request chooses the recorded answer, with commas:\n"
    "method, scheme, host, port, path, query, body, header:NAME;\n"
    "default: all but headers";
inline constexpr auto ignore =
    "a place that may differ, or be missing: query:NAME,\njson:/POINTER, form:NAME or header:NAME; may be "
    "repeated";
inline constexpr auto ignore_value = "a place that must be there, with any value";
inline constexpr auto repeats =
    "what equal requests get when all was played: none, last,\n"
    "cycle; free: always the first (default: none)";
inline constexpr auto message_order =
    "when the server of a recorded WebSocket speaks: causal\n(default), by_time or any_client_order";
inline constexpr auto json_messages = "compare WebSocket texts that are JSON by value";
inline constexpr auto rules = "bend answers by the rules in this file, YAML or JSON";
inline constexpr auto speed =
    "play answers instant (the default), as recorded, or so many\ntimes as fast: 2, 0.5";
inline constexpr auto require_all_used = "it is a finding when a recorded interaction is never asked for";
inline constexpr auto accept_malformed = "take and forward requests that HTTP forbids";
inline constexpr auto body_limit = "bodies beyond this size pass, but are not recorded; default 2048";
inline constexpr auto quiet = "say nothing on stderr but findings and failures";

// show
inline constexpr auto show_file = "a cassette";
inline constexpr auto show_number = "show this interaction whole, from 1";
inline constexpr auto show_json = "for programs: JSON instead of a table";
inline constexpr auto show_body = "write the body of N's response and nothing else, decoded";

inline constexpr auto order = "in which order requests may come: any, partial or strict; default: any";

// diff
inline constexpr auto diff_cassette = "a cassette";
inline constexpr auto diff_against = "compare with this cassette, recorded later; nothing is asked";
inline constexpr auto diff_report =
    "write the report, by its ending: .json, .html, .xml (JUnit),\nelse text; may be repeated";
inline constexpr auto diff_fail_on = "end with 3 after breaking changes (default), any, or never";
inline constexpr auto diff_all_methods = "ask also what may change something: POST, PUT, DELETE ...";

// learn
inline constexpr auto learn_first = "a cassette";
inline constexpr auto learn_second = "a later recording of the same test";
inline constexpr auto learn_write = "put the volatile places of answers into A's header";

// orphans
inline constexpr auto orphans_program = "a program of GoogleTest's";
inline constexpr auto orphans_directory = "where its cassettes are";

// secrets
inline constexpr auto redact = "a secret: json:/a/b, header:X, cookie:a, query:a, form:a, text:REGEX";
inline constexpr auto keep = "what looks like a secret and is none; named likewise";
inline constexpr auto save_secrets = "record everything as it is, secrets too";
inline constexpr auto redact_files = "cassettes, which are changed where they lie";

// lint
inline constexpr auto lint_files = "cassettes";
inline constexpr auto lint_harmless = "a credential that holds this text is for tests; may be repeated";

// convert
inline constexpr auto convert_from = "the cassette to read";
inline constexpr auto convert_to = "the cassette to write";
inline constexpr auto convert_force = "replace B if it is there";

// ca
inline constexpr auto ca_path = "print the certificate's path instead";
inline constexpr auto ca_renew = "make a new one in place of the old, which clients then have to trust";

}  // namespace help
}  // namespace wiretape::cli
