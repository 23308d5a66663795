// SPDX-License-Identifier: MIT
#include "secrets/table.hpp"

#include <algorithm>
#include <cstring>

#include "base/text.hpp"
#include "secrets/placeholder.hpp"

namespace wiretape::secrets {

namespace {

constexpr std::size_t first_bytes = sizeof(std::uint64_t);

std::uint64_t first_of(const char* bytes) {
  std::uint64_t first = 0;
  std::memcpy(&first, bytes, first_bytes);
  return first;
}

// Letters and digits both: no word, no date, no number.
bool is_odd_enough(std::string_view value) {
  if (value.size() < first_bytes) return false;
  std::string bytes(value);
  std::sort(bytes.begin(), bytes.end());
  const auto different = std::unique(bytes.begin(), bytes.end()) - bytes.begin();
  constexpr std::ptrdiff_t few = 5;
  const auto has = [&](char from, char to) {
    return std::any_of(value.begin(), value.end(), [=](char c) { return c >= from && c <= to; });
  };
  return different >= few && has('0', '9') && (has('a', 'z') || has('A', 'Z'));
}

std::string percent_encoded(std::string_view value) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const char c : value) {
    if (plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out.append(1, '%').append(1, hex[byte >> 4]).append(1, hex[byte & 15]);
    }
  }
  return out;
}

std::string escaped(std::string_view value, bool escapes_slashes) {
  std::string out;
  for (const char c : value) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else {
      if (c == '"' || c == '\\' || (c == '/' && escapes_slashes)) out += '\\';
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string_view Table::name_for(std::string_view value, std::string_view wanted, bool everywhere) {
  const auto found = names_.find(std::string(value));
  if (found != names_.end()) return found->second;
  add(value, wanted.empty() ? std::to_string(++last_number_) : std::string(wanted), everywhere);
  return names_.find(std::string(value))->second;
}

std::optional<std::string_view> Table::name_of(std::string_view value) const {
  const auto found = names_.find(std::string(value));
  if (found == names_.end()) return std::nullopt;
  return found->second;
}

void Table::add(std::string_view value, std::string_view name, bool everywhere) {
  const auto [added, is_new] = names_.emplace(value, name);
  if (!is_new || !everywhere || !is_odd_enough(value)) return;
  std::vector<std::string> spellings{std::string(value)};
  for (auto& spelling : {percent_encoded(value), escaped(value, false), escaped(value, true)}) {
    if (std::find(spellings.begin(), spellings.end(), spelling) == spellings.end())
      spellings.push_back(spelling);
  }
  for (const auto& spelling : spellings) index(spelling, added->second);
}

void Table::index(const std::string& spelling, const std::string& name) {
  const auto first = first_of(spelling.data());
  may_begin_.add(spelling[0], spelling[1]);
  spellings_[first].emplace_back(spelling, name);
}

void Table::leave_out_numbers_in(std::string_view text) {
  for (auto found = find_placeholder(text); found; found = find_placeholder(text, found->at + found->size)) {
    const auto number = parse_decimal(found->placeholder.name);
    if (number) last_number_ = std::max<std::size_t>(last_number_, *number);
  }
}

std::vector<Table::Standing> Table::find_in(std::string_view text) const {
  std::vector<Standing> standing;
  if (spellings_.empty()) return standing;
  for (auto at = may_begin_.find_in(text); at != std::string_view::npos;
       at = may_begin_.find_in(text, at + 1)) {
    if (at + first_bytes > text.size()) break;
    const auto known = spellings_.find(first_of(text.data() + at));
    if (known == spellings_.end()) continue;
    Standing longest;
    for (const auto& [spelling, name] : known->second) {
      if (spelling.size() > longest.size && text.substr(at).starts_with(spelling)) {
        longest = {at, spelling.size(), name};
      }
    }
    if (longest.size == 0) continue;
    standing.push_back(longest);
    at += longest.size - 1;
  }
  return standing;
}

}  // namespace wiretape::secrets
