// SPDX-License-Identifier: MIT
// The parameters of permessage-deflate, offered and agreed (RFC 7692 §7.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/websocket_extension.hpp"

namespace wiretape::http::websocket {

inline constexpr std::string_view permessage_deflate = "permessage-deflate";

struct PermessageDeflate {
  bool server_no_context_takeover = false;
  bool client_no_context_takeover = false;
  std::optional<int> server_max_window_bits = {};  // 8 to 15
  std::optional<int> client_max_window_bits = {};  // an offer without a value lets the server choose: 15

  friend bool operator==(const PermessageDeflate&, const PermessageDeflate&) = default;
};

// How one side compresses its messages.
struct Compression {
  int window_bits = 15;
  bool keeps_context = true;  // from one message to the next

  friend bool operator==(const Compression&, const Compression&) = default;
};

enum class Negotiation : std::uint8_t { offer, answer };

// Errors have no offset: a parameter that is unknown, twice there, without its value, with a bad one.
Result<PermessageDeflate> parse_permessage_deflate(const Extension& extension, Negotiation which);
// As an answer has it: with values.
[[nodiscard]] Extension to_extension(const PermessageDeflate& agreed);

// Why a server must not answer this offer so; nothing where it may.
[[nodiscard]] std::optional<std::string> find_misfit(const PermessageDeflate& offer,
                                                     const PermessageDeflate& answer);
// The answer nearest to `wanted` that fits the offer. There always is one.
[[nodiscard]] PermessageDeflate fit_to_offer(PermessageDeflate wanted, const PermessageDeflate& offer);

}  // namespace wiretape::http::websocket
