// SPDX-License-Identifier: MIT
// Origins that fail: the failure is the interaction's outcome, and the client sees the same one again when
// the origin is gone.
#include "support/curl_tool.hpp"
#include "support/played.hpp"
#include "support/replayed.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

// curl's exit code and what it had got by then.
struct Failure {
  int exit_code;
  std::string seen;
};

Failure fail(const Scene& scene, const std::string& url) {
  auto result = run_curl(scene.deck, {"-i", url});
  return {result.exit_code, std::move(result.out)};
}

std::string show(const Failure& failure) { return std::to_string(failure.exit_code) + ": " + failure.seen; }

TransportErrorKind kind_of_outcome(const Deck& deck) {
  const auto interactions = answered(deck);
  EXPECT_FALSE(interactions.empty()) << "nothing was answered";
  if (interactions.empty()) return {};
  const auto* error = std::get_if<TransportError>(&interactions.front()->outcome);
  EXPECT_NE(error, nullptr) << "it is a response";
  return error != nullptr ? error->kind : TransportErrorKind{};
}

constexpr int curl_ok = 0, curl_partial_file = 18, curl_got_nothing = 52, curl_receive_error = 56;

const std::string half = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this";

// A connection that says `bytes` to each request head and then does `then`.
std::function<std::unique_ptr<Origin>()> origin_saying(std::string bytes,
                                                       std::function<void(Connection&)> then) {
  return an<RawOrigin>(RawOrigin::Serve([=](Connection& client) {
    client.read_until("\r\n\r\n");
    client.send(bytes);
    then(client);
  }));
}

void close(Connection& client) { client.shutdown_send(); }
void wait_for_the_other_side(Connection& client) { client.read_to_end(); }

DeckOptions impatient() {
  DeckOptions options;
  options.limits.idle = std::chrono::milliseconds(1000);  // the client has it too, on a busy machine
  return options;
}

class RefusingOrigin final : public Origin {
public:
  RefusingOrigin() {
    http = "http://127.0.0.1:" + std::to_string(port_.port());
    https = "https://127.0.0.1:" + std::to_string(port_.port());
  }

private:
  RefusedPort port_;
};

TEST(ReplayedFailures, Refused) {
  record_and_replay(an<RefusingOrigin>(), [](const Scene& scene) {
    const auto plain = fail(scene, scene.http + "/a"), tls = fail(scene, scene.https + "/a");
    EXPECT_EQ(kind_of_outcome(scene.deck), TransportErrorKind::refused);
    for (const auto& failure : {plain, tls}) {
      EXPECT_EQ(failure.exit_code, curl_ok);
      EXPECT_THAT(failure.seen, StartsWith("HTTP/1.1 502 Bad Gateway\r\n"));
      EXPECT_THAT(failure.seen, HasSubstr("Connection refused"));
    }
    return show(plain) + show(tls);
  });
}

TEST(ReplayedFailures, NoSuchName) {
  record_and_replay(an<RefusingOrigin>(), [](const Scene& scene) {
    // A label this long is refused by the system's resolver itself: no name server is asked.
    const auto seen = get_once(scene.deck, "http://" + std::string(70, 'a') + ".test/");
    EXPECT_EQ(kind_of_outcome(scene.deck), TransportErrorKind::dns);
    EXPECT_THAT(seen, StartsWith("HTTP/1.1 502 Bad Gateway\r\n"));
    return seen;
  });
}

TEST(ReplayedFailures, NotTrusted) {
  NEEDS_PROGRAM("nginx");
  const auto origin = [] {
    auto nginx = std::make_unique<Nginx>();
    nginx->ca_file.clear();
    return nginx;
  };
  record_and_replay(origin, [](const Scene& scene) {
    const auto failure = fail(scene, scene.https + "/hello.txt");
    EXPECT_EQ(kind_of_outcome(scene.deck), TransportErrorKind::tls);
    EXPECT_THAT(failure.seen, AllOf(StartsWith("HTTP/1.1 502 "), HasSubstr("unable to get local issuer")));
    return show(failure);
  });
}

