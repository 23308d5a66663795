// SPDX-License-Identifier: MIT
// WebSocket between peers that nobody here wrote: recorded, and played with the origin gone.
#include <wiretape/gtest.hpp>

#include "support/replayed.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

const std::string fixtures = WIRETAPE_SOURCE_DIR "/fixtures/e2e/";
const std::string python = "python3";

// What the origin says to every client here, whose words differ a little.
std::string as_ws(const std::string& url) { return "ws" + url.substr(4); }
std::string host_and_port(const std::string& url) { return url.substr(url.find("://") + 3); }

std::string lines_of(const std::vector<std::string>& command) {
  const auto done = run(command);
  EXPECT_EQ(done.exit_code, 0) << done.out << done.err;
  return done.out;
}

std::string proxy_of(const Scene& scene) { return "127.0.0.1:" + std::to_string(scene.deck.port()); }

std::string run_python(const std::string& url, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {python, "-B", fixtures + "websocket_client.py", url});
  return lines_of(arguments);
}

class ReplayedWebSocket : public testing::Test {
protected:
  void SetUp() override {
    if (!has_python_module("websockets")) GTEST_SKIP() << "there is no python3-websockets";
  }
};

const std::string talk =
    "text welcome\ntext HELLO\nbinary b'\\xff\\xfe\\x01\\x00'\ntext in three pieces\ntext pinged\ntext "
    "HELLO\n"
    "text 90003\ntext 180000 of a\n";

TEST_F(ReplayedWebSocket, OfPythonThroughATunnel) {
  record_and_replay(an<WebSocketOrigin>(), [](const Scene& scene) {
    std::string seen;
    for (const auto& url : {scene.http, scene.https}) {
      seen += run_python(as_ws(url), {"--proxy", proxy_of(scene), "--ca", scene.deck.ca_file()});
      EXPECT_THAT(seen, EndsWith("subprotocol chat extensions ['permessage-deflate']\n" + talk +
                                 "closed 4001 as you wish\n"));
    }
    EXPECT_THAT(scene.deck.messages(), Contains(SentText("pieces")).Times(2));
    EXPECT_THAT(scene.deck.messages(), Contains(SentBinary(StartsWith(std::string("\0\1", 2)))).Times(2));
    return seen;
  });
}

TEST_F(ReplayedWebSocket, OfPythonWithoutCompression) {
  record_and_replay(an<WebSocketOrigin>(), [](const Scene& scene) {
    const auto seen = run_python(as_ws(scene.http), {"--proxy", proxy_of(scene), "--plain"});
    EXPECT_THAT(seen, EndsWith("subprotocol chat extensions []\n" + talk + "closed 4001 as you wish\n"));
    return seen;
  });
}

TEST_F(ReplayedWebSocket, ThatVanishes) {
  record_and_replay(an<WebSocketOrigin>(), [](const Scene& scene) {
    const auto seen = run_python(as_ws(scene.http), {"--proxy", proxy_of(scene), "--vanish"});
    EXPECT_THAT(seen, EndsWith(talk + "closed 1006 \n"));
    return seen;
  });
}

class ReplayedWebSocketReverse : public ReplayedWebSocket,
                                 public testing::WithParamInterface<std::tuple<const char*, const char*>> {};

TEST_P(ReplayedWebSocketReverse, StandsForItsOrigin) {
  const auto [client, origin] = GetParam();
  DeckOptions options;
  options.reverse_origin = origin;
  const bool is_tls = client == std::string("wss");
  record_and_replay(
      an<WebSocketOrigin>(),
      [&](const Scene& scene) {
        const auto url = is_tls ? scene.deck.tls_base_url() : scene.deck.base_url();
        const auto seen = run_python(as_ws(url), {"--ca", scene.deck.ca_file()});
        EXPECT_THAT(seen, EndsWith(talk + "closed 4001 as you wish\n"));
        return seen;
      },
      options);
}

INSTANTIATE_TEST_SUITE_P(Each, ReplayedWebSocketReverse,
                         testing::Combine(testing::Values("ws", "wss"), testing::Values("http", "https")),
                         [](const auto& which) {
                           return std::string(std::get<0>(which.param)) + "To_" + std::get<1>(which.param);
                         });

