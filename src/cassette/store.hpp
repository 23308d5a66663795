// SPDX-License-Identifier: MIT
// The only code that touches cassette files.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <wiretape/cassette.hpp>

#include "cassette/file.hpp"

namespace wiretape::cassette {

[[nodiscard]] CassetteFormat format_of(std::string_view path);  // JSON when it ends in ".json", else YAML

// One cassette's place on disk: `name` (relative, "/" between parts) under `dir`. Throws CassetteError
// when the name would leave the directory ("..", absolute, by a symbolic link) or is no file's name.
class Store {
public:
  Store(const std::string& dir, std::string name);

  [[nodiscard]] const std::string& path() const { return path_; }  // as shown in messages
  [[nodiscard]] CassetteFormat format() const;                     // by its ending
  // Symbolic links followed; looked at anew each time. Throws CassetteError as the constructor does.
  [[nodiscard]] Place place() const;
  [[nodiscard]] bool exists() const;
  // Throws CassetteError. Nothing when there is no file.
  [[nodiscard]] std::optional<std::string> read() const;
  // Atomically: a temporary file in the same directory, fsync, rename. Makes missing directories.
  // Throws CassetteError; the old file stays whole.
  void replace(std::string_view text) const;

private:
  std::string dir_, name_, path_;
};

// Writes interactions down as they end. Each append is flushed to "<path>.part", so that a killed
// process loses at most the one in flight; commit() puts the whole in place atomically. The first
// append makes and locks the part file: a second process that records the same cassette gets a
// CassetteError. In a forked child nothing is written (GoogleTest's death tests).
class Recorder {
public:
  // `existing`: the text that the new interactions follow (kept byte for byte in YAML); empty: starts
  // anew with `header`.
  Recorder(Store store, std::string existing, CassetteHeader header);
  ~Recorder();  // without commit(): the part file is removed, the old cassette stays
  Recorder(Recorder&&) noexcept;

  // Throws CassetteError: the disk, another recording, a file that is no longer `existing`.
  void append(const Interaction& interaction);
  [[nodiscard]] std::size_t appended() const;
  // What was written so far, and that anew with `change` made to each of the appended interactions. Both
  // throw CassetteError.
  [[nodiscard]] std::string text() const;
  void rewrite(const std::function<void(Interaction&)>& change);
  // What the header says from now on. Throws CassetteError.
  void change_header(const std::function<void(CassetteHeader&)>& change);
  void commit();  // throws CassetteError. With nothing appended the file stays as it is
  // In the place of commit(): the old cassette stays, and what would have replaced it lies beside it. The
  // name of that file, as messages show it; nothing where nothing was appended. Throws CassetteError.
  std::optional<std::string> reject();
  // After the first append: where the whole interactions are that a killed process had recorded.
  [[nodiscard]] const std::optional<std::string>& recovered_notice() const;

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wiretape::cassette
