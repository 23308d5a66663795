// SPDX-License-Identifier: MIT
// Names that say that what they name is a secret: of headers, fields, parameters and members.
#pragma once

#include <string>
#include <string_view>

namespace wiretape::http {

// As names are compared: without case, '_' and '-'. "access_token", "accessToken" and "Access-Token" are one.
[[nodiscard]] std::string plain_name(std::string_view name);

enum class HeaderKind : unsigned char {
  none,
  credentials,  // a scheme and what follows it: Authorization
  challenge,    // parameters, of which some are nonces: WWW-Authenticate
  cookies,      // name=value, with ';' between: Cookie
  cookie,       // the first of them: Set-Cookie
  value,        // the whole value: X-Api-Key
};
[[nodiscard]] HeaderKind kind_of_header(std::string_view name);

// Of a member of JSON, an element of XML, a field of a form, a parameter of a query.
[[nodiscard]] bool names_secret(std::string_view key);
// Of a query alone: "key" too.
[[nodiscard]] bool names_secret_in_query(std::string_view key);
// "code", which is a secret where OAuth's other parameters are beside it (RFC 6749 §4.1.2).
[[nodiscard]] bool is_code(std::string_view key);
[[nodiscard]] bool is_beside_code(std::string_view key);

// Not one of these, and suspicious all the same: "my_secret_value", "X-Internal-Token".
[[nodiscard]] bool sounds_secret(std::string_view name);

}  // namespace wiretape::http
