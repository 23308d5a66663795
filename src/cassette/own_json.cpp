// SPDX-License-Identifier: MIT
#include "cassette/own_json.hpp"

namespace wiretape::cassette {

namespace {

// The string that a member has on a line of its own; nothing where it has escapes.
bool take_member(std::string_view line, std::string_view name, std::string& value) {
  if (!line.starts_with(name)) return false;
  line.remove_prefix(name.size());
  const auto end = line.find('"');
  if (end == std::string_view::npos || line.substr(0, end).find('\\') != std::string_view::npos) return false;
  value = line.substr(0, end);
  return true;
}

}  // namespace

bool OwnJsonScan::take(std::string_view line, std::uint64_t offset,
                       const std::function<void(const Element&)>& found) {
  ++line_;
  switch (state_) {
    case State::header:
      if (line == "  \"interactions\": [") {
        header_ += "  \"interactions\": []\n}";
        // What is read of it are the members beside.
        const auto begin = header_.rfind(",\n  \"interactions\"");
        if (begin == std::string::npos) return false;
        header_.replace(begin, std::string::npos, "\n}");
        state_ = State::between;
      } else {
        header_.append(line).append("\n");
      }
      return true;
    case State::between:
      if (line != "    {") return false;
      element_ = {};
      element_.line = line_;
      element_.offset = offset;
      state_ = State::element;
      return true;
    case State::element: {
      const bool is_last = line == "    }";
      if (!is_last && line != "    },") return take_inner(line);
      if (element_.method.empty() || element_.url.empty()) return false;
      element_.size = offset + 5 - element_.offset;  // without its comma
      found(element_);
      state_ = is_last ? State::after_last : State::between;
      return true;
    }
    case State::after_last:
      state_ = State::closing;
      return line == "  ]";
    case State::closing:
      state_ = State::behind;
      return line == "}";
    case State::behind:
      break;
  }
  return line.empty();
}

bool OwnJsonScan::take_inner(std::string_view line) {
  if (!line.starts_with("      ")) return false;
  const auto nth = line_ - element_.line;
  if (nth == 2 && !take_member(line, "        \"method\": \"", element_.method)) return false;
  return nth != 3 || take_member(line, "        \"url\": \"", element_.url);
}

}  // namespace wiretape::cassette
