// SPDX-License-Identifier: MIT
// Recordings of other tools: HAR 1.2 (browsers, mitmproxy, Playwright, Polly.JS), vcrpy, Ruby's VCR and
// go-vcr in YAML and JSON, WireMock's mappings, Hoverfly's simulations, mitmproxy's flow files.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <wiretape/cassette.hpp>

#include "base/result.hpp"

namespace wiretape::cassette {

enum class Foreign : unsigned char { har, vcr, wiremock, hoverfly, mitmproxy };

// Whose a text is; nothing where it is none of them, a cassette of our own for instance.
[[nodiscard]] std::optional<Foreign> foreign_kind(std::string_view text);

struct Imported {
  Cassette cassette;
  std::vector<std::string> lost;  // what it has no place for, a line each
};
// Error.offset is a line, 0 where none is to blame.
[[nodiscard]] Result<Imported> read_foreign(std::string_view text, Foreign kind);

// The same of a file of this name. Throws CassetteError.
[[nodiscard]] Imported import_foreign(std::string_view text, Foreign kind, const std::string& name);

// HAR 1.2 of a cassette, and what it could not carry.
struct Exported {
  std::string text;
  std::vector<std::string> lost;
};
[[nodiscard]] Exported write_har(const Cassette& cassette);
// VCR's YAML, which Ruby's VCR reads.
[[nodiscard]] Exported write_vcr(const Cassette& cassette);
// A command line for each request, in order.
[[nodiscard]] Exported write_curl(const Cassette& cassette);

}  // namespace wiretape::cassette
