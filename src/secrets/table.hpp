// SPDX-License-Identifier: MIT
// The secrets of one cassette, and what each is called: the same everywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/pair_set.hpp"

namespace wiretape::secrets {

class Table {
public:
  struct Standing {
    std::size_t at = 0, size = 0;
    std::string_view name;
  };

  // The name of a secret; a new one is `wanted`, or the next number where that is empty. `everywhere`: it may
  // be looked for in any text.
  std::string_view name_for(std::string_view value, std::string_view wanted = {}, bool everywhere = true);
  [[nodiscard]] std::optional<std::string_view> name_of(std::string_view value) const;
  void add(std::string_view value, std::string_view name, bool everywhere = true);
  [[nodiscard]] std::size_t size() const { return names_.size(); }

  // Numbers that placeholders in this text have are not given again.
  void leave_out_numbers_in(std::string_view text);

  // Where secrets stand in a text, whatever stands around them: those that are long and odd enough not to be
  // there by chance. Also as they are written in URLs and in JSON. In order, none within another.
  [[nodiscard]] std::vector<Standing> find_in(std::string_view text) const;

private:
  void index(const std::string& spelling, const std::string& name);

  using First = std::uint64_t;  // eight bytes
  std::unordered_map<std::string, std::string> names_;
  std::unordered_map<First, std::vector<std::pair<std::string, std::string>>> spellings_;
  PairSet may_begin_;
  std::size_t last_number_ = 0;
};

}  // namespace wiretape::secrets
