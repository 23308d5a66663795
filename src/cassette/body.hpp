// SPDX-License-Identifier: MIT
// A body as a person reads it: JSON structured, else text, else base64.
#pragma once

#include <wiretape/http.hpp>

#include "cassette/node.hpp"
#include "cassette/side_files.hpp"

namespace wiretape::cassette {

// A mapping: one of json, text and base64, with
//   json_style: how the JSON text is spelled, where that is not compact
//   wire: the bytes as sent, base64, where a content coding was removed to show the body
//   wire_of: the checksum of the shown body, and of Content-Encoding, that `wire` belongs to
//   truncated: true
// or, of a large body,
//   file: its name beside the cassette
//   size: in bytes
//   sha256: of them
[[nodiscard]] Node to_node(const Body& body, const Headers& headers);

// `wire` counts as long as its checksum is right. After an edit the shown body is encoded anew, as
// Content-Encoding says. What `files` finds in a body's file is the body. Throws Unreadable.
[[nodiscard]] Body body_of(Node& node, const Headers& headers, const SideFiles& files);

}  // namespace wiretape::cassette
