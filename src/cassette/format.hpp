// SPDX-License-Identifier: MIT
// A YAML cassette piece by piece, as a recorder writes it.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <wiretape/cassette.hpp>

#include "base/result.hpp"
#include "cassette/side_files.hpp"

namespace wiretape::cassette {

// What a YAML cassette begins with: how to edit it, and its header.
[[nodiscard]] std::string yaml_beginning(const CassetteHeader& header);
[[nodiscard]] std::string yaml_document(const Interaction& interaction);
// The pieces of a JSON cassette, which is one value: what stands before the interactions, each of them, and
// what stands behind.
[[nodiscard]] std::string json_beginning(const CassetteHeader& header);
[[nodiscard]] std::string json_element(const Interaction& interaction, bool is_first);
[[nodiscard]] std::string json_end(bool is_empty);

// A whole cassette; `name` stands for the file in messages. Throws CassetteError.
[[nodiscard]] Cassette parse_whole(std::string_view text, CassetteFormat format, const std::string& name,
                                   SideFiles files);

// The same cassette without these interactions, by their index in order. What stays of YAML stays byte for
// byte. Throws CassetteError.
[[nodiscard]] std::string without_interactions(const std::string& text, CassetteFormat format,
                                               const std::string& name,
                                               const std::vector<std::size_t>& left_out);

// The files beside it that its large bodies name.
[[nodiscard]] std::set<std::string> side_files_of(const Cassette& cassette);

// The exception for what Tape and the readers could not read; Error.offset is a line.
[[nodiscard]] CassetteError unreadable_cassette(const std::string& file, const Error& error);

}  // namespace wiretape::cassette
