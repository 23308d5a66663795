// SPDX-License-Identifier: MIT
// What the readers of other tools' recordings share: a tree of JSON or YAML, and messages made of it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include <wiretape/interaction.hpp>

#include "base/result.hpp"
#include "cassette/foreign.hpp"

namespace wiretape::cassette {

using Tree = nlohmann::ordered_json;

// JSON where the text begins with '{' or '[', else YAML, whose scalars are all strings (!!binary decoded).
// Limited in depth and in size, aliases counted as what they stand for.
[[nodiscard]] Result<Tree> read_tree(std::string_view text);

// A list of the tnetstrings of a text, as mitmproxy writes flows: dictionaries, lists, bytes and texts,
// numbers, booleans and nothing. Error.offset is a byte.
[[nodiscard]] Result<Tree> read_tnetstrings(std::string_view text);

// Decoded, whatever blanks and line ends are in it; as it is where it is no base64.
[[nodiscard]] std::string from_base64(const std::string& text);

// What stands under a key; null where there is none.
[[nodiscard]] const Tree& under(const Tree& tree, const char* key);
// A scalar as a text; empty for null, and for what is no scalar.
[[nodiscard]] std::string text_of(const Tree& tree);
[[nodiscard]] int number_of(const Tree& tree, int otherwise);

// {"name": ["a", "b"]}, {"name": "a"}, [{"name": "n", "value": "v"}] and [["n", "v"]] alike. HTTP/2's pseudo
// fields are left out.
[[nodiscard]] Headers headers_of(const Tree& tree);

// Throws std::invalid_argument for a URL that is none.
void set_request(Interaction& interaction, const std::string& method, const std::string& url, Headers headers,
                 std::string body);
// `decoded`: the body without its content coding, which is put on again.
void set_response(Interaction& interaction, int status, const std::string& reason, Headers headers,
                  std::string body, bool is_decoded);

}  // namespace wiretape::cassette
