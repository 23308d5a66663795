// SPDX-License-Identifier: MIT
#include "cassette/format.hpp"

#include <algorithm>

#include "cassette/json.hpp"
#include "cassette/model.hpp"
#include "cassette/tape.hpp"
#include "cassette/yaml.hpp"

namespace wiretape {

namespace {

constexpr std::string_view how_to_edit =
    R"(# A Wiretape cassette: a header, then what was sent and what came back, a document each.
# Edit it in any YAML style, and end each document with its three dots.
# - A body is json, text or base64. Content-Length and chunks follow what you write.
# - Where wire stands beside a body, it is what was sent, compressed. Once you edit the body, it is
#   compressed anew and wire no longer counts.
)";

// A JSON cassette is one value: this stands before its interactions.
std::string json_beginning(const CassetteHeader& header) {
  using namespace cassette;
  auto text = write_json(to_node(header), {.layout = JsonStyle::Layout::lines});
  text.resize(text.size() - std::string_view("\n}").size());
  return text + ",\n  \"interactions\": [";
}

std::string json_element(const Interaction& interaction, bool is_first) {
  using namespace cassette;
  return (is_first ? "\n    " : ",\n    ") +
         write_json(to_node(interaction), {.layout = JsonStyle::Layout::lines}, 2);
}

}  // namespace

namespace cassette {

std::string yaml_beginning(const CassetteHeader& header) {
  return std::string(how_to_edit) + "---\n" + write_yaml(to_node(header)) + "...\n";
}

std::string yaml_document(const Interaction& interaction) {
  return "---\n" + write_yaml(to_node(interaction)) + "...\n";
}

void write_pieces(const CassetteHeader& header, std::size_t count,
                  const std::function<const Interaction&(std::size_t)>& of, CassetteFormat format,
                  const std::function<void(std::string_view)>& append) {
  const bool is_json = format == CassetteFormat::json;
  append(is_json ? json_beginning(header) : yaml_beginning(header));
  for (std::size_t i = 0; i < count; ++i)
    append(is_json ? json_element(of(i), i == 0) : yaml_document(of(i)));
  if (is_json) append(count == 0 ? "]\n}\n" : "\n  ]\n}\n");
}

Cassette parse_whole(std::string_view text, CassetteFormat format, const std::string& name, SideFiles files) {
  auto tape = Tape::open(std::string(text), format, std::move(files));
  if (!tape) throw unreadable_cassette(name, tape.error());
  Cassette cassette{tape->header(), {}};
  for (std::size_t i = 0; i < tape->size(); ++i) {
    const auto interaction = tape->interaction(i);
    if (!interaction) throw unreadable_cassette(name, interaction.error());
    cassette.interactions.push_back(**interaction);
  }
  return cassette;
}

std::string without_interactions(const std::string& text, CassetteFormat format, const std::string& name,
                                 const std::vector<std::size_t>& left_out) {
  if (format == CassetteFormat::json) {
    auto whole = parse_whole(text, format, name, {});
    for (auto index = left_out.rbegin(); index != left_out.rend(); ++index)
      whole.interactions.erase(whole.interactions.begin() + static_cast<std::ptrdiff_t>(*index));
    return format_cassette(whole, format);
  }
  const auto documents = scan_documents(text);
  if (!documents) throw unreadable_cassette(name, documents.error());
  std::string kept;
  std::size_t done = 0;
  for (const auto index : left_out) {
    const auto& document = documents->at(index + 1).text;
    const auto begin = static_cast<std::size_t>(document.data() - text.data());
    auto end = begin + document.size();
    if (text.compare(end, 3, "...") == 0) end = std::min(text.find('\n', end), text.size() - 1) + 1;
    kept.append(text, done, begin - done);
    done = end;
  }
  return kept.append(text, done, std::string::npos);
}

std::set<std::string> side_files_of(const Cassette& cassette) {
  std::set<std::string> named;
  for (const auto& interaction : cassette.interactions) {
    for_each_large_body(interaction,
                        [&](const Body& body, const Headers&) { named.insert(body.large->file); });
  }
  return named;
}

CassetteError unreadable_cassette(const std::string& file, const Error& error) {
  return {file, error.offset, error.message, "mend the file, or delete it and record it again"};
}

}  // namespace cassette

Cassette parse_cassette(std::string_view text, CassetteFormat format, const std::string& name) {
  return cassette::parse_whole(text, format, name, {});
}

std::string format_cassette(const Cassette& cassette, CassetteFormat format) {
  std::string text;
  cassette::write_pieces(
      cassette.header, cassette.interactions.size(),
      [&](std::size_t i) -> const Interaction& { return cassette.interactions[i]; }, format,
      [&](std::string_view piece) { text += piece; });
  return text;
}

}  // namespace wiretape
