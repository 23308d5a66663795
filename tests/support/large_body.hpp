// SPDX-License-Identifier: MIT
// A recorded answer whose body stands in a file beside its cassette.
#pragma once

#include <string>

#include "base/digest.hpp"
#include "cassette/framing.hpp"
#include "cassette/side_files.hpp"
#include "support/interactions.hpp"

namespace wiretape::support {

inline Interaction large(const cassette::Place& cassette, const std::string& bytes) {
  auto interaction = weather();
  auto& response = std::get<Response>(interaction.outcome);
  cassette::SideFileWriter writer(cassette);
  writer.append(bytes);
  response.body = {.bytes = bytes, .large = LargeBody{bytes.size(), sha256_hex(bytes)}};
  writer.put_in_place(*response.body.large, "bin");
  cassette::mend_lengths(response);
  return interaction;
}

inline const LargeBody& large_body_of(const Interaction& interaction) {
  return *std::get<Response>(interaction.outcome).body.large;
}

}  // namespace wiretape::support
