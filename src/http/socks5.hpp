// SPDX-License-Identifier: MIT
// What a SOCKS5 client says before its tunnel begins (RFC 1928), with user name and password (RFC 1929).
// Each reader looks at the front of `bytes`: nothing when more are needed, else what was said and how many
// bytes it took.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/url.hpp"

namespace wiretape::http::socks5 {

enum class Method : std::uint8_t { none = 0x00, password = 0x02, unacceptable = 0xff };

// The first message: which methods the client offers (RFC 1928 §3).
struct Greeting {
  std::size_t size = 0;
  bool offers_none = false, offers_password = false;
};
Result<std::optional<Greeting>> parse_greeting(std::string_view bytes);

// RFC 1929 §2.
struct Credentials {
  std::size_t size = 0;
  std::string name, password;
};
Result<std::optional<Credentials>> parse_credentials(std::string_view bytes);

enum class Command : std::uint8_t { connect = 1, bind = 2, udp_associate = 3 };

// Where the client wants to go (RFC 1928 §4). A name is as the client wrote it; IPv6 without brackets.
struct Request {
  std::size_t size = 0;
  Command command = Command::connect;
  Authority target;  // always with a port
};
Result<std::optional<Request>> parse_request(std::string_view bytes);

// RFC 1928 §6.
enum class Reply : std::uint8_t {
  succeeded = 0,
  failed = 1,
  not_allowed = 2,
  network_unreachable = 3,
  host_unreachable = 4,
  refused = 5,
  expired = 6,
  unsupported_command = 7,
  unsupported_address = 8,
};

[[nodiscard]] std::string write_method(Method method);
[[nodiscard]] std::string write_verdict(bool is_accepted);  // on credentials
// The bound address is 0.0.0.0:0: the deck has none that says anything.
[[nodiscard]] std::string write_reply(Reply reply);

}  // namespace wiretape::http::socks5
