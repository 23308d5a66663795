// SPDX-License-Identifier: MIT
// Another status, with its usual reason.
#pragma once

#include <wiretape/rule.hpp>

#include "http/reason.hpp"

namespace wiretape::policy {

[[nodiscard]] inline ChangeAction status_change(int status) {
  return {[status](Response& response) {
    response.status = status;
    response.reason = http::reason_phrase(status);
    response.raw_status_line.clear();
  }};
}

}  // namespace wiretape::policy
