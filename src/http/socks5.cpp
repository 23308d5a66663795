// SPDX-License-Identifier: MIT
#include "http/socks5.hpp"

#include <array>

#include "http/grammar.hpp"

namespace wiretape::http::socks5 {

namespace {

constexpr unsigned version = 5, credentials_version = 1;  // RFC 1928 §3, RFC 1929 §2

unsigned byte_at(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }

std::string hex(unsigned byte) {
  static constexpr std::string_view digits = "0123456789abcdef";
  return {'0', 'x', digits[byte >> 4], digits[byte & 15]};
}

// A length and so many bytes, which begin at `at`; nothing when they are not all here.
std::optional<std::string_view> counted(std::string_view bytes, std::size_t at) {
  if (bytes.size() <= at || bytes.size() < at + 1 + byte_at(bytes, at)) return std::nullopt;
  return bytes.substr(at + 1, byte_at(bytes, at));
}

std::string ipv4_text(std::string_view four) {
  std::string text;
  for (std::size_t i = 0; i < four.size(); ++i)
    text += (i == 0 ? "" : ".") + std::to_string(byte_at(four, i));
  return text;
}

// In the form of RFC 5952 but for "::", which no reader needs.
std::string ipv6_text(std::string_view sixteen) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < sixteen.size(); i += 2) {
    if (i > 0) text += ':';
    const unsigned group = byte_at(sixteen, i) << 8 | byte_at(sixteen, i + 1);
    bool has_digit = false;
    for (int shift = 12; shift >= 0; shift -= 4) {
      const unsigned digit = group >> shift & 15;
      has_digit = has_digit || digit != 0 || shift == 0;
      if (has_digit) text += digits[digit];
    }
  }
  return text;
}

}  // namespace

Result<std::optional<Greeting>> parse_greeting(std::string_view bytes) {
  if (bytes.empty()) return std::optional<Greeting>();
  if (byte_at(bytes, 0) != version)
    return Error{"SOCKS version " + std::to_string(byte_at(bytes, 0)) + ", not 5", 0};
  const auto methods = counted(bytes, 1);
  if (!methods) return std::optional<Greeting>();
  Greeting greeting{.size = 2 + methods->size()};
  for (const char method : *methods) {
    if (method == static_cast<char>(Method::none)) greeting.offers_none = true;
    if (method == static_cast<char>(Method::password)) greeting.offers_password = true;
  }
  return std::optional(greeting);
}

Result<std::optional<Credentials>> parse_credentials(std::string_view bytes) {
  if (bytes.empty()) return std::optional<Credentials>();
  if (byte_at(bytes, 0) != credentials_version) {
    return Error{"user name and password of version " + std::to_string(byte_at(bytes, 0)) + ", not 1", 0};
  }
  const auto name = counted(bytes, 1);
  const auto password = name ? counted(bytes, 2 + name->size()) : std::nullopt;
  if (!password) return std::optional<Credentials>();
  return std::optional(
      Credentials{3 + name->size() + password->size(), std::string(*name), std::string(*password)});
}

Result<std::optional<Request>> parse_request(std::string_view bytes) {
  constexpr std::size_t head = 4;  // version, command, reserved, kind of address
  constexpr unsigned ipv4 = 1, name = 3, ipv6 = 4;
  if (!bytes.empty() && byte_at(bytes, 0) != version) {
    return Error{"a SOCKS request of version " + std::to_string(byte_at(bytes, 0)) + ", not 5", 0};
  }
  if (bytes.size() < head) return std::optional<Request>();
  const auto command = byte_at(bytes, 1), kind = byte_at(bytes, 3);
  if (command < 1 || command > 3) return Error{"the SOCKS command " + hex(command), 1};
  Request request;
  request.command = static_cast<Command>(command);
  std::size_t end = head;
  if (kind == name) {
    const auto text = counted(bytes, head);
    if (!text) return std::optional<Request>();
    request.target.host = *text;
    end += 1 + text->size();
  } else if (kind == ipv4 || kind == ipv6) {
    const std::size_t size = kind == ipv4 ? 4 : 16;
    if (bytes.size() < head + size) return std::optional<Request>();
    const auto address = bytes.substr(head, size);
    request.target.host = kind == ipv4 ? ipv4_text(address) : ipv6_text(address);
    end += size;
  } else {
    return Error{"an address of the kind " + hex(kind), 3};
  }
  if (bytes.size() < end + 2) return std::optional<Request>();
  request.target.port = static_cast<std::uint16_t>(byte_at(bytes, end) << 8 | byte_at(bytes, end + 1));
  request.size = end + 2;
  // A name may hold any byte; it must not make another host, or none, in a URL.
  const auto written = kind == ipv6 ? '[' + request.target.host + ']' : request.target.host;
  const auto checked = parse_authority(written);
  if (!checked || checked->host != request.target.host) {
    return Error{"a host cannot be " + quote(request.target.host), head};
  }
  if (*request.target.port == 0) return Error{"the port 0", end};
  return std::optional(std::move(request));
}

std::string write_method(Method method) { return {'\x05', static_cast<char>(method)}; }

std::string write_verdict(bool is_accepted) { return {'\x01', is_accepted ? '\0' : '\x01'}; }

std::string write_reply(Reply reply) {
  return {'\x05', static_cast<char>(reply), '\0', '\x01', '\0', '\0', '\0', '\0', '\0', '\0'};
}

}  // namespace wiretape::http::socks5
