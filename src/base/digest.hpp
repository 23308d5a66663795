// SPDX-License-Identifier: MIT
// Digests, by libcrypto.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace wiretape {

// SHA-1 (RFC 3174), for protocols that name it, as WebSocket's handshake does: 20 bytes.
[[nodiscard]] std::string sha1(std::string_view bytes);

// SHA-256 (RFC 6234) of bytes that come in pieces.
class Sha256 {
public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void add(std::string_view bytes);
  // Of all that was added: 64 hexadecimal digits, lower case. The last call.
  [[nodiscard]] std::string hex();

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// HMAC (RFC 2104) with SHA-256, SHA-384 or SHA-512, as `bits` says: so many bits.
[[nodiscard]] std::string hmac_sha2(int bits, std::string_view key, std::string_view bytes);

[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace wiretape
