// SPDX-License-Identifier: MIT
// How long a body is, and whether the connection goes on behind it (RFC 9112 §6.3, §9.3).
#pragma once

#include <cstdint>
#include <string_view>

#include <wiretape/http.hpp>

#include "base/result.hpp"
#include "http/reading.hpp"

namespace wiretape::http {

struct BodyFraming {
  Framing framing = Framing::none;
  std::uint64_t length = 0;  // with Framing::content_length
  // Readers may disagree about it: the connection is closed behind the message (RFC 9112 §6.1).
  bool is_doubtful = false;
};

// An error's offset is the index of the field at fault.
Result<BodyFraming> request_framing(std::string_view version, const Headers& headers, Strictness strictness);
// `method` is that of the request it answers.
Result<BodyFraming> response_framing(std::string_view method, int status, std::string_view version,
                                     const Headers& headers, Strictness strictness);

[[nodiscard]] bool keeps_alive(std::string_view version, const Headers& headers, const BodyFraming& body);

// Whether the comma-separated list in the fields of that name holds `item`, in any case.
[[nodiscard]] bool has_list_item(const Headers& headers, std::string_view name, std::string_view item);

}  // namespace wiretape::http
