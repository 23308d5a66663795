// SPDX-License-Identifier: MIT
#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include "base/text.hpp"

namespace wiretape::cli {

namespace {

std::size_t width_of_stdout(const deck::Lookup& environment) {
  if (const auto said = environment("COLUMNS")) {
    if (const auto width = parse_decimal(*said); width && *width > 0) return *width;
  }
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

Terminal terminal_of_stdout(const deck::Lookup& environment) {
  if (::isatty(STDOUT_FILENO) == 0) return {};
  const auto no_colour = environment("NO_COLOR");  // no-color.org
  const bool is_plain = (no_colour && !no_colour->empty()) || environment("TERM") == "dumb";
  return {width_of_stdout(environment), !is_plain};
}

std::string cut_to(std::string_view text, std::size_t width) {
  if (columns(text) <= width) return std::string(text);
  std::size_t end = 0;
  for (std::size_t shown = 0; end < text.size(); ++end) {
    if (begins_code_point(text[end]) && ++shown >= width) break;
  }
  return std::string(text.substr(0, end)) + (width == 0 ? "" : "…");
}

}  // namespace wiretape::cli
