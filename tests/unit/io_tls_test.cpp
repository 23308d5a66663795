// SPDX-License-Identifier: MIT
#include "io/tls.hpp"

#include <gmock/gmock.h>

#include "io/certificate_authority.hpp"
#include "io/error.hpp"
#include "io/pipe.hpp"
#include "io/tls_stream.hpp"
#include "support/coroutines.hpp"
#include "support/identity.hpp"
#include "support/tls.hpp"

namespace wiretape::io {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// A client and a deck that shake hands on a pipe.
class Tls : public testing::TestWithParam<int> {
protected:
  Tls() {
    auto ends = make_pipe(context_.get_executor(), {});
    client_ = std::move(ends.first);
    deck_ = std::move(ends.second);
  }

  Started<Handshake> accept(std::string fallback_host = "tunnel.test") {
    return {context_, accept_tls(std::move(deck_), "", CertificateAuthority::of_process(),
                                 for_host(std::move(fallback_host)))};
  }
  [[nodiscard]] ClientTls for_host(std::string host) const {
    auto asked = asked_;
    asked.shown.fallback_host = std::move(host);
    return asked;
  }
  Handshake connect(std::string host, SSL_CTX* context) {
    return run(context_, connect_tls(std::move(client_), std::move(host), context));
  }

  // The name on the certificate that the client of `handshake` was shown.
  static bool is_for(const Handshake& handshake, const char* name) {
    const auto* ssl = static_cast<TlsStream&>(*handshake.stream).ssl();
    const CertificatePtr shown(SSL_get1_peer_certificate(ssl));
    return X509_check_host(shown.get(), name, 0, 0, nullptr) == 1 ||
           X509_check_ip_asc(shown.get(), name, 0) == 1;
  }

  asio::io_context context_;
  std::unique_ptr<Stream> client_, deck_;
  ClientTls asked_;
};
INSTANTIATE_TEST_SUITE_P(Versions, Tls, testing::Values(TLS1_2_VERSION, TLS1_3_VERSION),
                         [](const auto& version) {
                           return version.param == TLS1_2_VERSION ? "Tls12" : "Tls13";
                         });

TEST_P(Tls, ShowsTheNameThatTheClientAskedFor) {
  const auto deck = accept();
  const auto trusting = make_trusting_context(GetParam());
  const auto client = connect("api.weather.test", trusting.get());
  ASSERT_TRUE(client.stream) << client.error;
  EXPECT_TRUE(is_for(client, "api.weather.test"));
  ASSERT_TRUE(deck.value().stream) << deck.value().error;
}

TEST_P(Tls, ShowsTheTunnelsAddressWhereTheClientNamesNoHost) {
  const auto deck = accept("10.0.0.7");
  const auto trusting = make_trusting_context(GetParam());
  const auto client = connect("10.0.0.7", trusting.get());
  ASSERT_TRUE(client.stream) << client.error;
  EXPECT_TRUE(is_for(client, "10.0.0.7"));
}

TEST_P(Tls, LeavesTheDotOutThatEndsAHost) {
  const auto deck = accept();
  const auto trusting = make_trusting_context(GetParam());
  const auto client = connect("api.weather.test.", trusting.get());
  ASSERT_TRUE(client.stream) << client.error;
  EXPECT_TRUE(is_for(client, "api.weather.test"));
}

TEST_P(Tls, SaysWithWhichAlertTheClientRefusedTheCertificate) {
  const auto deck = accept();
  const auto distrusting = make_client_context(GetParam());
  EXPECT_THAT(connect("api.weather.test", distrusting.get()).error,
              StartsWith("certificate verify failed: "));
  settle(context_);
  EXPECT_FALSE(deck.value().stream);
  EXPECT_EQ(deck.value().fault, HandshakeFault::untrusted);
  EXPECT_EQ(deck.value().error, "the client sent the TLS alert unknown_ca");
  EXPECT_TRUE(is_untrusted_alert(deck.value().code));
}

TEST_P(Tls, TellsTheClientOfAnotherHostFromOneThatDistrusts) {
  const auto deck = accept();
  const auto trusting = make_trusting_context(GetParam());
  X509_VERIFY_PARAM_set1_host(SSL_CTX_get0_param(trusting.get()), "elsewhere.test", 0);
  SslPtr ssl(SSL_new(trusting.get()));
  SSL_set_connect_state(ssl.get());
  SSL_set_tlsext_host_name(ssl.get(), "api.weather.test");
  TlsStream client(context_.get_executor(), std::move(client_), std::move(ssl));
  EXPECT_EQ(run(context_, client.handshake()), tls_failure(SSL_R_CERTIFICATE_VERIFY_FAILED));
  settle(context_);
  EXPECT_EQ(deck.value().error, "the client sent the TLS alert bad_certificate");
}

TEST_P(Tls, SuspectsDistrustWhereTheClientLeavesAtTheCertificateWithoutAWord) {
  const auto deck = accept();
  const auto trusting = make_trusting_context(GetParam());
  SslPtr ssl(SSL_new(trusting.get()));
  SSL_set_connect_state(ssl.get());
  {
    BIO* out = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl.get(), BIO_new(BIO_s_mem()), out);
    SSL_do_handshake(ssl.get());
    std::string hello(BIO_ctrl_pending(out), '\0');
    BIO_read(out, hello.data(), static_cast<int>(hello.size()));
    ASSERT_FALSE(run(context_, client_->write(hello)));
  }
  ASSERT_GT(run(context_, client_->read_some(scratch())).count, 0U);
  client_->close();
  settle(context_);
  EXPECT_EQ(deck.value().error, "the client left when it saw the certificate, without a word");
  EXPECT_EQ(deck.value().fault, HandshakeFault::untrusted);
}

