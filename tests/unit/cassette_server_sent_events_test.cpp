// SPDX-License-Identifier: MIT
#include "cassette/server_sent_events.hpp"

#include <gmock/gmock.h>

#include "cassette/model.hpp"
#include "cassette/yaml.hpp"
#include "support/mutations.hpp"

namespace wiretape::cassette {
namespace {

using std::chrono_literals::operator""ms;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string three =
    "event: price\nid: 1\ndata: {\"a\":1}\n\n: still here\n\ndata: two\ndata: lines\nretry: 3000\n\n";

std::string shown(const std::string& bytes, const std::vector<Chunk>& chunks = {}, bool is_chunked = false) {
  const auto events = show_events(bytes, chunks, is_chunked);
  if (!events) return "no events";
  const auto text = "---\n" + write_yaml(events->body);
  auto read = read_any_yaml({.text = text});
  if (!read) return read.error().message;
  const auto own = read_own_yaml({.text = text});
  EXPECT_TRUE(own) << bytes;
  EXPECT_TRUE(!own || *own == *read);
  const auto back = events_of(*read, is_chunked);
  EXPECT_EQ(back.bytes, bytes);
  if (events->shows_chunks) {
    EXPECT_EQ(back.chunks, chunks);
  }
  return write_yaml(events->body);
}

Events read(const std::string& yaml, bool is_chunked = true) {
  auto node = read_any_yaml({yaml, 1});
  if (!node) throw std::logic_error(node.error().message);
  return events_of(*node, is_chunked);
}

std::string fault(const std::string& yaml) {
  try {
    static_cast<void>(read(yaml));
  } catch (const Unreadable& unreadable) {
    return unreadable.error.message;
  }
  return "no fault";
}

TEST(ServerSentEvents, AreKnownByTheirType) {
  EXPECT_TRUE(is_event_stream({{"content-type", "Text/Event-Stream; charset=utf-8"}}));
  EXPECT_FALSE(is_event_stream({{"Content-Type", "text/plain"}}));
  EXPECT_FALSE(is_event_stream({}));
  EXPECT_FALSE(is_event_stream({{"Content-Type", "text/event-stream"}, {"Content-Encoding", "gzip"}}));
}

TEST(ServerSentEvents, AreShownOneByOne) {
  EXPECT_EQ(shown(three),
            "events:\n"
            "  - event: price\n"
            "    id: \"1\"\n"
            "    data: |-\n"
            "      {\"a\":1}\n"
            "  - comment: still here\n"
            "  - data: |-\n"
            "      two\n"
            "      lines\n"
            "    retry: 3000\n");
}

TEST(ServerSentEvents, KeepTheStyleOfTheirLines) {
  EXPECT_THAT(shown("data:x\n\ndata:y\n\n"), HasSubstr("events_style: tight\n"));
  EXPECT_THAT(shown("data: x\r\n\r\n"), HasSubstr("events_style: crlf\n"));
  EXPECT_THAT(shown("id:1\r\ndata:x\r\n\r\n"), HasSubstr("events_style: crlf, tight\n"));
}

TEST(ServerSentEvents, KeepWhatIsOddAsItIs) {
  // Each is one event's odd bytes behind an ordinary one.
  for (const std::string odd : {"data\n\n", "data:tight\n\n", "unknown: x\n\n", "data: cut", "\n",
                                "data: a\nid: 1\ndata: b\n\n", "data: x\r\n\n",
                                "\xEF\xBB\xBF"
                                "data: x\n\n",
                                "no field\n\n"}) {
    const auto text = shown("data: a\n\n" + odd);
    EXPECT_THAT(text, HasSubstr("- data: a\n")) << odd;
    EXPECT_THAT(text, HasSubstr("raw: ")) << odd;
  }
}

TEST(ServerSentEvents, AreTextWhereNothingIsOne) {
  for (const std::string text : {"", "hello", "{}\n\n", "\xFF\n\n"})
    EXPECT_EQ(shown(text), "no events") << text;
}

TEST(ServerSentEvents, TellTheChunksThatTheyCameIn) {
  const std::string one = "data: 1\n\n";
  const auto bytes = one + one + one;
  EXPECT_THAT(shown(bytes, {{9}, {9}, {9}}, true), testing::Not(HasSubstr("at_ms")));
  EXPECT_EQ(shown(bytes, {{9, "", 5ms}, {18, "", 70ms}}, true),
            "events:\n"
            "  - at_ms: 5\n"
            "    data: \"1\"\n"
            "  - at_ms: 70\n"
            "    data: \"1\"\n"
            "  - data: \"1\"\n");
  EXPECT_TRUE(show_events(bytes, {{9}, {18}}, false)->shows_chunks);
  EXPECT_TRUE(show_events(bytes, {{27}}, true)->shows_chunks);
  EXPECT_TRUE(show_events(bytes, {}, false)->shows_chunks);
}

TEST(ServerSentEvents, LeaveOddChunksToTheirOwnList) {
  const std::string bytes = "data: 1\n\ndata: 2\n\n";
  for (const std::vector<Chunk>& chunks :
       {std::vector<Chunk>{{4}, {14}}, {{9, ";x"}, {9}}, {{9}, {9}, {1}}, {{9}}, {}}) {
    EXPECT_FALSE(show_events(bytes, chunks, true)->shows_chunks);
  }
}

TEST(ServerSentEvents, BecomeChunksWhenAPersonWritesThem) {
  const auto untimed = read("events: [{data: a}, {event: x, data: b}]");
  EXPECT_EQ(untimed.bytes, "data: a\n\nevent: x\ndata: b\n\n");
  EXPECT_THAT(untimed.chunks, ElementsAre(Chunk{9}, Chunk{18}));
  EXPECT_THAT(read("events: [{data: a}]", false).chunks, IsEmpty());
  const auto timed = read("events: [{data: a}, {data: b}, {at_ms: 40, data: c}]", false);
  EXPECT_THAT(timed.chunks, ElementsAre(Chunk{18, "", 0ms}, Chunk{9, "", 40ms}));
  EXPECT_EQ(read("events: [{}]").bytes, "\n");
  EXPECT_THAT(read("events: [{raw: ''}, {raw: 'x'}]").chunks, ElementsAre(Chunk{1}));
  EXPECT_EQ(read("events: []").bytes, "");
}

TEST(ServerSentEvents, AreRefusedWhereTheyAreNone) {
  EXPECT_THAT(fault("events: [{datum: a}]"), HasSubstr("datum"));
  EXPECT_THAT(fault("events: [{raw: a, data: b}]"), HasSubstr("'raw' is a whole event"));
  EXPECT_THAT(fault("{events: [], text: a}"), HasSubstr("text"));
  EXPECT_THAT(fault("{events: [], events_style: loose}"), HasSubstr("crlf, tight"));
  EXPECT_THAT(fault("events: a"), HasSubstr("events"));
}

TEST(ServerSentEvents, LoseNothing) {
  support::Mutations mutations(11);
  for (int i = 0; i < 2000; ++i) {
    auto bytes = mutations.of(three + three);
    if (i % 3 == 0) bytes = mutations.of(bytes);
    std::vector<Chunk> chunks;
    for (auto left = bytes.size(); left > 0 && i % 2 == 0;) {
      const auto size = 1 + mutations.below(left);
      chunks.push_back({size, "", std::chrono::milliseconds(mutations.below(3))});
      left -= size;
    }
    shown(bytes, chunks, i % 2 == 0);
  }
}

// From the interaction's own text and back, with the framing that its fields say.
TEST(ServerSentEvents, AreAnInteractionsBody) {
  Interaction interaction;
  interaction.request.method = "GET";
  interaction.request.url = Url::parse("http://o.test/events");
  Response response;
  response.headers = {{"Content-Type", "text/event-stream"}, {"Transfer-Encoding", "chunked"}};
  response.framing = Framing::chunked;
  response.body.bytes = "data: 1\n\ndata: 2\n\n";
  response.chunks = {{9, "", 0ms}, {9, "", 1000ms}};
  interaction.outcome = response;
  const auto node = to_node(interaction);
  const auto text = write_yaml(node);
  EXPECT_THAT(text, HasSubstr("- at_ms: 1000\n"));
  EXPECT_THAT(text, testing::Not(HasSubstr("chunks")));
  EXPECT_EQ(interaction_of(*read_any_yaml({text, 1})), interaction);
  std::get<Response>(interaction.outcome).chunks[1].extension = ";x";
  const auto odd = write_yaml(to_node(interaction));
  EXPECT_THAT(odd, HasSubstr("chunks:\n"));
  EXPECT_EQ(interaction_of(*read_any_yaml({odd, 1})), interaction);
}

}  // namespace
}  // namespace wiretape::cassette
