// SPDX-License-Identifier: MIT
#include "http/client_hello.hpp"

#include "http/grammar.hpp"

namespace wiretape::http {

namespace {

// A hello with every extension known and a post-quantum key share stays below 4 KiB.
constexpr std::size_t max_hello_bytes = 64 * 1024;
constexpr std::size_t max_record_bytes = 16 * 1024;

enum Extension : std::size_t { server_name = 0, supported_groups = 10, alpn = 16, supported_versions = 43 };

std::size_t byte_at(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }

std::size_t number(std::string_view bytes) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) value = value << 8 | byte_at(bytes, i);
  return value;
}

// Takes parts off the front; once a part is cut short every further one is empty.
class Parts {
public:
  explicit Parts(std::string_view bytes) : rest_(bytes) {}

  std::string_view take(std::size_t count) {
    is_cut_ = is_cut_ || count > rest_.size();
    if (is_cut_) return {};
    const auto part = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return part;
  }
  std::size_t take_number(std::size_t bytes) { return number(take(bytes)); }
  // A vector: its length in so many bytes, then itself (RFC 8446 §3.4).
  std::string_view take_vector(std::size_t length_bytes) { return take(take_number(length_bytes)); }

  [[nodiscard]] bool has_more() const { return !is_cut_ && !rest_.empty(); }
  [[nodiscard]] bool is_cut() const { return is_cut_; }

private:
  std::string_view rest_;
  bool is_cut_ = false;
};

// Values that mean nothing and keep servers tolerant (RFC 8701 §2): 0x0A0A, 0x1A1A, … 0xFAFA.
bool is_grease(std::size_t value) { return (value & 0x0F0F) == 0x0A0A && value >> 8 == (value & 0xFF); }

bool read_numbers(std::string_view list, std::vector<std::uint16_t>& into) {
  into.clear();
  Parts parts(list);
  while (parts.has_more()) {
    const auto value = parts.take_number(2);
    if (!parts.is_cut() && !is_grease(value)) into.push_back(static_cast<std::uint16_t>(value));
  }
  return !parts.is_cut();
}

bool read_server_name(std::string_view data, std::string& into) {  // RFC 6066 §3
  Parts names(Parts(data).take_vector(2));
  constexpr std::size_t host_name = 0;
  while (names.has_more()) {
    const bool is_host = names.take_number(1) == host_name;
    const auto name = names.take_vector(2);
    if (is_host && into.empty()) into = name;
  }
  return !names.is_cut() && find_control(into) == std::string::npos;
}

bool read_alpn(std::string_view data, std::vector<std::string>& into) {  // RFC 7301 §3.1
  Parts names(Parts(data).take_vector(2));
  while (names.has_more()) {
    const auto name = names.take_vector(1);
    if (names.is_cut() || name.empty()) return false;
    if (name.size() != 2 || !is_grease(number(name))) into.emplace_back(name);
  }
  return true;
}

bool read_extension(std::size_t type, std::string_view data, ClientHello& hello) {
  Parts parts(data);
  switch (type) {
    case server_name:
      return read_server_name(data, hello.server_name);
    case supported_groups:
      return read_numbers(parts.take_vector(2), hello.groups) && !parts.is_cut();
    case alpn:
      return read_alpn(data, hello.alpn);
    case supported_versions:
      return read_numbers(parts.take_vector(1), hello.versions) && !parts.is_cut();
    default:
      return true;
  }
}

Result<std::optional<ClientHello>> read_hello(std::string_view body) {
  Parts parts(body);
  ClientHello hello;
  hello.versions = {static_cast<std::uint16_t>(parts.take_number(2))};
  parts.take(32);        // random
  parts.take_vector(1);  // legacy_session_id
  parts.take_vector(2);  // cipher_suites
  parts.take_vector(1);  // legacy_compression_methods
  if (parts.is_cut()) return Error{"a TLS ClientHello that is shorter than its parts", 0};
  if (!parts.has_more()) return std::optional(hello);  // TLS 1.2 and below may do without extensions
  Parts extensions(parts.take_vector(2));
  while (extensions.has_more()) {
    const auto type = extensions.take_number(2);
    const auto data = extensions.take_vector(2);
    if (extensions.is_cut()) break;
    if (!read_extension(type, data, hello)) {
      return Error{"a TLS ClientHello whose extension " + std::to_string(type) + " is malformed", 0};
    }
  }
  if (parts.is_cut() || extensions.is_cut())
    return Error{"a TLS ClientHello that is shorter than its extensions", 0};
  return std::optional(std::move(hello));
}

}  // namespace

Result<std::optional<ClientHello>> parse_client_hello(std::string_view bytes) {
  constexpr std::size_t handshake = 22, client_hello = 1, record_head = 5, message_head = 4;
  std::string message;  // of records that are whole; a hello may be cut into several (RFC 8446 §5.1)
  std::size_t at = 0;
  while (true) {
    const auto record = bytes.substr(at);
    if (!record.empty() && byte_at(record, 0) != handshake) return Error{"no TLS handshake record", at};
    if (record.size() > 1 && byte_at(record, 1) != 3)
      return Error{"a TLS record of an unknown version", at + 1};
    if (record.size() < record_head) return std::optional<ClientHello>();
    const auto size = number(record.substr(3, 2));
    if (size == 0 || size > max_record_bytes) return Error{"a TLS record of an impossible size", at + 3};

    message += record.substr(record_head, size);
    if (!message.empty() && byte_at(message, 0) != client_hello)
      return Error{"a TLS handshake that begins without a ClientHello", at + 5};
    if (message.size() >= message_head) {
      const auto hello_size = number(std::string_view(message).substr(1, 3));
      if (hello_size > max_hello_bytes) return Error{"a TLS ClientHello of more than 64 KiB", at + 5};
      if (message.size() >= message_head + hello_size) {
        return read_hello(std::string_view(message).substr(message_head, hello_size));
      }
    }
    if (record.size() < record_head + size) return std::optional<ClientHello>();
    at += record_head + size;
  }
}

}  // namespace wiretape::http
