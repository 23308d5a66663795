// SPDX-License-Identifier: MIT
// Large bodies, which stand in files, without their secrets.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <wiretape/http.hpp>

#include "cassette/side_files.hpp"
#include "secrets/gate.hpp"
#include "secrets/redactor.hpp"

namespace wiretape::deck {

struct RedactedFile {
  std::unique_ptr<cassette::SideFileWriter> file = {};  // null: there was nothing to replace
  LargeBody body = {};                                  // of the new file
  bool is_looked_through = true;                        // else it is compressed, and too large for it
  std::vector<secrets::Suspect> suspects = {};          // what is left in the first piece that has some
};

// What a large body is looked through for.
struct FileSecrecy {
  secrets::Redactor& redactor;
  bool has_gate = true;
  const secrets::Variables& variables;
};

// Goes through the file piece by piece, cut where lines or values end: once, and once more where something is
// to be replaced. A body with a content coding is decoded for it, and coded again. Throws CassetteError.
[[nodiscard]] RedactedFile redacted_file(
    const FileSecrecy& secrecy, const cassette::SideFileReader& file, const Headers& headers,
    bool is_of_answer, const std::function<std::unique_ptr<cassette::SideFileWriter>()>& open);

}  // namespace wiretape::deck