TEST(ReplayedFailures, OtherName) {
  NEEDS_PROGRAM("nginx");
  NginxOptions options;
  options.names = "DNS:other.test";
  record_and_replay(an<Nginx>(options), [](const Scene& scene) {
    const auto failure = fail(scene, scene.https + "/hello.txt");
    EXPECT_EQ(kind_of_outcome(scene.deck), TransportErrorKind::tls);
    EXPECT_THAT(failure.seen, AllOf(StartsWith("HTTP/1.1 502 "), HasSubstr("hostname mismatch")));
    return show(failure);
  });
}

TEST(Failures, OfTrustCanBeOverlookedByName) {
  NEEDS_PROGRAM("nginx");
  NginxOptions nginx;
  nginx.names = "DNS:other.test";
  const Nginx origin(nginx);
  DeckOptions options;
  options.mode = RecordMode::passthrough;
  options.insecure_skip_origin_verification = true;
  Deck deck(options);
  const auto result = run_curl(deck, {"-i", origin.https + "/hello.txt"});
  EXPECT_THAT(result.out, StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST(ReplayedFailures, ClosedBeforeAnAnswer) {
  record_and_replay(origin_saying("", close), [](const Scene& scene) {
    const auto failure = fail(scene, scene.http + "/a");
    EXPECT_EQ(kind_of_outcome(scene.deck), TransportErrorKind::closed);
    EXPECT_EQ(failure.exit_code, curl_got_nothing);
    return show(failure);
  });
}

TEST(ReplayedFailures, ClosedInTheBody) {
  record_and_replay(origin_saying(half, close), [](const Scene& scene) {
    const auto failure = fail(scene, scene.http + "/a");
    EXPECT_EQ(kind_of_outcome(scene.deck), TransportErrorKind::closed);
    EXPECT_EQ(failure.exit_code, curl_partial_file);
    EXPECT_EQ(failure.seen, half);
    return show(failure);
  });
}

TEST(ReplayedFailures, ClosedInTheChunks) {
  const std::string chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nonly this\r\n5\r\nan";
  record_and_replay(origin_saying(chunk, close), [](const Scene& scene) {
    const auto failure = fail(scene, scene.http + "/a");
    EXPECT_EQ(kind_of_outcome(scene.deck), TransportErrorKind::closed);
    EXPECT_EQ(failure.exit_code, curl_partial_file);
    EXPECT_THAT(failure.seen, EndsWith("\r\n\r\nonly thisan"));
    return show(failure);
  });
}

TEST(ReplayedFailures, ResetBeforeAnAnswer) {
  record_and_replay(origin_saying("", [](Connection& client) { client.reset(); }), [](const Scene& scene) {
    const auto failure = fail(scene, scene.http + "/a");
    EXPECT_EQ(kind_of_outcome(scene.deck), TransportErrorKind::reset);
    EXPECT_EQ(failure.exit_code, curl_receive_error);
    return show(failure);
  });
}

TEST(ReplayedFailures, SilentBeforeAnAnswer) {
  record_and_replay(
      origin_saying("", wait_for_the_other_side),
      [](const Scene& scene) {
        const auto failure = fail(scene, scene.http + "/a");
        EXPECT_EQ(kind_of_outcome(scene.deck), TransportErrorKind::timed_out);
        EXPECT_THAT(failure.seen, StartsWith("HTTP/1.1 504 Gateway Timeout\r\n"));
        return show(failure);
      },
      impatient());
}

TEST(ReplayedFailures, SilentInTheBody) {
  record_and_replay(
      origin_saying(half, wait_for_the_other_side),
      [](const Scene& scene) {
        const auto failure = fail(scene, scene.http + "/a");
        EXPECT_EQ(kind_of_outcome(scene.deck), TransportErrorKind::timed_out);
        EXPECT_EQ(failure.exit_code, curl_partial_file);
        EXPECT_EQ(failure.seen, half);
        return show(failure);
      },
      impatient());
}

TEST(ReplayedFailures, NoHttp) {
  record_and_replay(origin_saying("SSH-2.0-OpenSSH_9.2\r\n\r\n", close), [](const Scene& scene) {
    const auto failure = fail(scene, scene.http + "/a");
    EXPECT_EQ(kind_of_outcome(scene.deck), TransportErrorKind::malformed);
    EXPECT_THAT(failure.seen, StartsWith("HTTP/1.1 502 Bad Gateway\r\n"));
    return show(failure);
  });
}

TEST(ReplayedFailures, TwoLengths) {
  const std::string two = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc";
  record_and_replay(origin_saying(two, close), [](const Scene& scene) {
    const auto failure = fail(scene, scene.http + "/a");
    EXPECT_EQ(kind_of_outcome(scene.deck), TransportErrorKind::malformed);
    EXPECT_THAT(failure.seen, StartsWith("HTTP/1.1 502 Bad Gateway\r\n"));
    return show(failure);
  });
}

// What only looks odd is no failure, and comes as it was.
TEST(ReplayedFailures, AreNotMadeOfOddAnswers) {
  const std::string odd = "HTTP/1.1 200\nX-Odd :  spaced\t\r\nx-odd: again\nContent-Length: 2\r\n\nok";
  record_and_replay(origin_saying(odd, close), [&](const Scene& scene) {
    auto client = Connection::to(scene.deck.port());
    client.send(get_request(scene.http + "/a"));
    EXPECT_EQ(client.read_count(odd.size()), odd);
    return odd;
  });
}

struct BrokenOff {
  const char* name;
  const char* path;
  bool is_tls;
  int exit_code;
  TransportErrorKind kind;
};
void PrintTo(const BrokenOff& how, std::ostream* os) { *os << how.name; }

class ReplayedBrokenOff : public testing::TestWithParam<BrokenOff> {};

TEST_P(ReplayedBrokenOff, IsSeenAgain) {
  NEEDS_PROGRAM("python3");
  record_and_replay(an<PythonOrigin>(), [](const Scene& scene) {
    const auto& how = GetParam();
    const auto failure = fail(scene, (how.is_tls ? scene.https : scene.http) + how.path);
    EXPECT_EQ(kind_of_outcome(scene.deck), how.kind);
    EXPECT_EQ(failure.exit_code, how.exit_code);
    EXPECT_THAT(failure.seen, EndsWith("\r\n\r\nonly this"));
    return show(failure);
  });
}

INSTANTIATE_TEST_SUITE_P(
    Python, ReplayedBrokenOff,
    testing::Values(BrokenOff{"Closed", "/cut", false, curl_partial_file, TransportErrorKind::closed},
                    BrokenOff{"ClosedInTls", "/cut", true, curl_partial_file, TransportErrorKind::closed}),
    [](const auto& test) { return std::string(test.param.name); });

// A reset in the middle of a body by hand: once the client has what came before, so that no RST overtakes it.
TEST(ReplayedFailures, ResetInTheBody) {
  const auto origin = [] {
    return std::make_unique<RawOrigin>([](Connection& client) {
      client.read_until("\r\n\r\n");
      client.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
      client.read_until("go on");
      client.reset();
    });
  };
  record_and_replay(origin, [](const Scene& scene) {
    auto client = Connection::to(scene.deck.port());
    const auto host = Url::parse(scene.http).authority();
    client.send("POST " + scene.http + "/a HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 5\r\n\r\n");
    if (scene.is_recording) {
      EXPECT_EQ(client.read_until("only this"), half);
      client.send("go on");
    } else {
      client.send("go on");
      EXPECT_EQ(client.read_until("only this"), half);
    }
    client.read_to_end();
    EXPECT_TRUE(client.was_reset());
    EXPECT_EQ(kind_of_outcome(scene.deck), TransportErrorKind::reset);
    return half;
  });
}

}  // namespace
}  // namespace wiretape
