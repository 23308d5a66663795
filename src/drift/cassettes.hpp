// SPDX-License-Identifier: MIT
// Two cassettes of the same test, one recorded after the other.
#pragma once

#include <string>
#include <vector>

#include <wiretape/cassette.hpp>
#include <wiretape/drift.hpp>
#include <wiretape/options.hpp>

namespace wiretape::drift {

struct NamedCassette {
  std::string name;  // for the report
  const Cassette& cassette;
};

// As mode diff reports it, with the answers of `now` for the origin's.
[[nodiscard]] DriftReport compare_cassettes(const NamedCassette& recorded, const NamedCassette& now,
                                            std::vector<Ignored> ignored);

}  // namespace wiretape::drift
