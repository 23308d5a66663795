// SPDX-License-Identifier: MIT
// Which interactions of two recordings of the same test belong together.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include <wiretape/cassette.hpp>

#include "secrets/redactor.hpp"

namespace wiretape::drift {

struct Pairs {
  std::vector<std::pair<std::size_t, std::size_t>> both = {};  // in the order of the second
  std::vector<std::size_t> only_in_first = {}, only_in_second = {};
};

// Those that ask alike, in their order: of several with the same method, host and path (where steps with
// digits in them count as one), the first that asks the same, else the first. Of what is left, those whose
// paths are as long and the same by half.
[[nodiscard]] Pairs pairs_of(const Cassette& first, const Cassette& second,
                             const secrets::Redactor& redactor);

}  // namespace wiretape::drift
