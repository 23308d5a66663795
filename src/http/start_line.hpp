// SPDX-License-Identifier: MIT
// Request lines and status lines (RFC 9112 §3, §4).
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/reading.hpp"

namespace wiretape::http {

struct RequestLine {
  std::string method, target, version;
  std::string raw;  // the line as it came, when plain_request_line would write it otherwise
};

struct StatusLine {
  std::string version;
  int status = 0;
  std::string reason;
  std::string raw;  // likewise
};

// The line comes with its line end. Leniently a request line may lack its version or its target, and
// the words may stand apart as they like.
Result<RequestLine> parse_request_line(std::string_view line, Strictness strictness);
// Leniently the version may be any word, and what follows the three digits is the reason.
Result<StatusLine> parse_status_line(std::string_view line, Strictness strictness);

// "method target version\r\n", "version status reason\r\n"; in one line whatever stands in them. A
// target keeps to one word too: its spaces and line ends are written as %-escapes.
[[nodiscard]] std::string plain_request_line(std::string_view method, std::string_view target,
                                             std::string_view version);
[[nodiscard]] std::string plain_status_line(std::string_view version, int status, std::string_view reason);
void append_status_line(std::string& out, std::string_view version, int status, std::string_view reason);

// "HTTP/" and two digits around a dot: the only way a version is written (RFC 9112 §2.3).
[[nodiscard]] bool is_version(std::string_view text);
// HTTP/1.1 or a later 1.x: connections persist, chunks and 100-continue are understood.
[[nodiscard]] bool is_http_1_1(std::string_view version);

}  // namespace wiretape::http
