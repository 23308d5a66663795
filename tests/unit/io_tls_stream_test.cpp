// SPDX-License-Identifier: MIT
#include "io/tls_stream.hpp"

#include <gmock/gmock.h>

#include <asio/error.hpp>
#include <string>

#include "io/error.hpp"
#include "io/pipe.hpp"
#include "support/coroutines.hpp"
#include "support/tls.hpp"

namespace wiretape::io {
namespace {

SslPtr server_ssl() {
  SslPtr ssl(SSL_new(CertificateAuthority::of_process().server_context()));
  SSL_set_accept_state(ssl.get());
  return ssl;
}

SslPtr client_ssl(int version) {
  const auto context = make_trusting_context(version);
  SslPtr ssl(SSL_new(context.get()));
  SSL_set_connect_state(ssl.get());
  SSL_set_tlsext_host_name(ssl.get(), "api.weather.test");
  return ssl;
}

// Both ends of TLS on a pipe, before the handshake.
struct Ends {
  explicit Ends(asio::io_context& context, PipeOptions options = {}, int version = TLS1_3_VERSION) {
    auto pipe = make_pipe(context.get_executor(), options);
    raw_client = pipe.second.get();
    server = std::make_unique<TlsStream>(context.get_executor(), std::move(pipe.first), server_ssl());
    client = std::make_unique<TlsStream>(context.get_executor(), std::move(pipe.second), client_ssl(version));
  }

  void shake_hands(asio::io_context& context) {
    const Started<std::error_code> there(context, server->handshake());
    EXPECT_FALSE(run(context, client->handshake()));
    EXPECT_FALSE(there.value());
  }

