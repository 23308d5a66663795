// SPDX-License-Identifier: MIT
#include "secrets/texts.hpp"

namespace wiretape::secrets {

std::string content_type(const Headers& headers) { return headers.find("Content-Type").value_or(""); }

Response* response_of(Interaction& interaction) {
  if (auto* response = std::get_if<Response>(&interaction.outcome)) return response;
  auto& partial = std::get<TransportError>(interaction.outcome).partial;
  return partial ? &*partial : nullptr;
}

}  // namespace wiretape::secrets
