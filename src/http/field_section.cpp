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
  if (!pending_.empty()) (void)add_pending();  // lenient: everything is a field
  if (without_line_end(line).empty() && (!is_strict || line == "\r\n")) {
    end_offset_ = offset;
    if (line != "\r\n") raw_end_ = line;
    return true;
  }
  offsets_.push_back(offset);
  pending_ = line;
  if (!is_strict) return false;
  if (auto error = add_pending()) return Error{std::move(error->message), offset + error->offset};
  return false;
}

FieldSection::Fields FieldSection::finish() { return {std::move(headers_), std::move(raw_end_)}; }

std::optional<Error> FieldSection::add_pending() {
  auto field = parse_field(pending_, strictness_);
  pending_.clear();
  if (!field) return field.error();
  headers_.add(*std::move(field));
  return std::nullopt;
}

}  // namespace wiretape::http
