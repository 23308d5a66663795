// SPDX-License-Identifier: MIT
// How an origin answers now, and how it answered when the cassette was recorded: mode diff, wiretape diff.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace wiretape {

enum class DriftKind : std::uint8_t {
  outcome,         // an answer then, a transport failure now; or the other way round, or another one
  status,          // of the answer
  header_gone,     // a header, cookie or method (Allow) that code may rely on
  header_changed,  // its value
  header_added,
  content,     // the body is no longer of that kind: JSON then, and none now
  gone,        // a member of JSON that was always there, and is not
  optional,    // a member of JSON that was always there, and is not in every element of a list
  type,        // of a value in JSON
  nullable,    // a value in JSON that never was null
  format,      // of a text in JSON: a date, a UUID, a number, a URL then, and something else now
  enum_grown,  // one of a few texts then, and another one now
  added,       // a member of JSON
  list,        // another number of elements
  value,       // another value in JSON, of the same kind
  body,        // other bytes, that are no JSON
};

[[nodiscard]] std::string_view to_string(DriftKind kind);

// One difference, as texts for a person: control bytes escaped, long ones cut, secrets as {{secret:*}}.
struct DriftChange {
  std::size_t interaction = 0;  // in the cassette, from 1
  std::string request;          // "GET https://api.weather.test/today"
  DriftKind kind = DriftKind::value;
  bool is_breaking = false;  // code that could read the recorded answer may fail with the one of now
  std::string place;         // "status", "header Location", "body /items/*/id"
  std::string recorded, now;
};

void PrintTo(const DriftChange& change, std::ostream* os);

// What mode diff found out.
struct DriftReport {
  std::string cassette;              // its path
  std::string against = {};          // the cassette it was compared with; empty: the origin
  std::size_t compared = 0;          // interactions
  std::vector<DriftChange> changes;  // in the order of the cassette
  std::vector<std::string> not_recorded =
      {};                                   // requests that nothing in the cassette fits, "GET https://..."
  std::vector<std::string> not_asked = {};  // interactions that nobody asked for

  [[nodiscard]] std::size_t breaking() const;
  [[nodiscard]] std::size_t benign() const { return changes.size() - breaking(); }

  [[nodiscard]] std::string table() const;  // for a terminal, at most 20 of either weight
  // One object with the members of this struct, changes as objects with the names of DriftChange's, kind as
  // to_string has it; one line end at the end.
  [[nodiscard]] std::string json() const;
  [[nodiscard]] std::string html() const;  // a page that needs nothing else
  // JUnit's XML: each interaction compared is a test case, which fails where something breaking was found;
  // all changes are properties.
  [[nodiscard]] std::string junit() const;
};

}  // namespace wiretape
