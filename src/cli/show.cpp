// SPDX-License-Identifier: MIT
#include "cli/show.hpp"

#include "base/text.hpp"
#include "cli/failure.hpp"
#include "cli/place.hpp"
#include "cli/show_json.hpp"
#include "cli/show_one.hpp"
#include "cli/show_table.hpp"

namespace wiretape::cli {

namespace {

const Interaction& chosen(const Cassette& cassette, std::size_t number, const std::string& file) {
  const auto count = cassette.interactions.size();
  if (number > count) {
    throw Failure(escape_control(file) + ": has no interaction " + std::to_string(number) + "; it holds " +
                      std::to_string(count),
                  "wiretape show FILE  lists them");
  }
  return cassette.interactions[number - 1];
}

const std::string& body_of(const Interaction& interaction, const Show& what) {
  if (const auto* response = std::get_if<Response>(&interaction.outcome)) return response->body.text();
  const auto& failure = std::get<TransportError>(interaction.outcome);
  if (failure.partial) return failure.partial->body.text();
  throw Failure("interaction " + std::to_string(*what.number) +
                    " is a failure without a response: " + escape_control(failure.message),
                "wiretape show FILE N  shows it whole");
}

}  // namespace

std::string show(const Show& what, const Terminal& terminal) {
  const auto file = with_ending(what.file);
  const auto cassette = read_cassette(file);
  if (!what.number) return what.is_json ? cassette_json(cassette) : cassette_table(cassette, file, terminal);
  const auto& interaction = chosen(cassette, *what.number, file);
  if (what.is_body) return body_of(interaction, what);
  return what.is_json ? interaction_json(interaction, *what.number)
                      : interaction_text(interaction, *what.number);
}

}  // namespace wiretape::cli
