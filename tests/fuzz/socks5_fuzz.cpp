// SPDX-License-Identifier: MIT
// What a SOCKS5 client says before its tunnel, message by message.
#include "fuzz/fuzz.hpp"
#include "http/grammar.hpp"
#include "http/socks5.hpp"

using namespace wiretape;
using fuzz::require;
namespace socks5 = http::socks5;

namespace {

// Takes the message off `bytes`. False where that holds none, or not the whole of one.
template <class Parse>
bool take(Parse parse, std::string_view& bytes) {
  const auto parsed = parse(bytes);
  if (!parsed) {
    fuzz::require_message(parsed.error().message);
    require(parsed.error().offset <= bytes.size(), "an error lies in the bytes");
    return false;
  }
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    const auto begun = parse(bytes.substr(0, cut));
    if (!*parsed || cut < (*parsed)->size) {
      require(begun && !*begun, "the beginning of a message is no error, and not the whole");
    } else {
      require(begun && *begun && (*begun)->size == (*parsed)->size,
              "what follows a message does not change it");
    }
  }
  if (!*parsed) return false;
  require((*parsed)->size <= bytes.size() && (*parsed)->size > 0, "a message takes some of the bytes");
  bytes.remove_prefix((*parsed)->size);
  return true;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t most = 700;  // more than all three messages; every cut is tried
  auto bytes = fuzz::Input(data, std::min(size, most)).rest();
  if (!take(&socks5::parse_greeting, bytes)) return 0;
  auto with_credentials = bytes;
  if (take(&socks5::parse_credentials, with_credentials)) bytes = with_credentials;
  const auto request = socks5::parse_request(bytes);
  if (request && *request) {
    const auto& target = (*request)->target;
    require(target.port && *target.port != 0, "a target has a port");
    require(!target.host.empty() && http::find_control(target.host) == std::string::npos,
            "a host is a host: no control bytes");
    const bool is_ipv6 = target.host.find(':') != std::string::npos;
    const auto url = http::parse_url("http://" + (is_ipv6 ? '[' + target.host + ']' : target.host) + ":1/");
    require(url && url->host == target.host, "a host makes a URL with that host");
  }
  take(&socks5::parse_request, bytes);
  return 0;
}
