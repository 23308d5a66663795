// SPDX-License-Identifier: MIT
// Bodies that clients send: with a length, in chunks, and after asking first.
#include "support/curl_tool.hpp"
#include "support/played.hpp"
#include "support/replayed.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class ReplayedUploads : public testing::Test {
protected:
  void SetUp() override { NEEDS_PROGRAM("nginx"); }

  // nginx, where a test can look at what came.
  std::function<std::unique_ptr<Origin>()> origin() {
    return [this] {
      auto made = std::make_unique<Nginx>();
      nginx_ = made.get();
      return made;
    };
  }
  void expect_stored(const Scene& scene, const std::string& name, const std::string& body) const {
    if (scene.is_recording) {
      EXPECT_TRUE(nginx_->read(name) == body) << name;
    }
  }

  Nginx* nginx_ = nullptr;
  TempDirectory dir_;
  const std::string body_ = [] {
    std::string text;
    for (int line = 0; text.size() < 1'500'000; ++line) text += "line " + std::to_string(line) + "\n";
    return text;
  }();
};

std::string curl_sending(const Scene& scene, const std::string& input, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"curl", "-q", "-sS", "-m", "30", "--suppress-connect-headers"});
  ProgramOptions options;
  options.environment = scene.deck.environment();
  options.input = input;
  auto result = run(arguments, options);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return std::move(result.out);
}

TEST_F(ReplayedUploads, GoWithTheirLengthAfterAskingFirst) {
  record_and_replay(origin(), [this](const Scene& scene) {
    dir_.write("body", body_);
    // curl says Expect: 100-continue before so large a body, and waits a second for an answer.
    auto seen =
        curl(scene, {"-i", "-T", dir_.path("body"), "--expect100-timeout", "20", scene.https + "/put/a"});
    EXPECT_THAT(seen, StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\n"));
    EXPECT_THAT(scene.deck.requests(),
                ElementsAre(AllOf(HasHeader("Expect", "100-continue"), HasBody(body_))));
    expect_stored(scene, "put/a", body_);
    return seen;
  });
}

TEST_F(ReplayedUploads, GoInChunks) {
  record_and_replay(origin(), [this](const Scene& scene) {
    auto seen = curl_sending(scene, body_, {"-i", "-T", "-", scene.https + "/put/b"});
    EXPECT_THAT(seen, HasSubstr("HTTP/1.1 201 Created\r\n"));
    EXPECT_THAT(scene.deck.requests(),
                ElementsAre(AllOf(HasHeader("Transfer-Encoding", "chunked"), HasBody(body_))));
    expect_stored(scene, "put/b", body_);
    return seen;
  });
}

TEST_F(ReplayedUploads, AreToldApartByTheirBodies) {
  record_and_replay(origin(), [this](const Scene& scene) {
    std::string seen;
    for (const std::string body : {"one", "two"}) {
      seen += curl_sending(scene, body, {"-i", "-T", "-", scene.http + "/put/" + body});
      expect_stored(scene, "put/" + body, body);
    }
    // Written again, it is nothing new: 204.
    seen += curl_sending(scene, "three", {"-i", "-T", "-", scene.http + "/put/two"});
    EXPECT_THAT(seen, HasSubstr("HTTP/1.1 204 No Content\r\n"));
    return seen;
  });
}

TEST_F(ReplayedUploads, ToAFormOfPython) {
  NEEDS_PROGRAM("python3");
  record_and_replay(an<PythonOrigin>(), [](const Scene& scene) {
    auto seen = curl(scene, {"-i", "-d", "city=Oslo", "-d", "day=1", scene.https + "/form"});
    EXPECT_THAT(seen, HasSubstr(R"("length": 15)"));
    EXPECT_THAT(scene.deck, Received(1, HasFormField("city", "Oslo") && HasFormField("day", "1")));
    return seen;
  });
}

// The answer may start before the request has ended, and the body still goes where it should.
TEST(Uploads, AreAnsweredWhileTheyAreStillComing) {
  const RawOrigin origin([](Connection& client) {
    client.read_until("\r\n\r\n");
    client.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nearly\r\n");
    const auto body = client.read_until("0\r\n\r\n");
    client.send("4\r\nlate\r\n0\r\n\r\n");
  });
  DeckOptions options;
  options.mode = RecordMode::passthrough;
  Deck deck(options);
  auto client = Connection::to(deck.port());
  client.send("POST " + origin.http + "/ HTTP/1.1\r\nHost: " + Url::parse(origin.http).authority() +
              "\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
  EXPECT_THAT(client.read_until("early\r\n"), StartsWith("HTTP/1.1 200 OK\r\n"));
  client.send("0\r\n\r\n");
  EXPECT_EQ(client.read_until("0\r\n\r\n"), "4\r\nlate\r\n0\r\n\r\n");
  EXPECT_THAT(deck, Received(1, HasBody("one")));
}

}  // namespace
}  // namespace wiretape
