// SPDX-License-Identifier: MIT
#include "io/certificate_context.hpp"

#include <gmock/gmock.h>

#include <ctime>
#include <string_view>
#include <thread>
#include <vector>

#include "support/certificates.hpp"
#include "support/identity.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::io {

namespace {

using namespace std::string_literals;

class CertificateContext : public testing::Test {
protected:
  // The subject alternative name of the leaf that this client is shown.
  static std::string shown_name(TlsInMemory& tls) {
    EXPECT_TRUE(tls.handshake()) << tls.client_error << " / " << tls.server_error;
    return extension_text(tls.leaf().get(), NID_subject_alt_name);
  }

  static void offer(TlsInMemory& tls, std::string_view protocols) {
    SSL_set_alpn_protos(tls.client.get(), reinterpret_cast<const unsigned char*>(protocols.data()),
                        static_cast<unsigned>(protocols.size()));
  }

  std::shared_ptr<LeafStore> leaves = std::make_shared<LeafStore>(make_authority(std::time(nullptr), 365));
  SslContextPtr context = make_server_context(leaves);
};

TEST_F(CertificateContext, ShowsTheLeafForTheClientsSni) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsInMemory tls(context.get());
    SSL_set_max_proto_version(tls.client.get(), version);
    SSL_set_tlsext_host_name(tls.client.get(), "API.weather.test");
    set_shown(tls.server.get(), {"other.test"});
    EXPECT_EQ(shown_name(tls), "DNS:api.weather.test");
    EXPECT_EQ(SSL_version(tls.client.get()), version);
  }
}

TEST_F(CertificateContext, ShowsTheLeafForTheFallbackHostWithoutSni) {
  for (const auto& [host, name] :
       {std::pair{"10.1.2.3", "IP Address:10.1.2.3"}, {"api.test", "DNS:api.test"}}) {
    TlsInMemory tls(context.get());
    set_shown(tls.server.get(), {"replaced.test"});
    set_shown(tls.server.get(), {host});
    EXPECT_EQ(shown_name(tls), name);
  }
}

TEST_F(CertificateContext, NamesOthersBesideTheHost) {
  TlsInMemory tls(context.get());
  SSL_set_tlsext_host_name(tls.client.get(), "api.test");
  set_shown(tls.server.get(),
            {.names = {"*.api.test", "API.test", "10.1.2.3", "*.*.test", "a b", "*.10.1.2.3"}});
  EXPECT_EQ(shown_name(tls), "DNS:api.test, DNS:*.api.test, IP Address:10.1.2.3");
  TlsInMemory plain(context.get());
  SSL_set_tlsext_host_name(plain.client.get(), "api.test");
  EXPECT_EQ(shown_name(plain), "DNS:api.test");
}

TEST_F(CertificateContext, ShowsAnOwnCertificateForItsHost) {
  const support::TempDirectory dir;
  const auto root = make_authority("root");
  const auto between = make_identity({.name = "between", .is_authority = true}, &root);
  const auto own = make_identity({.name = "own", .alternative_names = "DNS:own.test"}, &between);
  dir.write("own.pem", pem_of(own) + pem_of(between) + pem_of_key(own));
  const OwnCertificate certificate({dir.path("own.pem"), ""});
  const auto find = [&](const std::string& host) { return host == "own.test" ? &certificate : nullptr; };
  for (const auto& [host, name] : {std::pair{"own.test", "DNS:own.test"}, {"api.test", "DNS:api.test"}}) {
    TlsInMemory tls(context.get());
    SSL_set_tlsext_host_name(tls.client.get(), host);
    set_shown(tls.server.get(), {.own = find});
    EXPECT_EQ(shown_name(tls), name);
    EXPECT_EQ(sk_X509_num(SSL_get_peer_cert_chain(tls.client.get())),
              host == std::string("own.test") ? 2 : 1);
  }
}

TEST_F(CertificateContext, SelectsNoProtocolWhereTheOriginDidNot) {
  TlsInMemory tls(context.get());
  offer(tls, "\x08http/1.1");
  set_shown(tls.server.get(), {.fallback_host = "api.test", .selects_protocol = false});
  ASSERT_TRUE(tls.handshake()) << tls.client_error;
  const unsigned char* protocol = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(tls.client.get(), &protocol, &size);
  EXPECT_EQ(size, 0U);
}

TEST_F(CertificateContext, TakesAnAddressForSniThoughItMayNotBe) {
  TlsInMemory tls(context.get());
  SSL_set_tlsext_host_name(tls.client.get(), "10.1.2.3");
  EXPECT_EQ(shown_name(tls), "IP Address:10.1.2.3");
}

TEST_F(CertificateContext, FallsBackWhenNoCertificateCanHoldTheSni) {
  for (const auto* sni : {"a b", "*.test", "a,DNS:evil.test", "\x01",
                          "b\xc3\xbc"
                          "cher.test",
                          "."}) {
    TlsInMemory tls(context.get());
    SSL_set_tlsext_host_name(tls.client.get(), sni);
    set_shown(tls.server.get(), {"api.test"});
    EXPECT_EQ(shown_name(tls), "DNS:api.test");
  }
}

