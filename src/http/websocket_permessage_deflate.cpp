// SPDX-License-Identifier: MIT
#include "http/websocket_permessage_deflate.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "http/grammar.hpp"

namespace wiretape::http::websocket {

namespace {

constexpr int min_window_bits = 8, max_window_bits = 15;

Error wrong(const std::string& name, std::string_view what) {
  return {std::string(permessage_deflate) + ": " + name + ' ' + std::string(what), 0};
}

Result<bool> parse_flag(const ExtensionParameter& parameter) {
  if (parameter.value) return wrong(parameter.name, "takes no value, but has " + quote(*parameter.value));
  return true;
}

// 8 to 15, without leading zeros (§7.1.2.1).
Result<int> parse_window_bits(const ExtensionParameter& parameter) {
  const auto text = parameter.value.value_or("");
  const auto number = parse_decimal(text);
  const bool is_good =
      number && *number >= min_window_bits && *number <= max_window_bits && !text.starts_with('0');
  if (is_good) return static_cast<int>(*number);
  return wrong(parameter.name, "takes a number from 8 to 15, but has " +
                                   (parameter.value ? quote(*parameter.value) : "none"));
}

// Puts one parameter into its place.
std::optional<Error> take(const ExtensionParameter& parameter, Negotiation which, PermessageDeflate& into) {
  const auto& name = parameter.name;
  const auto store = [](auto parsed, auto& place) -> std::optional<Error> {
    if (!parsed) return parsed.error();
    place = *parsed;
    return std::nullopt;
  };
  if (name == "server_no_context_takeover")
    return store(parse_flag(parameter), into.server_no_context_takeover);
  if (name == "client_no_context_takeover")
    return store(parse_flag(parameter), into.client_no_context_takeover);
  if (name == "server_max_window_bits")
    return store(parse_window_bits(parameter), into.server_max_window_bits);
  if (name != "client_max_window_bits") return wrong(quote(name), "is no parameter of it");
  if (!parameter.value && which == Negotiation::offer) {  // §7.1.2.2
    into.client_max_window_bits = max_window_bits;
    return std::nullopt;
  }
  return store(parse_window_bits(parameter), into.client_max_window_bits);
}

std::optional<int> smaller(std::optional<int> a, std::optional<int> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

}  // namespace

Result<PermessageDeflate> parse_permessage_deflate(const Extension& extension, Negotiation which) {
  PermessageDeflate parsed;
  std::set<std::string_view> seen;
  for (const auto& parameter : extension.parameters) {
    if (!seen.insert(parameter.name).second) return wrong(quote(parameter.name), "stands twice");
    if (auto error = take(parameter, which, parsed)) return *std::move(error);
  }
  return parsed;
}

Extension to_extension(const PermessageDeflate& agreed) {
  Extension out{std::string(permessage_deflate)};
  if (agreed.server_no_context_takeover) out.parameters.push_back({"server_no_context_takeover"});
  if (agreed.client_no_context_takeover) out.parameters.push_back({"client_no_context_takeover"});
  for (const auto& [name, bits] : {std::pair("server_max_window_bits", agreed.server_max_window_bits),
                                   std::pair("client_max_window_bits", agreed.client_max_window_bits)}) {
    if (bits) out.parameters.push_back({name, std::to_string(*bits)});
  }
  return out;
}

std::optional<std::string> find_misfit(const PermessageDeflate& offer, const PermessageDeflate& answer) {
  if (offer.server_no_context_takeover && !answer.server_no_context_takeover) {  // §7.1.1.1
    return "the answer lacks server_no_context_takeover, which the client asked for";
  }
  const auto bits = [](int n) { return std::to_string(n); };
  if (offer.server_max_window_bits) {  // §7.1.2.1
    const auto wanted = bits(*offer.server_max_window_bits);
    if (!answer.server_max_window_bits) {
      return "the answer lacks server_max_window_bits, which the client wants to be at most " + wanted;
    }
    if (*answer.server_max_window_bits > *offer.server_max_window_bits) {
      return "the answer has server_max_window_bits=" + bits(*answer.server_max_window_bits) +
             ", but the client wants at most " + wanted;
    }
  }
  if (!answer.client_max_window_bits) return std::nullopt;
  if (!offer.client_max_window_bits) {  // §7.1.2.2
    return "the answer has client_max_window_bits, which the client did not offer";
  }
  if (*answer.client_max_window_bits > *offer.client_max_window_bits) {
    return "the answer has client_max_window_bits=" + bits(*answer.client_max_window_bits) +
           ", but the client offered at most " + bits(*offer.client_max_window_bits);
  }
  return std::nullopt;
}

PermessageDeflate fit_to_offer(PermessageDeflate wanted, const PermessageDeflate& offer) {
  if (offer.server_no_context_takeover) wanted.server_no_context_takeover = true;
  wanted.server_max_window_bits = smaller(wanted.server_max_window_bits, offer.server_max_window_bits);
  // Without the parameter the client may use its whole window, which every receiver must stand.
  wanted.client_max_window_bits = offer.client_max_window_bits && wanted.client_max_window_bits
                                      ? smaller(wanted.client_max_window_bits, offer.client_max_window_bits)
                                      : std::nullopt;
  return wanted;
}

}  // namespace wiretape::http::websocket
