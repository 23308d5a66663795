// SPDX-License-Identifier: MIT
// Texts with something broken in them.
#pragma once

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <string_view>

namespace wiretape::support {

// The same for the same seed.
class Mutations {
public:
  explicit Mutations(std::uint32_t seed) : random_(seed) {}

  std::size_t below(std::size_t limit) { return random_() % limit; }

  // One to four changes, anywhere.
  std::string of(std::string text) {
    for (auto n = 1 + below(4); n-- > 0 && !text.empty();) change(text);
    return text;
  }

private:
  void change(std::string& text) {
    const auto at = below(text.size());
    switch (below(8)) {
      case 0:
        text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
        break;
      case 1:
        text[at] = static_cast<char>(below(256));
        break;
      case 2:
        text.resize(at);
        break;
      case 3:
        text.erase(at, 1 + below(40));
        break;
      case 4:
        text.insert(at, text.substr(below(text.size()), below(200)));
        break;
      case 5:
        repeat_line(text, at);
        break;
      default:
        text.insert(at, tokens[below(tokens.size())]);
    }
  }

  static void repeat_line(std::string& text, std::size_t at) {
    const auto start = text.rfind('\n', at) == std::string::npos ? 0 : text.rfind('\n', at) + 1;
    const auto end = std::min(text.find('\n', start), text.size() - 1) + 1;
    text.insert(end, text.substr(start, end - start));
  }

  static constexpr std::array<std::string_view, 42> tokens{"\n",
                                                           " ",
                                                           "  ",
                                                           "\t",
                                                           "\r\n",
                                                           ":",
                                                           ": ",
                                                           "- ",
                                                           "-",
                                                           "? ",
                                                           "[",
                                                           "]",
                                                           "{",
                                                           "}",
                                                           ",",
                                                           "\"",
                                                           "'",
                                                           "\\",
                                                           "|",
                                                           "|+\n",
                                                           ">-\n",
                                                           "&a ",
                                                           "*a",
                                                           "!!x ",
                                                           "!x ",
                                                           "#",
                                                           " #",
                                                           "---\n",
                                                           "...\n",
                                                           "\n---\n",
                                                           "\n...\n",
                                                           "%",
                                                           "@",
                                                           "~",
                                                           "null",
                                                           "-1",
                                                           "999999",
                                                           "0x10",
                                                           "{}",
                                                           "base64",
                                                           "\xEF\xBB\xBF",
                                                           "\xC2\x85"};

  std::mt19937 random_;
};

}  // namespace wiretape::support