TEST_F(CertificateContext, RefusesAClientWhenThereIsNoHostToBe) {
  for (const auto& fallback : {""s, "*"s, "bank.test\0.evil.test"s}) {
    TlsInMemory tls(context.get());
    set_shown(tls.server.get(), {fallback});
    EXPECT_FALSE(tls.handshake());
    EXPECT_EQ(tls.server_error, "ssl3 ext invalid servername");
    EXPECT_EQ(tls.client_error, "tlsv1 alert internal error");
  }
  TlsInMemory tls(context.get());
  EXPECT_FALSE(tls.handshake());
}

TEST_F(CertificateContext, IsVerifiedByAClientThatTrustsTheAuthority) {
  TlsInMemory tls(context.get());
  X509_STORE_add_cert(SSL_CTX_get_cert_store(tls.client_context.get()), leaves->mint().authority());
  X509_VERIFY_PARAM_set_flags(SSL_get0_param(tls.client.get()), X509_V_FLAG_X509_STRICT);
  SSL_set_verify(tls.client.get(), SSL_VERIFY_PEER, nullptr);
  SSL_set1_host(tls.client.get(), "api.test");
  SSL_set_tlsext_host_name(tls.client.get(), "api.test");
  EXPECT_TRUE(tls.handshake()) << tls.client_error;
  EXPECT_EQ(SSL_get_verify_result(tls.client.get()), X509_V_OK);
}

TEST_F(CertificateContext, IsRefusedByAClientThatDoesNotKnowTheAuthority) {
  TlsInMemory tls(context.get());
  SSL_set_verify(tls.client.get(), SSL_VERIFY_PEER, nullptr);
  SSL_set_tlsext_host_name(tls.client.get(), "api.test");
  EXPECT_FALSE(tls.handshake());
  EXPECT_EQ(tls.client_error, "certificate verify failed");
}

TEST_F(CertificateContext, SendsTheLeafAlone) {
  TlsInMemory tls(context.get());
  SSL_set_tlsext_host_name(tls.client.get(), "api.test");
  ASSERT_TRUE(tls.handshake());
  EXPECT_EQ(sk_X509_num(SSL_get_peer_cert_chain(tls.client.get())), 1);
}

TEST_F(CertificateContext, SpeaksHttp11AndNothingElse) {
  for (const auto& offered : {"\x08http/1.1"s, "\x02h2\x08http/1.1"s, "\x08grpc-exp\x08http/1.1\x02h2"s}) {
    TlsInMemory tls(context.get());
    set_shown(tls.server.get(), {"api.test"});
    offer(tls, offered);
    EXPECT_TRUE(tls.handshake());
    EXPECT_EQ(tls.protocol(), "http/1.1");
  }
}

TEST_F(CertificateContext, SpeaksHttp10ToAClientThatOffersNothingNewer) {
  TlsInMemory tls(context.get());
  set_shown(tls.server.get(), {"api.test"});
  offer(tls, "\x08http/1.0"s);
  EXPECT_TRUE(tls.handshake());
  EXPECT_EQ(tls.protocol(), "http/1.0");
}

TEST_F(CertificateContext, ChoosesNoProtocolWhenNoneIsOffered) {
  TlsInMemory tls(context.get());
  set_shown(tls.server.get(), {"api.test"});
  EXPECT_TRUE(tls.handshake());
  EXPECT_EQ(tls.protocol(), "");
}

TEST_F(CertificateContext, RefusesAClientThatOffersOtherProtocolsOnly) {
  for (const auto& offered : {"\x02h2"s, "\x08grpc-exp\x02h2"s, "\x08HTTP/1.1"s, "\x07http/1."s}) {
    TlsInMemory tls(context.get());
    set_shown(tls.server.get(), {"api.test"});
    offer(tls, offered);
    EXPECT_FALSE(tls.handshake());
    EXPECT_EQ(tls.server_error, "no application protocol");
    EXPECT_EQ(tls.client_error, "tlsv1 alert no application protocol");
  }
}

TEST_F(CertificateContext, SpeaksTls12AndUp) {
  TlsInMemory tls(context.get());
  set_shown(tls.server.get(), {"api.test"});
  SSL_set_security_level(tls.client.get(), 0);
  SSL_set_min_proto_version(tls.client.get(), TLS1_VERSION);
  SSL_set_max_proto_version(tls.client.get(), TLS1_1_VERSION);
  EXPECT_FALSE(tls.handshake());
  EXPECT_EQ(tls.client_error, "tlsv1 alert protocol version");
}

TEST_F(CertificateContext, ServesATls13ClientThatKnowsX25519Only) {
  TlsInMemory tls(context.get());
  SSL_set_min_proto_version(tls.client.get(), TLS1_3_VERSION);
  ASSERT_EQ(SSL_set1_groups_list(tls.client.get(), "X25519"), 1);
  SSL_set_tlsext_host_name(tls.client.get(), "api.test");
  EXPECT_EQ(shown_name(tls), "DNS:api.test");
}

