// SPDX-License-Identifier: MIT
#include "http/field_section.hpp"

#include <utility>

#include "http/field.hpp"
#include "http/line.hpp"

namespace wiretape::http {

Result<bool> FieldSection::take(std::string_view line, std::size_t offset) {
  const bool is_strict = strictness_ == Strictness::strict;
  if (!is_strict && is_continuation(line) && !pending_.empty()) {
    pending_ += line;
    return false;
  }
  if (!pending_.empty()) {
    (void)add(pending_);  // lenient: everything is a field
    pending_.clear();
  }
  if (without_line_end(line).empty() && (!is_strict || line == "\r\n")) {
    end_offset_ = offset;
    if (line != "\r\n") raw_end_ = line;
    return true;
  }
  offsets_.push_back(offset);
  if (!is_strict) {
    pending_ = line;
    return false;
  }
  if (auto error = add(line)) return Error{std::move(error->message), offset + error->offset};
  return false;
}

void FieldSection::restart() {
  headers_ = {};
  pending_.clear();
  offsets_.clear();
  end_offset_ = 0;
  raw_end_.clear();
}

FieldSection::Fields FieldSection::finish() { return {std::move(headers_), std::move(raw_end_)}; }

std::optional<Error> FieldSection::add(std::string_view lines) {
  auto field = parse_field(lines, strictness_);
  if (!field) return field.error();
  headers_.add(*std::move(field));
  return std::nullopt;
}

}  // namespace wiretape::http
