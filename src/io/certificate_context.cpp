// SPDX-License-Identifier: MIT
#include "io/certificate_context.hpp"

#include <ctime>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "io/certificate_authority.hpp"
#include "io/certificate_fields.hpp"
#include "io/flawed_leaf.hpp"
#include "io/key_log.hpp"

namespace wiretape::io {

namespace {

using Leaves = std::shared_ptr<LeafStore>;

// Objects hung on OpenSSL's, and freed with them.
template <class T>
void free_hung(void*, void* object, CRYPTO_EX_DATA*, int, long, void*) {
  delete static_cast<T*>(object);
}

int copy_shown(CRYPTO_EX_DATA*, const CRYPTO_EX_DATA*, void** object, int, long, void*) {
  if (*object != nullptr) *object = new Shown(*static_cast<Shown*>(*object));
  return 1;
}

int leaves_slot() {
  static const int slot = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, free_hung<Leaves>);
  return slot;
}

int shown_slot() {
  static const int slot = SSL_get_ex_new_index(0, nullptr, nullptr, copy_shown, free_hung<Shown>);
  return slot;
}

const Shown& shown_of(SSL* ssl) {
  static const Shown nothing;
  const auto* shown = static_cast<const Shown*>(SSL_get_ex_data(ssl, shown_slot()));
  return shown ? *shown : nothing;
}

// SNI when a certificate can hold it (RFC 6066 §3 allows no IP addresses there; some clients send them all
// the same), else the fallback.
std::optional<CertificateName> asked_host(SSL* ssl) {
  if (const char* sni = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name)) {
    if (auto name = certificate_name(sni)) return name;
  }
  return certificate_name(shown_of(ssl).fallback_host);
}

std::vector<CertificateName> names_beside(const CertificateName& host, const Shown& shown) {
  std::vector<CertificateName> names;
  for (const auto& text : shown.names) {
    const auto name = alternative_name(text);
    if (name && name->text != host.text) names.push_back(*name);
  }
  return names;
}

int show_flawed(SSL* ssl, const LeafMint& mint, const CertificateName& host, CertificateFlaw flaw) {
  const auto leaf = mint_flawed(mint, host, std::time(nullptr), flaw);
  if (flaw == CertificateFlaw::weak_key) SSL_set_security_level(ssl, 0);  // ours forbids it too
  return SSL_use_certificate(ssl, leaf.certificate.get()) == 1 && SSL_use_PrivateKey(ssl, leaf.key.get()) == 1
             ? 1
             : 0;
}

// Called once a handshake, after the ClientHello was read. 0 ends it with the alert internal_error.
int show_leaf(SSL* ssl, void*) {
  try {
    LeafStore& leaves = **static_cast<Leaves*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), leaves_slot()));
    const auto host = asked_host(ssl);
    if (!host) {
      ERR_raise(ERR_LIB_SSL, SSL_R_SSL3_EXT_INVALID_SERVERNAME);
      return 0;
    }
    const auto& shown = shown_of(ssl);
    if (shown.flaw != CertificateFlaw::none) return show_flawed(ssl, leaves.mint(), *host, shown.flaw);
    const auto* own = shown.own ? shown.own(host->text) : nullptr;
    if (own != nullptr) return own->use(ssl) ? 1 : 0;
    const auto leaf = leaves.leaf(*host, std::time(nullptr), names_beside(*host, shown));
    const bool is_set =
        SSL_use_certificate(ssl, leaf.get()) == 1 && SSL_use_PrivateKey(ssl, leaves.mint().leaf_key()) == 1;
    return is_set ? 1 : 0;
  } catch (const std::exception&) {
    return 0;  // an exception must not pass through OpenSSL's frames
  }
}

// A client that offers protocols, and not ours, is refused with no_application_protocol (RFC 7301 §3.2).
int choose_protocol(SSL* ssl, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned offered_size, void*) {
  static constexpr unsigned char ours[] = "\x08http/1.1\x08http/1.0";
  if (!shown_of(ssl).selects_protocol) return SSL_TLSEXT_ERR_NOACK;
  unsigned char* found = nullptr;
  const int result = SSL_select_next_proto(&found, chosen_size, ours, sizeof ours - 1, offered, offered_size);
  *chosen = found;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

void hang_leaves(SSL_CTX* context, Leaves leaves) {
  auto hung = std::make_unique<Leaves>(std::move(leaves));
  require(SSL_CTX_set_ex_data(context, leaves_slot(), hung.get()), "make a TLS context");
  static_cast<void>(hung.release());  // the context's now
}

}  // namespace

SslContextPtr make_server_context(Leaves leaves) {
  SslContextPtr context(SSL_CTX_new(TLS_server_method()));
  require(context != nullptr, "make a TLS context");
  hang_leaves(context.get(), std::move(leaves));
  require(SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION), "choose TLS 1.2");
  require(SSL_CTX_set_max_proto_version(context.get(), TLS1_3_VERSION), "choose TLS 1.3");
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  // Buffers are given back while a connection is idle; the leaf is sent alone, for the client has the root.
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_NO_AUTO_CHAIN);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  require(SSL_CTX_set_num_tickets(context.get(), 1), "choose one session ticket");
  SSL_CTX_set_cert_cb(context.get(), show_leaf, nullptr);
  SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
  log_keys(context.get());
  return context;
}

void set_shown(ssl_st* ssl, Shown shown) {
  auto hung = std::make_unique<Shown>(std::move(shown));
  const std::unique_ptr<Shown> old(static_cast<Shown*>(SSL_get_ex_data(ssl, shown_slot())));
  require(SSL_set_ex_data(ssl, shown_slot(), hung.get()), "set a connection's host");
  static_cast<void>(hung.release());  // the connection's now
}

}  // namespace wiretape::io
