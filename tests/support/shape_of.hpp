// SPDX-License-Identifier: MIT
// The shape of a JSON text.
#pragma once

#include <string_view>

#include "drift/shape.hpp"

namespace wiretape::test {

inline drift::Shape shape_of(std::string_view json) {
  drift::Shape shape;
  drift::add(shape, *policy::parse_json(json));
  return shape;
}

}  // namespace wiretape::test
