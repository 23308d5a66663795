// SPDX-License-Identifier: MIT
#include "io/file_error.hpp"

#include <openssl/decodererr.h>

#include <system_error>

#include "io/openssl.hpp"

namespace wiretape::io {

std::string take_file_error(const std::string& when_empty) {
  const auto code = ERR_peek_error();
  if (ERR_SYSTEM_ERROR(code)) {
    ERR_clear_error();
    return std::generic_category().message(ERR_GET_REASON(code));
  }
  const auto is = [&](int library, int reason) {
    return ERR_GET_LIB(code) == library && ERR_GET_REASON(code) == reason;
  };
  const bool is_empty = is(ERR_LIB_X509, X509_R_NO_CERTIFICATE_OR_CRL_FOUND) ||
                        is(ERR_LIB_PEM, PEM_R_NO_START_LINE) || is(ERR_LIB_PEM, PEM_R_BAD_PASSWORD_READ) ||
                        is(ERR_LIB_OSSL_DECODER, ERR_R_UNSUPPORTED);
  const auto reason = take_openssl_error();
  return is_empty ? when_empty : reason;
}

}  // namespace wiretape::io
