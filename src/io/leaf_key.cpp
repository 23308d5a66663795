// SPDX-License-Identifier: MIT
#define OPENSSL_SUPPRESS_DEPRECATED  // EC_KEY, on purpose: see the header
#include "io/leaf_key.hpp"

#include <openssl/ec.h>
#include <openssl/opensslv.h>

#include "io/certificate_fields.hpp"

namespace wiretape::io {

#if OPENSSL_VERSION_MAJOR == 3 && !defined(OPENSSL_NO_DEPRECATED_3_0)

// OpenSSL 3 turns a provider's key into a certificate's by encoding it and decoding that again, each time
// through a search of all its coders.
KeyPtr make_leaf_key() {
  std::unique_ptr<EC_KEY, Release<EC_KEY_free>> numbers(EC_KEY_new_by_curve_name(NID_X9_62_prime256v1));
  require(numbers ? EC_KEY_generate_key(numbers.get()) : 0, "make a key");
  KeyPtr key(EVP_PKEY_new());
  require(key ? EVP_PKEY_assign_EC_KEY(key.get(), numbers.get()) : 0, "make a key");
  static_cast<void>(numbers.release());  // the key's now
  return key;
}

#else

KeyPtr make_leaf_key() {
  KeyPtr key(EVP_EC_gen("P-256"));
  require(key != nullptr, "make a key");
  return key;
}

#endif

}  // namespace wiretape::io
