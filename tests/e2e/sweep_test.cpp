// SPDX-License-Identifier: MIT
// Sweeps of real clients: cpp-httplib over HTTPS, Python's websockets.
#include <gtest/gtest-spi.h>
#include <httplib.h>

#include <wiretape/gtest.hpp>

#include <csignal>

#include "support/played.hpp"
#include "support/process.hpp"
#include "support/usage.hpp"

namespace wiretape {
namespace {

using namespace support;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;

// Runs a sweep whose failures are not this test's.
SweepReport sweep_alone(const std::string& cassette, const SweepOptions& options,
                        const std::function<void(SweepDeck&)>& body) {
  testing::TestPartResultArray caught;
  const testing::ScopedFakeTestPartResultReporter catcher(
      testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &caught);
  return sweep(cassette, options, body);
}

std::vector<std::string> names_of(const SweepReport& report, SweepOutcome outcome) {
  std::vector<std::string> names;
  for (const auto& result : report.results()) {
    if (result.outcome == outcome) names.push_back(result.what.name());
  }
  return names;
}

class Sweep : public testing::Test {
protected:
  static void SetUpTestSuite() { std::signal(SIGPIPE, SIG_IGN); }

  std::string recorded(const std::vector<std::string>& paths, const std::string& body) {
    std::vector<Interaction> interactions;
    for (const auto& path : paths)
      interactions.push_back(interaction("https://api.weather.test" + path, body));
    playing(dir_, std::move(interactions));
    return dir_.path("tape.yaml");
  }
  static httplib::Client client_of(const Deck& deck) {
    httplib::Client client("https://api.weather.test");
    deck.configure(client);
    client.set_read_timeout(200ms);
    client.set_connection_timeout(200ms);
    return client;
  }
  TempDirectory dir_;
};

TEST_F(Sweep, OfTwoHundredCasesOverHttpsIsQuick) {
  const std::vector<std::string> paths{"/a", "/b", "/c", "/d"};
  const auto cassette = recorded(paths, R"({"celsius": -3, "sky": "snow", "week": [1, 2]})");
  SweepReport report("");
  const auto took = time_of([&] {
    report = sweep(cassette, {}, [&](SweepDeck& deck) {
      auto client = client_of(deck);
      for (const auto& path : paths) {
        const auto answer = client.Get(path);
        if (!answer || answer->status != 200) return deck.noticed("no answer");
      }
    });
  });
  EXPECT_GE(report.results().size(), 200U);
  EXPECT_THAT(names_of(report, SweepOutcome::failed), IsEmpty());
  EXPECT_THAT(names_of(report, SweepOutcome::hung), IsEmpty());
  EXPECT_THAT(names_of(report, SweepOutcome::not_met), IsEmpty());
  EXPECT_LT(took, is_sanitized ? 200s : 20s);
  RecordProperty("cases", static_cast<int>(report.results().size()));
  RecordProperty("milliseconds", static_cast<int>(took / 1ms));
}

TEST_F(Sweep, FindsAClientThatTakesAnyCertificate) {
  SweepOptions options;
  options.groups = {SweepGroup::tls};
  const auto report = sweep_alone(recorded({"/a"}, "{}"), options, [](SweepDeck& deck) {
    auto client = client_of(deck);
    client.enable_server_certificate_verification(false);
    deck.may_throw([&] { client.Get("/a"); });
  });
  EXPECT_THAT(names_of(report, SweepOutcome::failed),
              testing::UnorderedElementsAre(
                  "Interaction1_GET_a_CertificateExpired", "Interaction1_GET_a_CertificateNotYetValid",
                  "Interaction1_GET_a_CertificateForAnotherHost", "Interaction1_GET_a_CertificateSelfSigned",
                  "Interaction1_GET_a_CertificateOfUnknownAuthority"));
  EXPECT_THAT(report.results().at(1).note, HasSubstr("it took the certificate, and sent its request"));
}

TEST_F(Sweep, FindsAClientThatWaitsForEver) {
  SweepOptions options;
  options.limit = 500ms;
  options.chooses = [](const SweepCase& one) { return one.name() == "Interaction1_GET_a_NoAnswer"; };
  const auto report = sweep_alone(recorded({"/a"}, "{}"), options, [](SweepDeck& deck) {
    auto client = client_of(deck);
    client.set_read_timeout(1h);
    EXPECT_FALSE(client.Get("/a"));
  });
  ASSERT_EQ(report.results().size(), 1U);
  const auto& result = report.results()[0];
  EXPECT_EQ(result.outcome, SweepOutcome::hung);
  EXPECT_THAT(result.note, AllOf(HasSubstr("the answer to GET https://api.weather.test/a"),
                                 HasSubstr("httplib"), HasSubstr("next: give the client a time-out")));
}

TEST_F(Sweep, FailsTheTestWithWhatTheCodeDidNotSurvive) {
  SweepOptions options;
  options.groups = {SweepGroup::status};
  const auto cassette = recorded({"/a"}, "{}");
  EXPECT_NONFATAL_FAILURE(sweep(cassette, options,
                                [](SweepDeck& deck) {
                                  if (client_of(deck).Get("/a")->status == 404)
                                    throw std::runtime_error("not there");
                                }),
                          "Interaction1_GET_a_Status404 (GET https://api.weather.test/a, status 404 Not "
                          "Found): it threw: not there");
}

TEST_F(Sweep, OfAWebSocketConversation) {
  const std::string python = "python3";
  if (!has_python_module("websockets")) GTEST_SKIP() << "there is no python3-websockets";
  SweepOptions options;
  options.groups = {SweepGroup::recorded, SweepGroup::transport, SweepGroup::websocket};
  const auto report =
      sweep(WIRETAPE_SOURCE_DIR "/cassettes/Chat/SaysHello.yaml", options, [&](SweepDeck& deck) {
        const auto seen =
            run({python, "-B", WIRETAPE_SOURCE_DIR "/fixtures/e2e/websocket_client.py",
                 "ws://chat.test:80/rooms/oslo", "--proxy", "127.0.0.1:" + std::to_string(deck.port()),
                 "--wait", "1", "--ping-every", "1", "--say", "hello", "bye"});
        if (seen.exit_code != 0 || seen.out.find("closed 1000") == std::string::npos)
          deck.noticed(seen.out + seen.err);
      });
  EXPECT_GE(report.results().size(), 12U);
  EXPECT_EQ(report.results().front().outcome, SweepOutcome::survived);
  EXPECT_THAT(names_of(report, SweepOutcome::failed), IsEmpty());
  EXPECT_THAT(names_of(report, SweepOutcome::hung), IsEmpty());
}

}  // namespace
}  // namespace wiretape
