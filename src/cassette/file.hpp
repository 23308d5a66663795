// SPDX-License-Identifier: MIT
// Files by POSIX calls: read whole, replaced atomically, recorded into piece by piece.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace wiretape::cassette {

// Where a file is, and what messages call it.
struct Place {
  std::string path;
  std::string shown;
};

// Nothing when there is no file. Symbolic links are not followed. Throws CassetteError.
[[nodiscard]] std::optional<std::string> read_file(const Place& place);

// Something of that name is there.
[[nodiscard]] bool file_exists(const std::string& path);

// A temporary file in the same directory, fsync, rename. Missing directories are made; a failure
// leaves the old file whole and no other behind. Throws CassetteError.
void replace_file(const Place& place, std::string_view text);
// The same of what `write` appends, so that it need not be held as a whole.
using Append = std::function<void(std::string_view)>;
void replace_file(const Place& place, const std::function<void(const Append&)>& write);

// "<path>.part": locked, what a recording grows in until it is put in place. Every call throws
// CassetteError. A forked child neither writes to it nor removes it.
class PartFile {
public:
  // Opens or makes it. Fails where another recording holds it.
  explicit PartFile(const Place& whole);
  ~PartFile();  // removed, unless it was put in place

  // What is in it: at first, what a process that was killed left.
  [[nodiscard]] std::string text() const;
  void clear();
  // Handed to the system before it returns. A failure takes back what it had written.
  void append(std::string_view text);
  // fsync, then the part takes the name of the whole. The last call.
  void put_in_place();
  [[nodiscard]] bool is_forked() const;

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wiretape::cassette