TEST_P(Tls, SelectsHttp1WhereItIsOffered) {
  const auto deck = accept();
  const auto trusting = make_trusting_context(GetParam());
  offer(trusting.get(), "\x02h2\x08http/1.1");
  const auto client = connect("api.weather.test", trusting.get());
  ASSERT_TRUE(client.stream) << client.error;
  const unsigned char* selected = nullptr;
  unsigned length = 0;
  SSL_get0_alpn_selected(static_cast<TlsStream&>(*client.stream).ssl(), &selected, &length);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(selected), length), "http/1.1");
}

TEST_P(Tls, RefusesAClientThatSpeaksOnlyOtherProtocols) {
  const auto deck = accept();
  const auto trusting = make_trusting_context(GetParam());
  offer(trusting.get(), "\x02h2");
  EXPECT_THAT(connect("api.weather.test", trusting.get()).error, HasSubstr("no_application_protocol"));
  EXPECT_FALSE(deck.value().stream);
  EXPECT_EQ(deck.value().fault, HandshakeFault::no_common_protocol);
  EXPECT_THAT(deck.value().error, HasSubstr("no application protocol"));
}

TEST_P(Tls, VerifiesTheOriginsName) {
  const auto origin = accept("elsewhere.test");
  const auto trusting = make_trusting_context(GetParam());
  // An address in the URL sends no SNI, so that this origin shows its own name.
  const auto client = connect("127.0.0.1", trusting.get());
  EXPECT_FALSE(client.stream);
  EXPECT_EQ(client.code, tls_failure(SSL_R_CERTIFICATE_VERIFY_FAILED));
  EXPECT_EQ(client.error, "certificate verify failed: IP address mismatch");
}

TEST_P(Tls, AsksNothingOfTheOriginsNameWhereNothingIsVerified) {
  const auto origin = accept("elsewhere.test");
  const auto careless = make_client_context(GetParam());
  SSL_CTX_set_verify(careless.get(), SSL_VERIFY_NONE, nullptr);
  EXPECT_TRUE(connect("127.0.0.1", careless.get()).stream);
}

