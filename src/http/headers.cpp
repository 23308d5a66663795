// SPDX-License-Identifier: MIT
// The bodies of wiretape::Headers.
#include <wiretape/http.hpp>

#include <algorithm>

#include "base/text.hpp"

namespace wiretape {

namespace {

auto named(std::string_view name) {
  return [name](const HeaderField& field) { return equals_ignoring_case(field.name, name); };
}

}  // namespace

std::optional<std::string> Headers::find(std::string_view name) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(), named(name));
  if (found == fields_.end()) return std::nullopt;
  return found->value;
}

std::vector<std::string> Headers::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& field : fields_) {
    if (equals_ignoring_case(field.name, name)) values.push_back(field.value);
  }
  return values;
}

bool Headers::has(std::string_view name) const {
  return std::any_of(fields_.begin(), fields_.end(), named(name));
}

void Headers::add(std::string name, std::string value) {
  fields_.push_back({std::move(name), std::move(value)});
}

void Headers::set(std::string_view name, std::string value) {
  const auto first = std::find_if(fields_.begin(), fields_.end(), named(name));
  if (first == fields_.end()) return add(std::string(name), std::move(value));
  first->value = std::move(value);
  first->raw.clear();
  fields_.erase(std::remove_if(first + 1, fields_.end(), named(name)), fields_.end());
}

std::size_t Headers::remove(std::string_view name) { return std::erase_if(fields_, named(name)); }

}  // namespace wiretape
