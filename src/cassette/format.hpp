// SPDX-License-Identifier: MIT
// A YAML cassette piece by piece, as a recorder writes it.
#pragma once

#include <functional>
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
// A whole cassette of either format, piece by piece: `of(i)` is each of its `count` interactions.
void write_pieces(const CassetteHeader& header, std::size_t count,
                  const std::function<const Interaction&(std::size_t)>& of, CassetteFormat format,
                  const std::function<void(std::string_view)>& append);

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
