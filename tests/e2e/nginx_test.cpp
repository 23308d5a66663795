// SPDX-License-Identifier: MIT
// nginx as the origin, the curl tool as the client: what servers do with HTTP/1.1, recorded and replayed.
#include "support/curl_tool.hpp"
#include "support/replayed.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ReplayedNginx : public testing::Test {
protected:
  void SetUp() override { NEEDS_PROGRAM("nginx"); }
};

const std::string hello = "Line 12: the same words again, so that there is something to compress.\n";

// The whole of what curl -i shows: heads as they came, and bodies.
TEST_F(ReplayedNginx, ServesAFile) {
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    const auto seen = curl(scene, {"-i", scene.http + "/hello.txt", scene.https + "/hello.txt"});
    EXPECT_THAT(seen, StartsWith("HTTP/1.1 200 OK\r\nServer: nginx"));
    EXPECT_THAT(seen, EndsWith(hello));
    return seen;
  });
}

TEST_F(ReplayedNginx, ServesAFileFromAJsonCassette) {
  DeckOptions options;
  options.cassette = "tape.json";
  record_and_replay(
      an<Nginx>(),
      [](const Scene& scene) {
        return curl(scene, {"-i", scene.http + "/hello.txt", scene.https + "/hello.txt"});
      },
      options);
}

TEST_F(ReplayedNginx, KeepsTheConnection) {
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    const auto url = scene.https + "/protocol";
    const auto seen = curl(scene, {url + "?1", url + "?2", url + "?3"});
    // What nginx counts is the requests on one connection.
    EXPECT_EQ(seen,
              "TLSv1.3 localhost HTTP/1.1 1\nTLSv1.3 localhost HTTP/1.1 2\nTLSv1.3 localhost HTTP/1.1 3\n");
    return seen;
  });
}

TEST_F(ReplayedNginx, CompressesInChunks) {
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    const auto url = scene.https + "/zipped/hello.txt";
    const auto raw = curl(scene, {"-i", "--raw", "-H", "Accept-Encoding: gzip", url});
    EXPECT_THAT(raw,
                AllOf(HasSubstr("Transfer-Encoding: chunked\r\n"), HasSubstr("Content-Encoding: gzip\r\n")));
    EXPECT_THAT(raw, EndsWith("\r\n0\r\n\r\n"));
    EXPECT_THAT(curl(scene, {"--compressed", "-H", "Accept-Encoding: gzip", url}), EndsWith(hello));
    return raw;
  });
}

TEST_F(ReplayedNginx, SaysNotFoundAndSendsElsewhere) {
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    const auto missing = curl(scene, {"-i", scene.http + "/nowhere"});
    EXPECT_THAT(missing, StartsWith("HTTP/1.1 404 Not Found\r\n"));
    const auto moved = curl(scene, {"-i", "-L", scene.https + "/old"});
    EXPECT_THAT(moved, AllOf(StartsWith("HTTP/1.1 302 Moved Temporarily\r\n"), EndsWith(hello)));
    return missing + moved;
  });
}

TEST_F(ReplayedNginx, AnswersWithoutABody) {
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    // The last one shows that the connection is still good after each.
    const auto seen =
        curl(scene, {"-i", scene.https + "/nothing", "--next", "-s", "-I", scene.https + "/hello.txt",
                     "--next", "-s", "-i", scene.https + "/hello.txt"});
    EXPECT_THAT(seen, StartsWith("HTTP/1.1 204 No Content\r\n"));
    EXPECT_THAT(seen, EndsWith(hello));
    return seen;
  });
}

TEST_F(ReplayedNginx, IsAskedWhetherSomethingChanged) {
  record_and_replay(
      an<Nginx>(),
      [](const Scene& scene) {
        const auto url = scene.https + "/hello.txt";
        const auto first = curl(scene, {"-i", url});
        const auto tag_at = first.find("ETag: ") + 6;
        const auto tag = first.substr(tag_at, first.find('\r', tag_at) - tag_at);
        const auto second = curl(scene, {"-i", "-H", "If-None-Match: " + tag, url});
        EXPECT_THAT(second, StartsWith("HTTP/1.1 304 Not Modified\r\n"));
        return first + second;
      },
      matching_header("If-None-Match"));
}

