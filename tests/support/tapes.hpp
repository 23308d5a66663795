// SPDX-License-Identifier: MIT
// Cassettes made in a test.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <wiretape/cassette.hpp>

#include "cassette/tape.hpp"

namespace wiretape::test {

// An answer with `body`, to `request`.
inline Interaction answered(Request request, std::string body = "ok", int status = 200) {
  Interaction interaction;
  interaction.request = std::move(request);
  Response response;
  response.status = status;
  response.headers.add("Content-Length", std::to_string(body.size()));
  response.framing = Framing::content_length;
  response.body.bytes = std::move(body);
  interaction.outcome = std::move(response);
  interaction.recorded_at = "2026-11-24T04:13:45Z";
  return interaction;
}

inline cassette::Tape open_tape(std::string text) {
  auto tape = cassette::Tape::open(std::move(text), CassetteFormat::yaml);
  if (!tape) throw std::runtime_error(tape.error().message + ", line " + std::to_string(tape.error().offset));
  return *std::move(tape);
}

inline std::string yaml_of(std::vector<Interaction> interactions) {
  Cassette cassette;
  cassette.header.recorded_by = "wiretape 0.1.0";
  cassette.header.recorded_at = "2026-11-24T04:13:45Z";
  cassette.interactions = std::move(interactions);
  return format_cassette(cassette, CassetteFormat::yaml);
}

inline cassette::Tape tape_of(std::vector<Interaction> interactions) {
  return open_tape(yaml_of(std::move(interactions)));
}

inline const std::string& body_of(const Interaction& interaction) {
  return std::get<Response>(interaction.outcome).body.bytes;
}

}  // namespace wiretape::test
