// SPDX-License-Identifier: MIT
// Hostile bytes over a real socket: each gets an answer that arrives whole, an end, an entry and a finding;
// and the deck goes on.
#include <wiretape/gtest.hpp>

#include "support/tcp.hpp"

namespace wiretape {
namespace {

using support::Connection;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::Field;
using testing::HasSubstr;
using testing::StartsWith;

struct Hostile {
  const char* name;
  std::string bytes;
  int status = 400;
};
void PrintTo(const Hostile& request, std::ostream* os) { *os << request.name; }

std::string post(const std::string& fields, const std::string& body) {
  return "POST http://o.test/a HTTP/1.1\r\nHost: o.test\r\n" + fields + "\r\n" + body;
}

std::string get(const std::string& fields) {
  return "GET http://o.test/a HTTP/1.1\r\nHost: o.test\r\n" + fields + "\r\n";
}

const std::string chunked = "Transfer-Encoding: chunked\r\n";

std::vector<Hostile> hostile_requests() {
  using namespace std::string_literals;
  return {
      {"LengthAndChunks", post("Content-Length: 6\r\n" + chunked, "0\r\n\r\nG")},
      {"TwoLengths", post("Content-Length: 1\r\nContent-Length: 2\r\n", "ab")},
      {"TwoEqualLengths", post("Content-Length: 1\r\nContent-Length: 1\r\n", "a")},
      {"ListOfLengths", post("Content-Length: 1, 1\r\n", "a")},
      {"SignedLength", post("Content-Length: +1\r\n", "a")},
      {"NegativeLength", post("Content-Length: -1\r\n", "a")},
      {"HexadecimalLength", post("Content-Length: 0x1\r\n", "a")},
      {"HugeLength", post("Content-Length: 99999999999999999999\r\n", "a")},
      {"OtherCoding", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")},
      {"ObfuscatedCoding", post("Transfer-Encoding: \x0b"s + "chunked\r\n", "0\r\n\r\n")},
      {"UnknownCoding", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")},
      {"ChunksInHttp10", "POST http://o.test/a HTTP/1.0\r\n" + chunked + "\r\n0\r\n\r\n"},
      {"ChunkSizeWithPrefix", post(chunked, "0x3\r\nabc\r\n0\r\n\r\n")},
      {"EmptyChunkSize", post(chunked, "\r\nabc\r\n0\r\n\r\n")},
      {"ChunkSizeOf17Digits", post(chunked, "11111111111111111\r\nabc")},
      {"ChunkEndsInBareLf", post(chunked, "3\nabc\r\n0\r\n\r\n")},
      {"ChunkLongerThanItsSize", post(chunked, "3\r\nabcd\r\n0\r\n\r\n")},
      {"BareLfInHead", "GET http://o.test/a HTTP/1.1\nHost: o.test\n\n"},
      {"BareCrInValue", get("X: a\rb\r\n")},
      {"NulInValue", get("X: a\0b\r\n"s)},
      {"NulInTarget", "GET http://o.test/\0 HTTP/1.1\r\nHost: o.test\r\n\r\n"s},
      {"Fold", get("X: a\r\n b\r\n")},
      {"SpaceBeforeColon", get("X : a\r\n")},
      {"FieldWithoutColon", get("nonsense\r\n")},
      {"FieldWithoutName", get(": a\r\n")},
      {"NameThatIsNoToken", get("X(y): a\r\n")},
      {"NoHost", "GET / HTTP/1.1\r\n\r\n"},
      {"TwoHosts", get("Host: other.test\r\n")},
      {"HostThatIsNone", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"},
      {"NoHostToGoTo", "GET /a HTTP/1.1\r\nHost: o.test\r\n\r\n"},
      {"TwoSpaces", "GET  http://o.test/a HTTP/1.1\r\nHost: o.test\r\n\r\n"},
      {"NoVersion", "GET http://o.test/a\r\nHost: o.test\r\n\r\n"},
      {"MethodThatIsNoToken", "G@T http://o.test/a HTTP/1.1\r\nHost: o.test\r\n\r\n"},
      {"UserInUrl", "GET http://me:secret@o.test/a HTTP/1.1\r\nHost: o.test\r\n\r\n"},
      {"TunnelWithoutPort", "CONNECT o.test HTTP/1.1\r\nHost: o.test\r\n\r\n"},
      {"TunnelInATunnel",
       "CONNECT o.test:80 HTTP/1.1\r\nHost: o.test\r\n\r\n"
       "CONNECT o.test:81 HTTP/1.1\r\nHost: o.test\r\n\r\n"},
      {"OtherVersion", "GET http://o.test/a HTTP/3.0\r\nHost: o.test\r\n\r\n", 505},
      {"HeadTooLarge", get("X: " + std::string(70'000, 'x') + "\r\n"), 431},
      {"TooManyFields", get([] {
         std::string fields;
         for (int i = 0; i < 250; ++i) fields += "X: y\r\n";
         return fields;
       }()),
       431},
      {"TargetTooLong", "GET http://o.test/" + std::string(70'000, 'x') + " HTTP/1.1\r\nHost: o.test\r\n\r\n",
       414},
  };
}

class HostileBytes : public testing::TestWithParam<Hostile> {};

TEST_P(HostileBytes, GetAnAnswerAndAnEnd) {
  const auto& [name, bytes, status] = GetParam();
  Deck deck;
  deck.when(AnyRequest()).answer(200, "fine");

  // What follows is never read by a deck that closes: the answer has to arrive in spite of it.
  auto client = Connection::to(deck.port());
  client.send(bytes + std::string(300'000, 'z'));
  auto answer = client.read_to_end();
  if (answer.starts_with("HTTP/1.1 200 Connection established\r\n\r\n"))
    answer.erase(0, answer.find("\r\n\r\n") + 4);

  EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + std::to_string(status) + ' '));
  EXPECT_THAT(answer, AllOf(HasSubstr("\r\nConnection: close\r\n"), HasSubstr("\r\n\r\nwiretape: ")));
  const auto length_at = answer.find("Content-Length: ") + 16;
  EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, std::stoul(answer.substr(length_at)));
  EXPECT_TRUE(client.has_ended()) << "in order, not by RST";

  auto other = Connection::to(deck.port());
  other.send(get(""));
  EXPECT_THAT(other.read_until("fine"), StartsWith("HTTP/1.1 200 OK\r\n"));

  EXPECT_THAT(deck.requests(), ElementsAre(HasMethod("GET"))) << "the hostile one is none";
  EXPECT_THAT(deck.journal(), Contains(Field(&JournalEntry::kind, JournalKind::refused_bytes)));
  const auto findings = deck.stop();
  ASSERT_THAT(findings, ElementsAre(Field(&Finding::kind, FindingKind::malformed_request)));
  EXPECT_THAT(findings[0].message, HasSubstr("answered " + std::to_string(status)));
}

INSTANTIATE_TEST_SUITE_P(Each, HostileBytes, testing::ValuesIn(hostile_requests()),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(HostileBytes, ThatAreHalfAHeadEndWithTheirClient) {
  Deck deck;
  for (const std::string bytes :
       {"", "GET", "GET http://o.test/ HTTP/1.1\r\nHost: o", "CONNECT o.test:443 HTTP/1.1\r\n"}) {
    auto client = Connection::to(deck.port());
    client.send(bytes);
    client.reset();
  }
  auto last = Connection::to(deck.port());
  last.send("GET http://o.test/ HTTP/1.1\r\nHost: o.test\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(last.read_to_end(), StartsWith("HTTP/1.1 "));
}

TEST(HostileBytes, MayBeSentOnPurpose) {
  DeckOptions options;
  options.accepts_malformed_requests = true;
  Deck deck(options);
  deck.when(AnyRequest()).answer(200, "fine");
  auto client = Connection::to(deck.port());
  client.send("GET http://o.test/a HTTP/1.1\nHost : o.test\nX: \x01\n\n");
  EXPECT_THAT(client.read_until("fine"), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(deck.requests(), ElementsAre(HasHeader("X", "\x01")));
  EXPECT_THAT(deck.stop(), testing::IsEmpty());
}

TEST(HostileBytes, OfOtherProtocolsEndWithAFinding) {
  using namespace std::string_literals;
  Deck deck;
  for (const auto& bytes : {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"s, "\x05\x01\x01"s}) {
    auto client = Connection::to(deck.port());
    client.send(bytes);
    client.read_to_end();
    EXPECT_TRUE(client.has_ended());
  }
  EXPECT_THAT(deck.stop(), Each(Field(&Finding::kind, FindingKind::unsupported)));
}

}  // namespace
}  // namespace wiretape