TEST_P(Tls, AsksAClientForItsCertificateAndTakesAny) {
  asked_.asks_certificate = true;
  const auto mona = make_identity({"mona", "DNS:mona.test"});
  for (const bool has_one : {true, false}) {
    auto ends = make_pipe(context_.get_executor(), {});
    client_ = std::move(ends.first);
    deck_ = std::move(ends.second);
    const auto deck = accept();
    const auto trusting = make_trusting_context(GetParam());
    if (has_one) {
      SSL_CTX_use_certificate(trusting.get(), mona.certificate.get());
      SSL_CTX_use_PrivateKey(trusting.get(), mona.key.get());
    }
    ASSERT_TRUE(connect("api.weather.test", trusting.get()).stream);
    settle(context_);
    ASSERT_TRUE(deck.value().stream) << deck.value().error;
    EXPECT_EQ(deck.value().peer, has_one ? "CN=mona" : "");
  }
}

TEST_P(Tls, SpeaksTheVersionsItIsLimitedTo) {
  asked_.limits.lowest = asked_.limits.highest = TlsVersion::tls1_2;
  const auto deck = accept();
  const auto trusting = make_trusting_context(GetParam());
  const auto client = connect("api.weather.test", trusting.get());
  settle(context_);
  EXPECT_EQ(client.stream != nullptr, GetParam() == TLS1_2_VERSION);
  const auto expected = GetParam() == TLS1_2_VERSION ? HandshakeFault::none : HandshakeFault::no_common_tls;
  EXPECT_EQ(deck.value().fault, expected) << deck.value().error;
}

TEST_F(Tls, TakesUpTheBytesThatWereReadToTellTheProtocol) {
  const auto trusting = make_trusting_context();
  const Started<Handshake> client(context_,
                                  connect_tls(std::move(client_), "api.weather.test", trusting.get()));
  settle(context_);
  const auto got = run(context_, deck_->read_some(scratch()));
  std::string hello(scratch().data(), got.count);
  const auto deck = run(context_, accept_tls(std::move(deck_), std::move(hello),
                                             CertificateAuthority::of_process(), for_host("tunnel.test")));
  EXPECT_TRUE(deck.stream) << deck.error;
}

TEST_F(Tls, KnowsAClientThatCannotReadOurCertificates) {
  const auto deck = accept();
  const auto trusting = make_trusting_context(TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(trusting.get(), "ECDHE-RSA-AES128-GCM-SHA256");
  EXPECT_FALSE(connect("api.weather.test", trusting.get()).stream);
  EXPECT_EQ(deck.value().fault, HandshakeFault::no_common_tls);
}

TEST_F(Tls, KnowsAClientThatOffersOnlyAnotherCurve) {
  const auto deck = accept();
  const auto trusting = make_trusting_context(TLS1_2_VERSION);
  SSL_CTX_set1_groups_list(trusting.get(), "X25519");
  EXPECT_FALSE(connect("api.weather.test", trusting.get()).stream);
  EXPECT_EQ(deck.value().fault, HandshakeFault::no_common_tls);
}

TEST_F(Tls, KnowsAClientThatIsTooOld) {
  const auto deck = accept();
  const auto trusting = make_trusting_context(TLS1_1_VERSION);
  SSL_CTX_set_cipher_list(trusting.get(), "ALL:@SECLEVEL=0");
  EXPECT_FALSE(connect("api.weather.test", trusting.get()).stream);
  EXPECT_EQ(deck.value().fault, HandshakeFault::no_common_tls);
}

TEST_F(Tls, SaysThatTheClientLeftBeforeItSawAnything) {
  const auto deck = accept();
  ASSERT_FALSE(run(context_, client_->write("\x16\x03\x01")));
  client_->close();
  settle(context_);
  EXPECT_EQ(deck.value().error, "the client left in the middle of the handshake");
  EXPECT_EQ(deck.value().fault, HandshakeFault::other);
}

TEST_F(Tls, RefusesBytesThatAreNoHandshake) {
  const auto deck = accept();
  ASSERT_FALSE(run(context_, client_->write("\x16GET / HTTP/1.1\r\n\r\n")));
  settle(context_);
  EXPECT_FALSE(deck.value().stream);
  EXPECT_THAT(deck.value().error, StartsWith("TLS: "));
}

}  // namespace
}  // namespace wiretape::io
