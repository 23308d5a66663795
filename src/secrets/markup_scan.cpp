// SPDX-License-Identifier: MIT
#include "secrets/markup_scan.hpp"

#include <algorithm>

#include "base/byte_set.hpp"

namespace wiretape::secrets {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr ByteSet name_ends(" \t\r\n=/>\"'<");
constexpr ByteSet blanks(" \t\r\n");

std::string_view without_prefix(std::string_view name) {
  const auto colon = name.rfind(':');
  return colon == npos ? name : name.substr(colon + 1);
}

std::size_t behind_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && blanks.has(text[at])) ++at;
  return at;
}

std::string_view name_at(std::string_view text, std::size_t at) {
  return text.substr(at, std::min(name_ends.find_in(text, at), text.size()) - at);
}

}  // namespace

void scan_markup(std::string_view text,
                 const std::function<void(std::string_view, std::size_t, std::size_t)>& visit) {
  if (text.find("</") == npos && text.find("/>") == npos) return;
  for (auto open = text.find('<'); open != npos; open = text.find('<', open + 1)) {
    const auto name = name_at(text, open + 1);
    if (name.empty()) continue;
    auto at = behind_blanks(text, open + 1 + name.size());
    while (at < text.size() && text[at] != '>' && text[at] != '<') {
      const auto attribute = name_at(text, at);
      at = behind_blanks(text, at + std::max<std::size_t>(attribute.size(), 1));
      if (attribute.empty() || at >= text.size() || text[at] != '=') continue;
      at = behind_blanks(text, at + 1);
      if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) continue;
      const auto end = text.find(text[at], at + 1);
      if (end == npos) return;
      visit(without_prefix(attribute), at + 1, end - at - 1);
      at = behind_blanks(text, end + 1);
    }
    if (at >= text.size() || text[at] != '>' || text[at - 1] == '/') continue;
    const auto end = text.find('<', at);
    if (end != npos && text.substr(end).starts_with("</")) visit(without_prefix(name), at + 1, end - at - 1);
  }
}

}  // namespace wiretape::secrets
