// SPDX-License-Identifier: MIT
// Where a request goes: its target and its Host field (RFC 9112 §3.2, §3.3).
#pragma once

#include <optional>
#include <string_view>

#include <wiretape/http.hpp>

#include "base/result.hpp"
#include "http/event.hpp"

namespace wiretape::http {

struct Target {
  TargetForm form = TargetForm::origin;
  Url url;  // of origin and asterisk form: the target alone, the host empty
};

// The form follows from method and text. For CONNECT the URL has host and port only.
Result<Target> parse_target(std::string_view method, std::string_view text);

// Refuses a Host that is missing in HTTP/1.1, repeated, malformed, or other than the target's. The
// error's offset is the index of the field, headers.size() when it is missing.
[[nodiscard]] std::optional<Error> find_host_fault(std::string_view version, const Target& target,
                                                   const Headers& headers);

// The host and port of a target that has none come from the Host field, where that is well formed.
void complete_from_host(Target& target, const Headers& headers);

}  // namespace wiretape::http