const std::string short_talk = "text welcome\ntext HELLO\ntext in three pieces\ntext pinged\n";

#ifdef WIRETAPE_WEBSOCKETPP_CLIENT
TEST_F(ReplayedWebSocket, OfWebsocketpp) {
  record_and_replay(an<WebSocketOrigin>(), [](const Scene& scene) {
    const auto seen = lines_of({WIRETAPE_WEBSOCKETPP_CLIENT, as_ws(scene.http), scene.deck.proxy_url()});
    EXPECT_EQ(seen, short_talk + "text 90003\ntext 180000 bytes\nclosed 4001 as you wish\n");
    return seen;
  });
}
#endif

#ifdef WIRETAPE_LIBWEBSOCKETS_CLIENT
TEST_F(ReplayedWebSocket, OfLibwebsockets) {
  record_and_replay(an<WebSocketOrigin>(), [](const Scene& scene) {
    std::string seen;
    for (const auto& url : {scene.http, scene.https}) {
      const auto at = host_and_port(url);
      const auto colon = at.rfind(':');
      seen += lines_of({WIRETAPE_LIBWEBSOCKETS_CLIENT, url == scene.https ? "wss" : "ws", at.substr(0, colon),
                        at.substr(colon + 1), proxy_of(scene), scene.deck.ca_file()});
      EXPECT_THAT(seen, EndsWith(short_talk + "text 9003\ntext 18000 bytes\nclosed 4001 as you wish\n"));
    }
    return seen;
  });
}
#endif

TEST_F(ReplayedWebSocket, FromACassetteThatPeopleRead) {
  DeckOptions options;
  options.cassette_dir = WIRETAPE_SOURCE_DIR "/cassettes";
  options.mode = RecordMode::none;
  options.cassette = "Chat/SaysHello.yaml";
  std::string heard;
  const auto chat = [&](const std::string& room, const Deck& deck) {
    heard =
        run_python(room, {"--proxy", "127.0.0.1:" + std::to_string(deck.port()), "--say", "hello", "bye"});
  };
  // [played]
  TestDeck deck(options);  // plays cassettes/Chat/SaysHello.yaml

  chat("ws://chat.test:80/rooms/oslo", deck);

  EXPECT_THAT(deck.messages(), ElementsAre(SentText("hello"), SentText("bye")));
  // [/played]
  EXPECT_THAT(heard, EndsWith("text {\"type\":\"welcome\",\"room\":\"oslo\"}\n"
                              "text {\"type\": \"said\", \"text\": \"HELLO\"}\n"
                              "binary b'\\x00\\x01\\x02'\nclosed 1000 see you\n"));
  note_port(deck);
}

// No recording: the server is the test.
TEST_F(ReplayedWebSocket, AnsweredByACallback) {
  TestDeck deck({.mode = RecordMode::none});
  // [converse]
  deck.when(HasUrl("http://chat.test/")).converse([](const WebSocketMessage& heard) {
    std::vector<WebSocketMessage> answers;
    if (heard.payload == "bye") {
      answers.push_back(close_message(4001, "as you wish"));
    } else if (heard.is_data()) {
      answers.push_back(text_message("you said " + heard.payload));
    }
    return answers;
  });
  // [/converse]
  note_port(deck);
  std::string seen;
  std::thread client([&] {
    seen = run_python("ws://chat.test:80/",
                      {"--proxy", "127.0.0.1:" + std::to_string(deck.port()), "--say", "hello", "bye"});
  });
  EXPECT_TRUE(deck.wait_for(HasUrl("http://chat.test/"), std::chrono::seconds(20)));
  // The journal hears of the request before its answer is out.
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (deck.push(text_message("welcome")) == 0 && std::chrono::steady_clock::now() < until) {
    std::this_thread::yield();
  }
  EXPECT_TRUE(deck.wait_for_message(SentText("bye"), std::chrono::seconds(20)));
  client.join();
  EXPECT_THAT(seen, HasSubstr("text welcome\ntext you said hello\n"));
  EXPECT_THAT(seen, EndsWith("closed 4001 as you wish\n"));
  EXPECT_THAT(deck.stop(), IsEmpty());
}

}  // namespace
}  // namespace wiretape
