// SPDX-License-Identifier: MIT
#include "base/digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace wiretape {

namespace {

// libcrypto refuses only where it is out of memory, or was built without the digest.
void check(int is_done) {
  if (is_done != 1) throw std::runtime_error("libcrypto has no such digest");
}

class Digest {
public:
  explicit Digest(const EVP_MD* kind) : context_(EVP_MD_CTX_new()) {
    check(EVP_DigestInit_ex(context_.get(), kind, nullptr));
  }
  void add(std::string_view bytes) { check(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size())); }
  std::string finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out;
    unsigned size = 0;
    check(EVP_DigestFinal_ex(context_.get(), out.data(), &size));
    return {reinterpret_cast<const char*>(out.data()), size};
  }

private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

}  // namespace

std::string sha1(std::string_view bytes) {
  Digest digest(EVP_sha1());
  digest.add(bytes);
  return digest.finish();
}

struct Sha256::Impl : Digest {
  Impl() : Digest(EVP_sha256()) {}
};

Sha256::Sha256() : impl_(std::make_unique<Impl>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view bytes) { impl_->add(bytes); }

std::string Sha256::hex() {
  std::string out;
  for (const char c : impl_->finish()) {
    const auto byte = static_cast<unsigned char>(c);
    out += {"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]};
  }
  return out;
}

std::string hmac_sha2(int bits, std::string_view key, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out;
  std::size_t size = 0;
  const auto digest = "SHA" + std::to_string(bits);
  const auto* text = reinterpret_cast<const unsigned char*>(bytes.data());
  const bool is_made = EVP_Q_mac(nullptr, "HMAC", nullptr, digest.c_str(), nullptr, key.data(), key.size(),
                                 text, bytes.size(), out.data(), out.size(), &size) != nullptr;
  check(is_made ? 1 : 0);
  return {reinterpret_cast<const char*>(out.data()), size};
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 digest;
  digest.add(bytes);
  return digest.hex();
}

}  // namespace wiretape
