// SPDX-License-Identifier: MIT
// Bodies that are too large to stand in a cassette: each in a file of its own, in "<cassette>.bodies/",
// named by its content, so that equal bodies share one and two branches never disagree about one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <wiretape/cassette.hpp>
#include <wiretape/options.hpp>

#include "base/result.hpp"
#include "cassette/file.hpp"

namespace wiretape::cassette {

// How much of a body is held in memory, unless Limits::body_bytes says otherwise.
inline constexpr std::size_t default_held_bytes = Limits().body_bytes;

// Where the files are that the bodies of one cassette name.
class SideFiles {
public:
  SideFiles() = default;  // of a text without a place: what it names is known, and not read
  explicit SideFiles(const Place& cassette, std::size_t held_bytes = default_held_bytes);

  // The body that stands in `named.file`, whose size and digest are as the cassette says; what is held of
  // it is its beginning, up to `held_bytes`. Its true size counts. Error.offset is 0.
  [[nodiscard]] Result<Body> read(LargeBody named) const;

private:
  std::string dir_;
  std::size_t held_bytes_ = 0;
};

// Reads a file piece by piece.
class SideFileReader {
public:
  explicit SideFileReader(const std::string& path);  // throws CassetteError
  ~SideFileReader();
  SideFileReader(SideFileReader&&) noexcept;
  SideFileReader& operator=(SideFileReader&&) noexcept;

  [[nodiscard]] std::uint64_t size() const;  // throws CassetteError
  // The bytes at `offset`, at most `count`; fewer only at the file's end. Throws CassetteError.
  [[nodiscard]] std::string read(std::uint64_t offset, std::size_t count) const;

private:
  friend class SideFileWriter;
  struct Impl;
  explicit SideFileReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// A file in the making, written as a body comes. Without put_in_place() nothing of it stays.
class SideFileWriter {
public:
  explicit SideFileWriter(const Place& cassette);    // for one of the cassette's bodies
  static std::unique_ptr<SideFileWriter> passing();  // for a body that is only passed on
  ~SideFileWriter();
  SideFileWriter(const SideFileWriter&) = delete;
  SideFileWriter& operator=(const SideFileWriter&) = delete;

  // Never throws: after the first trouble nothing more is written.
  void append(std::string_view bytes);
  [[nodiscard]] const std::optional<CassetteError>& fault() const;
  // Of what was appended. Throws CassetteError where not all of it could be written.
  [[nodiscard]] SideFileReader reader() const;
  // Gives it its name, by body.sha256 and `ending`, and sets `file` and `path`. The last call. Throws
  // CassetteError.
  void put_in_place(LargeBody& body, const std::string& ending);

private:
  struct Impl;
  explicit SideFileWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// "png", "json.gz": of a body with these headers.
[[nodiscard]] std::string ending_of(const Headers& headers);

// Copies a body's file to where that cassette has its own, and names it there. Throws CassetteError.
void copy_side_file(LargeBody& body, const Place& cassette);
// Onto the disk. Throws CassetteError.
void sync_side_file(const Place& cassette, const std::string& file);
// Removes those of the cassette's files that Wiretape wrote and `named` does not name.
void remove_side_files_but(const Place& cassette, const std::set<std::string>& named);

// Calls visit(Body&, const Headers&) for each of an interaction's bodies that has `large`.
template <class Interaction, class Visit>
void for_each_large_body(Interaction& interaction, Visit visit) {
  const auto look_at = [&](auto& message) {
    if (message.body.large) visit(message.body, message.headers);
  };
  look_at(interaction.request);
  if (auto* response = std::get_if<Response>(&interaction.outcome)) return look_at(*response);
  auto& error = std::get<TransportError>(interaction.outcome);
  if (error.partial) look_at(*error.partial);
}

}  // namespace wiretape::cassette
