// SPDX-License-Identifier: MIT
#include "deck/redacted_file.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "http/content_coding.hpp"
#include "secrets/texts.hpp"

namespace wiretape::deck {

namespace {

constexpr std::size_t piece_bytes = 1024 * 1024;
constexpr std::size_t most_decoded = 64 * 1024 * 1024;

// Where a piece can end: no secret stands across the end of a line, and few across that of a value.
std::size_t end_of_piece(std::string_view text) {
  const auto end = std::min(text.size(), piece_bytes);
  const auto least = end / 2;
  for (const auto* ends : {"\n", ",", "&; <>\""}) {
    const auto at = text.substr(0, end).find_last_of(ends);
    if (at != std::string_view::npos && at > least) return at + 1;
  }
  return end;
}

// The text of a file, piece by piece: of one with a content coding decoded. False: it cannot be.
bool for_each_piece(const cassette::SideFileReader& reader, const Headers& headers,
                    const std::function<void(std::string_view)>& visit) {
  const auto visit_pieces = [&](std::string_view text, bool is_last) {
    while (!text.empty() && (is_last || text.size() >= piece_bytes)) {
      const auto size = end_of_piece(text);
      visit(text.substr(0, size));
      text.remove_prefix(size);
    }
    return std::string(text);
  };
  const auto size = reader.size();
  if (http::has_content_coding(headers)) {
    if (size > most_decoded) return false;
    const auto decoded = http::decode_content(reader.read(0, static_cast<std::size_t>(size)), headers);
    if (decoded) visit_pieces(*decoded, true);
    return decoded.has_value();
  }
  std::string held;
  for (std::uint64_t at = 0; at < size;) {
    const auto bytes = reader.read(at, piece_bytes);
    if (bytes.empty()) break;
    at += bytes.size();
    held = visit_pieces(held + bytes, at >= size);
  }
  return true;
}

}  // namespace

RedactedFile redacted_file(const FileSecrecy& secrecy, const cassette::SideFileReader& file,
                           const Headers& headers, bool is_of_answer,
                           const std::function<std::unique_ptr<cassette::SideFileWriter>()>& open) {
  const auto type = secrets::content_type(headers);
  const std::string where = is_of_answer ? "the response's body" : "the request's body";
  RedactedFile redacted;
  const auto clean = [&](std::string_view piece) {
    auto text = secrecy.redactor.redacted_piece(type, piece, is_of_answer);
    if (secrecy.has_gate && redacted.suspects.empty()) {
      redacted.suspects = secrets::suspects_in(secrecy.redactor.rules(), secrecy.variables, text, where);
    }
    return text;
  };
  bool has_changed = false;
  redacted.is_looked_through = for_each_piece(
      file, headers, [&](std::string_view piece) { has_changed = clean(piece) != piece || has_changed; });
  if (!has_changed || !redacted.suspects.empty()) return redacted;
  redacted.file = open();
  Sha256 digest;
  const auto write = [&](std::string_view bytes) {
    digest.add(bytes);
    redacted.body.size += bytes.size();
    redacted.file->append(bytes);
  };
  std::string decoded;
  const bool is_coded = http::has_content_coding(headers);
  for_each_piece(file, headers, [&](std::string_view piece) {
    const auto text = secrecy.redactor.redacted_piece(type, piece, is_of_answer);
    is_coded ? static_cast<void>(decoded += text) : write(text);
  });
  if (is_coded) {
    const auto coded = http::encode_content(decoded, headers);
    if (!coded)
      throw CassetteError("a large body", 0, coded.error().message, "let the origin send it uncompressed");
    write(*coded);
  }
  redacted.body.sha256 = digest.hex();
  return redacted;
}

}  // namespace wiretape::deck
