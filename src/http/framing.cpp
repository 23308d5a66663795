// SPDX-License-Identifier: MIT
#include "http/framing.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/text.hpp"
#include "http/grammar.hpp"
#include "http/start_line.hpp"

namespace wiretape::http {

namespace {

// The indices of the fields of one name.
std::vector<std::size_t> places(const Headers& headers, std::string_view name) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (equals_ignoring_case(headers[i].name, name)) found.push_back(i);
  }
  return found;
}

Result<std::uint64_t> parse_length(std::string_view text, std::size_t index) {
  const bool is_number = !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
  if (!is_number) return Error{"the Content-Length " + quote(text) + " is not a number", index};
  const auto length = parse_decimal(text);
  if (!length) return Error{"the Content-Length " + quote(text) + " is too large", index};
  return *length;
}

// One field with one number (RFC 9110 §8.6).
Result<BodyFraming> strict_framing(std::string_view version, const Headers& headers) {
  const auto codings = places(headers, "Transfer-Encoding");
  const auto lengths = places(headers, "Content-Length");
  if (!codings.empty() && !lengths.empty()) {
    return Error{"both Content-Length and Transfer-Encoding", std::max(codings[0], lengths[0])};
  }
  if (codings.size() > 1) return Error{"more than one Transfer-Encoding", codings[1]};
  if (lengths.size() > 1) return Error{"more than one Content-Length", lengths[1]};
  if (!codings.empty()) {
    const auto& coding = headers[codings[0]].value;
    if (!is_http_1_1(version)) return Error{"Transfer-Encoding in " + std::string(version), codings[0]};
    if (!equals_ignoring_case(coding, "chunked")) {
      return Error{"the Transfer-Encoding " + quote(coding) + "; only chunked is taken", codings[0]};
    }
    return BodyFraming{.framing = Framing::chunked};
  }
  if (lengths.empty()) return BodyFraming{};
  const auto length = parse_length(headers[lengths[0]].value, lengths[0]);
  if (!length) return length.error();
  return BodyFraming{.framing = Framing::content_length, .length = *length};
}

// The last transfer coding. "identity" is none: it was one in RFC 2616, and meant nothing.
std::optional<std::string> last_coding(const Headers& headers) {
  std::optional<std::string> last;
  for (const auto i : places(headers, "Transfer-Encoding")) {
    for (const auto item : split(headers[i].value, ',')) {
      const auto coding = to_lower(trim(item));
      if (!coding.empty() && coding != "identity") last = coding;
    }
  }
  return last;
}

// Equal lengths may be repeated, in a list or in several fields (RFC 9112 §6.3, 5).
Result<BodyFraming> repeated_length(const Headers& headers) {
  std::optional<std::uint64_t> length;
  for (const auto i : places(headers, "Content-Length")) {
    for (const auto item : split(headers[i].value, ',')) {
      const auto next = parse_length(trim(item), i);
      if (!next) return next.error();
      if (length && *length != *next) return Error{"two different Content-Lengths", i};
      length = *next;
    }
  }
  if (!length) return BodyFraming{};
  return BodyFraming{.framing = Framing::content_length, .length = *length};
}

Result<BodyFraming> lenient_framing(std::string_view version, const Headers& headers) {
  const auto coding = last_coding(headers);
  if (!coding) return repeated_length(headers);
  const bool is_doubtful = headers.has("Content-Length") || !is_http_1_1(version);
  if (*coding == "chunked") return BodyFraming{.framing = Framing::chunked, .is_doubtful = is_doubtful};
  return BodyFraming{.framing = Framing::until_close};
}

Result<BodyFraming> decide(std::string_view version, const Headers& headers, Strictness strictness) {
  return strictness == Strictness::strict ? strict_framing(version, headers)
                                          : lenient_framing(version, headers);
}

}  // namespace

Result<BodyFraming> request_framing(std::string_view version, const Headers& headers, Strictness strictness) {
  auto body = decide(version, headers, strictness);
  if (!body || body->framing != Framing::until_close) return body;
  return Error{"a Transfer-Encoding that does not end with chunked", places(headers, "Transfer-Encoding")[0]};
}

Result<BodyFraming> response_framing(std::string_view method, int status, std::string_view version,
                                     const Headers& headers, Strictness strictness) {
  const bool is_tunnel = method == "CONNECT" && status / 100 == 2;
  if (method == "HEAD" || status / 100 == 1 || status == 204 || status == 304 || is_tunnel)
    return BodyFraming{};
  auto body = decide(version, headers, strictness);
  if (body && body->framing == Framing::none) body->framing = Framing::until_close;
  return body;
}

bool keeps_alive(std::string_view version, const Headers& headers, const BodyFraming& body) {
  if (body.framing == Framing::until_close || body.is_doubtful) return false;
  if (has_list_item(headers, "Connection", "close")) return false;
  return is_http_1_1(version) || has_list_item(headers, "Connection", "keep-alive");
}

bool has_list_item(const Headers& headers, std::string_view name, std::string_view item) {
  return std::any_of(headers.begin(), headers.end(), [&](const HeaderField& field) {
    if (!equals_ignoring_case(field.name, name)) return false;
    const auto items = split(field.value, ',');
    return std::any_of(items.begin(), items.end(),
                       [&](std::string_view one) { return equals_ignoring_case(trim(one), item); });
  });
}

}  // namespace wiretape::http
