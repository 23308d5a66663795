// SPDX-License-Identifier: MIT
#include "cli/show.hpp"

#include <ostream>

#include "base/text.hpp"
#include "cassette/side_files.hpp"
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

const Body& body_of(const Interaction& interaction, const Show& what) {
  if (const auto* response = std::get_if<Response>(&interaction.outcome)) return response->body;
  const auto& failure = std::get<TransportError>(interaction.outcome);
  if (failure.partial) return failure.partial->body;
  throw Failure("interaction " + std::to_string(*what.number) +
                    " is a failure without a response: " + escape_control(failure.message),
                "wiretape show FILE N  shows it whole");
}

void print(const Body& body, std::ostream& out) {
  out << body.text();
  if (!body.is_truncated || !body.large) return;
  const cassette::SideFileReader rest(body.large->path);
  constexpr std::size_t piece = 256 * 1024;
  for (std::uint64_t offset = body.bytes.size(); offset < body.size();) {
    const auto bytes = rest.read(offset, piece);
    if (bytes.empty()) return;
    out << bytes;
    offset += bytes.size();
  }
}

}  // namespace

void show(const Show& what, const Terminal& terminal, std::ostream& out) {
  const auto file = with_ending(what.file);
  const auto cassette = read_cassette(file);
  if (!what.number) {
    out << (what.is_json ? cassette_json(cassette) : cassette_table(cassette, file, terminal));
    return;
  }
  const auto& interaction = chosen(cassette, *what.number, file);
  if (what.is_body) return print(body_of(interaction, what), out);
  out << (what.is_json ? interaction_json(interaction, *what.number)
                       : interaction_text(interaction, *what.number));
}

}  // namespace wiretape::cli
