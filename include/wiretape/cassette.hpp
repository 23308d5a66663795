// SPDX-License-Identifier: MIT
// A cassette as a value, and its file.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <wiretape/interaction.hpp>

namespace wiretape {

// The newest format version this library writes. It reads this and every older one.
inline constexpr int cassette_format = 1;

struct CassetteHeader {
  int format = cassette_format;
  std::string recorded_by;            // "wiretape 0.1.0"
  std::string recorded_at;            // RFC 3339, UTC
  std::vector<std::string> match_on;  // names of the parts in force when it was recorded
  // A JSON list of rules that bend what is played, as docs/rules.md has them; empty: none. A recording of all
  // anew keeps them.
  std::string rules = {};
  // The redactions in force when it was recorded, "header:X-Tenant", "keep json:/etag"; docs/secrets.md has
  // their forms. Secrets that Wiretape knows are "defaults".
  std::vector<std::string> redact = {};
  // Places in answers whose values are other ones each time, "json:/items/*/id", "header:X-Build": mode diff
  // does not compare them. wiretape learn finds them.
  std::vector<std::string> volatile_places = {};
  // With WIRETAPE_RECORD_RUNS: how often it was recorded so far, to see what is another each time. Else 0.
  std::size_t runs = 0;
  // What the test made by chance when it was recorded, by name: Deck::variable().
  std::vector<std::pair<std::string, std::string>> variables = {};

  friend bool operator==(const CassetteHeader&, const CassetteHeader&) = default;
};

struct Cassette {
  CassetteHeader header;
  std::vector<Interaction> interactions;

  friend bool operator==(const Cassette&, const Cassette&) = default;
};

enum class CassetteFormat { yaml, json };

// A cassette that cannot be read or written. what() is "file:line: cause\n  next: remedy".
class CassetteError : public std::runtime_error {
public:
  CassetteError(std::string file, std::size_t line, std::string cause, std::string remedy);

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] std::size_t line() const { return line_; }  // 1-based; 0 when no line is to blame

private:
  std::string file_;
  std::size_t line_;
};

// Reads a whole cassette: JSON when `path` ends in ".json", else YAML. Of bodies in files beside it the first
// 4 MiB are read; Body::large says where the rest is. Throws CassetteError.
[[nodiscard]] Cassette read_cassette(const std::string& path);

// Puts a whole cassette in place atomically (a reader sees the old file or the new one); the
// format is chosen by `path` as above. Files of bodies are copied beside it. Throws CassetteError.
void write_cassette(const Cassette& cassette, const std::string& path);

// The same on text in memory. `name` stands for the file in messages. Files of bodies are known by name and
// size, and not read. Throws CassetteError.
[[nodiscard]] Cassette parse_cassette(std::string_view text, CassetteFormat format, const std::string& name);
[[nodiscard]] std::string format_cassette(const Cassette& cassette, CassetteFormat format);

// The cassette's name of a test: "Suite/Name.yaml", a file name that is safe on every file system
// whatever the test is called (length, case, "..", control bytes, Windows' reserved names); different
// tests get different names. Never leaves the directory it is put in.
[[nodiscard]] std::string cassette_name(std::string_view suite, std::string_view test);

}  // namespace wiretape
