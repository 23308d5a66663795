// SPDX-License-Identifier: MIT
// A cassette as a player needs it: what there is, found by a scan; each interaction parsed when it is
// first needed.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <wiretape/cassette.hpp>

#include "base/result.hpp"
#include "cassette/side_files.hpp"

namespace wiretape::cassette {

// What is known of an interaction without parsing it. Where it cannot be told, `method` is empty and `url`
// says so: Tape::interaction() knows why.
struct Summary {
  std::string method;
  std::string url;       // as it is written, or as in Url::str()
  std::size_t line = 0;  // 1-based, of the interaction's first line
};

class Tape {
public:
  Tape();  // nothing recorded
  ~Tape();
  Tape(Tape&&) noexcept;
  Tape& operator=(Tape&&) noexcept;

  // Takes the text over; `files` finds the bodies that it names. Error.offset is a line. Fails where the
  // marks between interactions or the header are at fault; what is wrong inside one interaction comes out of
  // interaction().
  static Result<Tape> open(std::string text, CassetteFormat format, SideFiles files = {});

  // The same of a file, which is gone through once and stays open: each interaction is read when it is first
  // needed, so that a large cassette costs little memory. Nothing where there is none. Throws CassetteError
  // for a file that cannot be read.
  static std::optional<Result<Tape>> open_file(const Place& place, CassetteFormat format,
                                               SideFiles files = {});

  [[nodiscard]] const CassetteHeader& header() const;
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] const Summary& summary(std::size_t i) const;

  // Parsed on first use and kept. Error.offset is a line of the file.
  [[nodiscard]] Result<std::shared_ptr<const Interaction>> interaction(std::size_t i) const;

  // The request alone, at a fraction of the cost, and not kept. Nothing where it cannot be read without the
  // rest: interaction() says why.
  [[nodiscard]] std::optional<Request> request(std::size_t i) const;

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wiretape::cassette
