// SPDX-License-Identifier: MIT
#include "http/secret_names.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"

namespace wiretape::http {

namespace {

using Names = std::set<std::string_view, std::less<>>;

const Names& whole_headers() {
  static const Names names{"xapikey",
                           "apikey",
                           "xauthtoken",
                           "xaccesstoken",
                           "xcsrftoken",
                           "xxsrftoken",
                           "xamzsecuritytoken",
                           "xgoogapikey",
                           "xgoogiamauthorizationtoken",
                           "ocpapimsubscriptionkey",
                           "subscriptionkey",
                           "xmsencryptionkey",
                           "xmscopysourceauthorization",
                           "aegsaskey",
                           "aegsastoken",
                           "xfunctionskey",
                           "xshopifyaccesstoken",
                           "xgithubtoken",
                           "privatetoken",
                           "xvaulttoken",
                           "ddapikey",
                           "ddapplicationkey",
                           "xhoneycombteam",
                           "xstripesignature",
                           "stripesignature",
                           "xhubsignature256",
                           "xhubsignature",
                           "xforwardedclientcert"};
  return names;
}

const Names& keys() {
  static const Names names{"accesstoken",
                           "refreshtoken",
                           "idtoken",
                           "token",
                           "apikey",
                           "clientsecret",
                           "clientassertion",
                           "secret",
                           "password",
                           "passwd",
                           "pwd",
                           "passphrase",
                           "privatekey",
                           "connectionstring",
                           "accountkey",
                           "primarykey",
                           "secondarykey",
                           "sasuri",
                           "sig",
                           "signature",
                           "xamzsignature",
                           "xamzcredential",
                           "xamzsecuritytoken",
                           "xgoogsignature",
                           "awsaccesskeyid",
                           "codeverifier",
                           "session",
                           "sessionid",
                           "sid",
                           "jsessionid",
                           "phpsessid",
                           "otp",
                           "pin",
                           "ssn",
                           "cardnumber",
                           "cvv"};
  return names;
}

}  // namespace

std::string plain_name(std::string_view name) {
  auto plain = to_lower(name);
  std::erase_if(plain, [](char c) { return c == '_' || c == '-'; });
  return plain;
}

HeaderKind kind_of_header(std::string_view name) {
  const auto plain = plain_name(name);
  if (plain == "authorization" || plain == "proxyauthorization") return HeaderKind::credentials;
  if (plain == "wwwauthenticate" || plain == "proxyauthenticate" || plain == "authenticationinfo" ||
      plain == "proxyauthenticationinfo") {
    return HeaderKind::challenge;
  }
  if (plain == "cookie") return HeaderKind::cookies;
  if (plain == "setcookie") return HeaderKind::cookie;
  return whole_headers().contains(plain) ? HeaderKind::value : HeaderKind::none;
}

bool names_secret(std::string_view key) { return keys().contains(plain_name(key)); }

bool names_secret_in_query(std::string_view key) { return plain_name(key) == "key" || names_secret(key); }

bool is_code(std::string_view key) { return key == "code"; }

bool is_beside_code(std::string_view key) {
  constexpr std::array<std::string_view, 6> beside{"granttype", "clientid", "redirecturi",
                                                   "state",     "iss",      "sessionstate"};
  return std::find(beside.begin(), beside.end(), plain_name(key)) != beside.end();
}

bool sounds_secret(std::string_view name) {
  const auto plain = plain_name(name);
  constexpr std::array<std::string_view, 9> words{"token",      "secret",    "password",
                                                  "passwd",     "apikey",    "credential",
                                                  "privatekey", "signature", "accesskey"};
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return plain.find(word) != std::string::npos; });
}

}  // namespace wiretape::http
