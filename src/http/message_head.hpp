// SPDX-License-Identifier: MIT
// A head as an event: its first line and its fields, and what follows from both.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "http/event.hpp"
#include "http/field_section.hpp"
#include "http/framing.hpp"
#include "http/reading.hpp"
#include "http/start_line.hpp"
#include "http/target.hpp"

namespace wiretape::http {

// An error's offset is the index of the field at fault; the number of fields where one is missing.
Result<RequestHead> make_request_head(RequestLine&& line, Target&& target, FieldSection::Fields&& fields,
                                      Strictness strictness);
// `method` is that of the request it answers.
Result<ResponseHead> make_response_head(StatusLine&& line, FieldSection::Fields&& fields,
                                        std::string_view method, Strictness strictness);

}  // namespace wiretape::http