  Stream* raw_client;
  std::unique_ptr<TlsStream> server, client;
};

Task<std::string> receive(Stream& stream, std::size_t count) {
  std::string all;
  while (all.size() < count) {
    const auto into = scratch();
    const Transfer got = co_await stream.read_some(into);
    if (got.count == 0) co_return all;
    all.append(into.data(), got.count);
  }
  co_return all;
}

class TlsStreamTest : public testing::TestWithParam<int> {
protected:
  asio::io_context context_;
};
INSTANTIATE_TEST_SUITE_P(Versions, TlsStreamTest, testing::Values(TLS1_2_VERSION, TLS1_3_VERSION),
                         [](const auto& version) {
                           return version.param == TLS1_2_VERSION ? "Tls12" : "Tls13";
                         });

TEST_P(TlsStreamTest, CarriesMoreThanThePipeHoldsBothWaysAtOnce) {
  Ends ends(context_, {.capacity = 5000}, GetParam());
  ends.shake_hands(context_);
  const std::string up(1 << 20, 'u'), down(1 << 20, 'd');
  const Started<std::error_code> sent_up(context_, ends.client->write(up));
  const Started<std::error_code> sent_down(context_, ends.server->write(down));
  const Started<std::string> got_up(context_, receive(*ends.server, up.size()));
  const Started<std::string> got_down(context_, receive(*ends.client, down.size()));
  settle(context_);
  EXPECT_TRUE(got_up.value() == up && got_down.value() == down);
  EXPECT_FALSE(sent_up.value() || sent_down.value());
}

TEST_P(TlsStreamTest, ReadsOnWhileItsWriterIsKeptWaiting) {
  Ends ends(context_, {.capacity = 5000}, GetParam());
  ends.shake_hands(context_);
  const std::string more_than_fits(1 << 20, 'd');
  const Started<std::error_code> kept_waiting(context_, ends.server->write(more_than_fits));
  const Started<std::string> reading(context_, receive(*ends.server, 5));
  const Started<std::error_code> sent(context_, ends.client->write("hello"));
  settle(context_);
  EXPECT_FALSE(kept_waiting.has_ended());
  EXPECT_EQ(reading.value(), "hello");
  ends.client->close();
  settle(context_);
  EXPECT_TRUE(kept_waiting.value());
}

TEST_P(TlsStreamTest, TellsAnEndInOrderFromOneThatWasCutOff) {
  {
    Ends ends(context_, {}, GetParam());
    ends.shake_hands(context_);
    EXPECT_FALSE(run(context_, ends.client->shutdown_send()));
    EXPECT_TRUE(run(context_, ends.server->read_some(scratch())).is_end());
    EXPECT_FALSE(run(context_, ends.server->write("still here")));
    EXPECT_EQ(run(context_, receive(*ends.client, 10)), "still here");
  }
  Ends ends(context_, {}, GetParam());
  ends.shake_hands(context_);
  EXPECT_FALSE(run(context_, ends.raw_client->shutdown_send()));
  EXPECT_EQ(run(context_, ends.server->read_some(scratch())).error, tls_truncated());
}

TEST_P(TlsStreamTest, SeesAResetAsAReset) {
  Ends ends(context_, {}, GetParam());
  ends.shake_hands(context_);
  ends.client->reset();
  EXPECT_EQ(run(context_, ends.server->read_some(scratch())).error, asio::error::connection_reset);
}

TEST_P(TlsStreamTest, SaysWhatIsWrongWithForgedBytes) {
  Ends ends(context_, {}, GetParam());
  ends.shake_hands(context_);
  const std::string forged("\x17\x03\x03\x00\x20 no record was ever encrypted so..", 37);
  ASSERT_FALSE(run(context_, ends.raw_client->write(forged)));
  const auto got = run(context_, ends.server->read_some(scratch()));
  EXPECT_EQ(got.error, tls_failure(SSL_R_DECRYPTION_FAILED_OR_BAD_RECORD_MAC));
  EXPECT_EQ(transport_error_kind_of(got.error), TransportErrorKind::tls);
  const auto told = run(context_, ends.client->read_some(scratch()));
  EXPECT_EQ(peer_alert(told.error), SSL_AD_BAD_RECORD_MAC);
}

TEST_P(TlsStreamTest, ManyTinyRecordsDoNotKeepOthersFromTheirTurn) {
  Ends ends(context_, {}, GetParam());
  ends.shake_hands(context_);
  for (int i = 0; i < 100; ++i) ASSERT_FALSE(run(context_, ends.client->write("x")));
  const Started<std::string> reading(context_, receive(*ends.server, 100));
  bool had_its_turn = false;
  asio::post(context_, [&] { had_its_turn = !reading.has_ended(); });
  settle(context_);
  EXPECT_TRUE(had_its_turn);
  EXPECT_EQ(reading.value().size(), 100U);
}

// The server's whole life: handshake, an echo, an end in order.
Task<std::error_code> echo(TlsStream& stream) {
  std::error_code error = co_await stream.handshake();
  if (error) co_return error;
  const Transfer got = co_await stream.read_some(scratch());
  if (got.error) co_return got.error;
  const std::string heard(scratch().data(), got.count);
  error = co_await stream.write(heard);
  if (!error) error = co_await stream.shutdown_send();
  co_return error;
}

Task<std::string> ask(TlsStream& stream) {
  const std::error_code error = co_await stream.handshake();
  if (error) co_return "";
  co_await stream.write("hello");
  std::string heard = co_await receive(stream, 5);
  co_return heard;
}

TEST_P(TlsStreamTest, WorksAtEveryCut) {
  for (const std::size_t cut : {1U, 2U, 3U, 7U}) {
    Ends ends(context_, {.cut = cut}, GetParam());
    const Started<std::error_code> served(context_, echo(*ends.server));
    EXPECT_EQ(run(context_, ask(*ends.client)), "hello") << "cut at " << cut;
    EXPECT_FALSE(served.value());
  }
}

TEST_P(TlsStreamTest, EndsWithTheErrorOfWhicheverOperationFails) {
  std::size_t failures = 0;
  for (std::size_t n = 1;; ++n) {
    Ends ends(context_, {.fails_at = n}, GetParam());
    const Started<std::string> asked(context_, ask(*ends.client));
    const auto error = run(context_, echo(*ends.server));
    if (!error) break;
    EXPECT_EQ(error, asio::error::connection_reset) << "operation " << n;
    ++failures;
  }
  EXPECT_GE(failures, 5U);  // hello, flight, finished, the request, the answer
}

}  // namespace
}  // namespace wiretape::io
