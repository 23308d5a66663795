// SPDX-License-Identifier: MIT
// What an option's text may be, in CLI11's manner.
#pragma once

#include <CLI/App.hpp>
#include <cstddef>
#include <functional>
#include <string>

namespace wiretape::cli {

inline CLI::Validator from_one_to(std::size_t most) {
  return CLI::Range(std::size_t(1), most).description("");
}

// What `parse` finds wrong with a text, in CLI11's manner: empty when nothing is.
template <class Parse>
std::function<std::string(const std::string&)> fault_by(Parse parse) {
  return [parse](const std::string& text) {
    const auto result = parse(text);
    return result ? std::string() : result.error().message;
  };
}

}  // namespace wiretape::cli