TEST_F(CertificateContext, ServesAClientThatKnowsP256Only) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsInMemory tls(context.get());
    SSL_set_max_proto_version(tls.client.get(), version);
    ASSERT_EQ(SSL_set1_groups_list(tls.client.get(), "P-256"), 1);
    SSL_set_tlsext_host_name(tls.client.get(), "api.test");
    EXPECT_EQ(shown_name(tls), "DNS:api.test");
  }
}

TEST_F(CertificateContext, DoesNotAskForACertificateOfTheClients) {
  TlsInMemory tls(context.get());
  bool is_asked = false;
  SSL_CTX_set_client_cert_cb(tls.client_context.get(), [](SSL* ssl, X509**, EVP_PKEY**) {
    *static_cast<bool*>(SSL_get_app_data(ssl)) = true;
    return 0;
  });
  SSL_set_app_data(tls.client.get(), &is_asked);
  set_shown(tls.server.get(), {"api.test"});
  EXPECT_TRUE(tls.handshake());
  EXPECT_FALSE(is_asked);
}

TEST_F(CertificateContext, DoesNotRenegotiate) {
  TlsInMemory tls(context.get());
  SSL_set_max_proto_version(tls.client.get(), TLS1_2_VERSION);
  set_shown(tls.server.get(), {"api.test"});
  ASSERT_TRUE(tls.handshake());
  ASSERT_EQ(SSL_renegotiate(tls.client.get()), 1);
  SSL_do_handshake(tls.client.get());
  char byte = 0;
  EXPECT_EQ(SSL_read(tls.server.get(), &byte, 1), -1);
  EXPECT_EQ(SSL_do_handshake(tls.client.get()), -1);
  EXPECT_EQ(take_openssl_error(), "no renegotiation");
}

TEST_F(CertificateContext, GivesOneTicketThatResumes) {
  TlsInMemory first(context.get());
  set_shown(first.server.get(), {"api.test"});
  ASSERT_TRUE(first.handshake());
  ASSERT_TRUE(first.says_a_byte());
  EXPECT_EQ(SSL_get_num_tickets(first.server.get()), 1U);
  const std::unique_ptr<SSL_SESSION, Release<SSL_SESSION_free>> session(SSL_get1_session(first.client.get()));
  ASSERT_TRUE(SSL_SESSION_is_resumable(session.get()));

  TlsInMemory second(context.get());
  set_shown(second.server.get(), {"api.test"});
  SSL_set_session(second.client.get(), session.get());
  EXPECT_TRUE(second.handshake());
  EXPECT_TRUE(SSL_session_reused(second.client.get()));
}

TEST_F(CertificateContext, KeepsNoSessionOfAClientWithoutTickets) {
  TlsInMemory tls(context.get());
  SSL_set_max_proto_version(tls.client.get(), TLS1_2_VERSION);
  SSL_set_options(tls.client.get(), SSL_OP_NO_TICKET);
  set_shown(tls.server.get(), {"api.test"});
  EXPECT_TRUE(tls.handshake());
  EXPECT_EQ(SSL_CTX_sess_number(context.get()), 0);
}

TEST_F(CertificateContext, MayBeGivenUpWhileConnectionsLive) {
  TlsInMemory tls(context.get());
  set_shown(tls.server.get(), {"api.test"});
  const std::weak_ptr<LeafStore> watched = leaves;
  context.reset();
  leaves.reset();
  EXPECT_FALSE(watched.expired());
  EXPECT_EQ(shown_name(tls), "DNS:api.test");
  tls.server.reset();
  EXPECT_TRUE(watched.expired());
}

TEST_F(CertificateContext, CopiesTheFallbackHostWithAConnection) {
  SslPtr server(SSL_new(context.get()));
  set_shown(server.get(), {"api.test"});
  TlsInMemory tls(context.get());
  const SslPtr copied(SSL_dup(server.get()));
  ASSERT_NE(copied, nullptr);
  server.reset();
  SSL_set_accept_state(copied.get());
  BIO* end = SSL_get_rbio(tls.server.get());
  BIO_up_ref(end);
  SSL_set_bio(copied.get(), end, end);
  SSL_do_handshake(tls.client.get());
  SSL_do_handshake(copied.get());
  SSL_do_handshake(tls.client.get());
  EXPECT_EQ(extension_text(tls.leaf().get(), NID_subject_alt_name), "DNS:api.test");
}

TEST_F(CertificateContext, ServesManyThreadsAtOnce) {
  std::vector<std::string> shown(8);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    threads.emplace_back([&, i] {
      for (const auto& host : {"all.test"s, "host" + std::to_string(i) + ".test"}) {
        TlsInMemory tls(context.get());
        SSL_set_tlsext_host_name(tls.client.get(), host.c_str());
        if (tls.handshake()) shown[i] += extension_text(tls.leaf().get(), NID_subject_alt_name) + " ";
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (std::size_t i = 0; i < shown.size(); ++i) {
    EXPECT_EQ(shown[i], "DNS:all.test DNS:host" + std::to_string(i) + ".test ");
  }
}

}  // namespace

}  // namespace wiretape::io
