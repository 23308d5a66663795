// SPDX-License-Identifier: MIT
// Interactions as nodes, and back: the keys of a cassette and what they mean, for YAML and JSON alike.
#pragma once

#include <wiretape/cassette.hpp>

#include "cassette/node.hpp"
#include "cassette/side_files.hpp"

namespace wiretape::cassette {

[[nodiscard]] Node to_node(const CassetteHeader& header);
[[nodiscard]] Node to_node(const Interaction& interaction);

// Throws Unreadable where `header` has no format, or one that is not read here; what else is in it may then
// have any other meaning.
void check_format(const Node& header);

// Both throw Unreadable: unknown keys, wrong kinds, numbers out of range, bytes that cannot stand where
// they are. What a person edited is mended: Content-Length and chunks follow the body, a compressed body
// follows its decoded form.
[[nodiscard]] CassetteHeader header_of(Node node);
[[nodiscard]] Interaction interaction_of(Node node, const SideFiles& files = {});

// The request alone, of a node that may hold no more than that.
[[nodiscard]] Request request_alone_of(Node node, const SideFiles& files);

// Method and URL alone, whatever is wrong with the rest; throws Unreadable where there are none.
struct RequestLine {
  std::string method, url;
};
[[nodiscard]] RequestLine request_line_of(const Node& node);

}  // namespace wiretape::cassette