TEST_F(ReplayedNginx, ServesAPart) {
  record_and_replay(
      an<Nginx>(),
      [](const Scene& scene) {
        const auto url = scene.https + "/hello.txt";
        const auto part = curl(scene, {"-i", "-r", "8-20", url});
        EXPECT_THAT(part,
                    AllOf(StartsWith("HTTP/1.1 206 Partial Content\r\n"), EndsWith("\r\n\r\nthe same word")));
        const auto parts = curl(scene, {"-i", "-r", "0-3,8-10", url});
        EXPECT_THAT(parts, HasSubstr("multipart/byteranges"));
        const auto none = curl(scene, {"-i", "-r", "5000-", url});
        EXPECT_THAT(none, StartsWith("HTTP/1.1 416 "));
        return part + parts + none;
      },
      matching_header("Range"));
}

TEST_F(ReplayedNginx, ServesALargeFile) {
  const auto with_large_file = [] {
    auto nginx = std::make_unique<Nginx>();
    std::string bytes(3'000'000, '\0');
    unsigned state = 1;
    for (auto& byte : bytes) byte = static_cast<char>((state = state * 1'103'515'245 + 12'345) >> 16);
    nginx->write("large", bytes);
    return nginx;
  };
  record_and_replay(with_large_file, [](const Scene& scene) {
    auto seen = curl(scene, {"-i", scene.https + "/large"});
    EXPECT_GT(seen.size(), 3'000'000U);
    return seen;
  });
}

TEST_F(ReplayedNginx, RepeatsFieldsInTheirCase) {
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    auto seen = curl(scene, {"-i", scene.https + "/cookies"});
    EXPECT_THAT(seen,
                HasSubstr("Set-Cookie: first=1; Path=/\r\nset-cookie: second=2\r\nX-ODD-case: yes\r\n"));
    return seen;
  });
}

TEST_F(ReplayedNginx, HearsAnyMethodAndNothingOfTheProxy) {
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    std::string seen;
    for (const std::string method : {"PURGE", "FROB", "DELETE", "OPTIONS", "REPORT"}) {
      const auto got =
          curl(scene, {"-X", method, "-H", "Proxy-Connection: keep-alive", scene.http + "/method"});
      EXPECT_EQ(got, method + " /method \n") << "neither Proxy-Connection nor Via";
      seen += got;
    }
    return seen;
  });
}

struct Coding {
  std::string ending, name;
};
void PrintTo(const Coding& coding, std::ostream* os) { *os << coding.name; }

class ReplayedCodings : public testing::TestWithParam<Coding> {};

TEST_P(ReplayedCodings, AreKeptAsOnTheWireAndShownDecoded) {
  NEEDS_PROGRAM("nginx");
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    const auto url = scene.https + "/hello.txt." + GetParam().ending;
    const auto seen = curl(scene, {"-i", url});
    EXPECT_THAT(seen, HasSubstr("Content-Encoding: " + GetParam().name + "\r\n"));
    const auto text = curl(scene, {"--compressed", url});
    EXPECT_THAT(text, EndsWith(hello));

    for (const auto& interaction : answered(scene.deck)) {
      const auto& body = std::get<Response>(interaction->outcome).body;
      EXPECT_EQ(body.decoded, text);
      EXPECT_THAT(seen, EndsWith("\r\n\r\n" + body.bytes));
    }
    return seen;
  });
}

INSTANTIATE_TEST_SUITE_P(Each, ReplayedCodings,
                         testing::Values(Coding{"gz", "gzip"}, Coding{"br", "br"}, Coding{"zst", "zstd"},
                                         Coding{"zz", "deflate"}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace wiretape
