// SPDX-License-Identifier: MIT
#include "http/websocket_handshake.hpp"

#include <algorithm>

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "http/framing.hpp"
#include "http/grammar.hpp"

namespace wiretape::http::websocket {

namespace {

constexpr const char* accept_field = "Sec-WebSocket-Accept";
constexpr const char* extensions_field = "Sec-WebSocket-Extensions";
constexpr const char* key_field = "Sec-WebSocket-Key";
constexpr const char* protocol_field = "Sec-WebSocket-Protocol";

using Faults = std::vector<std::string>;

// All fields of that name as one list (RFC 9110 §5.3).
std::string joined(const Headers& headers, std::string_view name) {
  std::string out;
  for (const auto& value : headers.all(name)) out += (out.empty() ? "" : ", ") + value;
  return out;
}

// A list in one of the fields. What cannot be read is a fault, and an empty list.
template <class Item>
std::vector<Item> list_in(const Headers& headers, const char* field,
                          Result<std::vector<Item>> (*parse)(std::string_view), Faults& faults) {
  auto items = parse(joined(headers, field));
  if (items) return *std::move(items);
  faults.push_back(std::string(field) + ": " + items.error().message);
  return {};
}

void check_upgrade(const Headers& headers, Faults& faults) {
  if (!has_list_item(headers, "Upgrade", "websocket")) faults.emplace_back("Upgrade lacks websocket");
  if (!has_list_item(headers, "Connection", "Upgrade")) faults.emplace_back("Connection lacks Upgrade");
}

// The client's offers of permessage-deflate; one that cannot be read is passed over (RFC 7692 §7.1).
std::vector<PermessageDeflate> deflate_offers(const std::vector<Extension>& offered) {
  std::vector<PermessageDeflate> offers;
  for (const auto& extension : offered) {
    if (extension.name != permessage_deflate) continue;
    const auto offer = parse_permessage_deflate(extension, Negotiation::offer);
    if (offer) offers.push_back(*offer);
  }
  return offers;
}

bool has_name(const std::vector<Extension>& offered, std::string_view name) {
  return std::any_of(offered.begin(), offered.end(), [&](const auto& e) { return e.name == name; });
}

// Why the answer fits none of the offers: the first one's reason.
std::optional<std::string> misfit_of_all(const std::vector<PermessageDeflate>& offers,
                                         const PermessageDeflate& answer) {
  std::optional<std::string> first;
  for (const auto& offer : offers) {
    auto misfit = find_misfit(offer, answer);
    if (!misfit) return std::nullopt;
    if (!first) first = std::move(misfit);
  }
  return first;
}

void read_deflate(const Extension& answer, const std::vector<Extension>& offered, Handshake& into) {
  const auto parsed = parse_permessage_deflate(answer, Negotiation::answer);
  if (into.agreement.deflate) into.faults.emplace_back("the answer has permessage-deflate twice");
  // What cannot be read is taken for the default, so that messages may still be decoded.
  into.agreement.deflate = parsed ? *parsed : PermessageDeflate{};
  if (!parsed) into.faults.push_back(parsed.error().message);
  if (!parsed) return;
  if (auto misfit = misfit_of_all(deflate_offers(offered), *parsed))
    into.faults.push_back(*std::move(misfit));
}

void read_extensions(const Request& request, const Response& answer, Handshake& into) {
  Faults of_the_request;
  const auto offered = list_in(request.headers, extensions_field, parse_extensions, of_the_request);
  for (const auto& extension : list_in(answer.headers, extensions_field, parse_extensions, into.faults)) {
    if (!has_name(offered, extension.name)) {
      into.faults.push_back("the answer has the extension " + quote(extension.name) +
                            ", which the client did not offer");
    }
    if (extension.name == permessage_deflate) {
      read_deflate(extension, offered, into);
    } else {
      into.agreement.has_unknown_extension = true;
    }
  }
}

void read_protocol(const Request& request, const Response& answer, Handshake& into) {
  Faults of_the_request;
  const auto offered = list_in(request.headers, protocol_field, parse_protocols, of_the_request);
  const auto chosen = list_in(answer.headers, protocol_field, parse_protocols, into.faults);
  if (chosen.empty()) return;
  into.agreement.subprotocol = chosen[0];
  if (chosen.size() > 1) into.faults.emplace_back("the answer chooses more than one subprotocol");
  if (std::find(offered.begin(), offered.end(), chosen[0]) == offered.end()) {
    into.faults.push_back("the answer chooses the subprotocol " + quote(chosen[0]) +
                          ", which the client did not offer");
  }
}

// Of what was agreed, as much as `offered` lets stand.
std::vector<Extension> refit(const std::vector<Extension>& agreed, const std::vector<Extension>& offered) {
  const auto offers = deflate_offers(offered);
  std::vector<Extension> out;
  for (const auto& extension : agreed) {
    if (!has_name(offered, extension.name)) continue;
    const auto wanted = extension.name == permessage_deflate
                            ? parse_permessage_deflate(extension, Negotiation::answer)
                            : Result<PermessageDeflate>(Error{});
    // What is not ours to understand stays as it was, and what fits too.
    const bool stays = !wanted || offers.empty() || !misfit_of_all(offers, *wanted);
    out.push_back(stays ? extension : to_extension(fit_to_offer(*wanted, offers[0])));
  }
  return out;
}

}  // namespace

std::string accept_key(std::string_view key) {
  return base64_encode(sha1(std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
}

bool is_upgrade(const Request& request) {
  return has_list_item(request.headers, "Upgrade", "websocket") &&
         has_list_item(request.headers, "Connection", "Upgrade");
}

std::optional<Compression> Agreement::compression(Sender sender) const {
  if (!deflate) return std::nullopt;
  const bool is_server = sender == Sender::server;
  const auto bits = is_server ? deflate->server_max_window_bits : deflate->client_max_window_bits;
  return Compression{bits.value_or(15),
                     is_server ? !deflate->server_no_context_takeover : !deflate->client_no_context_takeover};
}

std::vector<std::string> find_faults(const Request& request) {
  Faults faults;
  if (request.method != "GET") faults.push_back("the method is " + quote(request.method) + " and not GET");
  if (request.version == "HTTP/1.0") faults.emplace_back("HTTP/1.0 knows no upgrade");
  check_upgrade(request.headers, faults);
  const auto keys = request.headers.all(key_field);
  const auto key = base64_decode(keys.size() == 1 ? keys[0] : std::string());
  if (keys.size() != 1) {
    faults.push_back(std::string(key_field) + (keys.empty() ? " is missing" : " stands more than once"));
  } else if (!key || key->size() != 16) {
    faults.push_back(std::string(key_field) + " is not 16 bytes in base64");
  }
  const auto version = request.headers.find("Sec-WebSocket-Version");
  if (version != "13") {
    faults.push_back("Sec-WebSocket-Version is " + (version ? quote(*version) : "missing") + " and not 13");
  }
  (void)list_in(request.headers, protocol_field, parse_protocols, faults);
  (void)list_in(request.headers, extensions_field, parse_extensions, faults);
  return faults;
}

Handshake read_handshake(const Request& request, const Response& answer) {
  Handshake out;
  if (answer.status != 101) out.faults.push_back("the status is " + std::to_string(answer.status));
  check_upgrade(answer.headers, out.faults);
  const auto accept = answer.headers.find(accept_field);
  if (accept != accept_key(request.headers.find(key_field).value_or(""))) {
    out.faults.push_back(std::string(accept_field) +
                         (accept ? " does not belong to the client's key" : " is missing"));
  }
  read_protocol(request, answer, out);
  read_extensions(request, answer, out);
  return out;
}

Response answer_anew(const Request& request, const Request& recorded_request, Response recorded) {
  auto& headers = recorded.headers;
  const auto recorded_key = recorded_request.headers.find(key_field);
  const bool was_wrong = recorded_key && headers.find(accept_field) != accept_key(*recorded_key);
  if (!was_wrong) headers.set(accept_field, accept_key(request.headers.find(key_field).value_or("")));

  Faults ignored;
  const auto offered = list_in(request.headers, extensions_field, parse_extensions, ignored);
  const auto agreed = list_in(headers, extensions_field, parse_extensions, ignored);
  const auto fitting = refit(agreed, offered);
  if (fitting == agreed) return recorded;
  if (fitting.empty()) {
    headers.remove(extensions_field);
  } else {
    headers.set(extensions_field, format_extensions(fitting));
  }
  return recorded;
}

}  // namespace wiretape::http::websocket
