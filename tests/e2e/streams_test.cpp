// SPDX-License-Identifier: MIT
// Bodies that are larger than what memory should hold: streamed, kept in files, and played from there.
#include <poll.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <future>
#include <sstream>

#include "support/curl_tool.hpp"
#include "support/played.hpp"
#include "support/usage.hpp"

namespace wiretape {
namespace {

namespace fs = std::filesystem;
using namespace support;
using std::chrono_literals::operator""ms;
using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr std::size_t mib = 1024 * 1024;
constexpr std::size_t large = (is_sanitized ? 64 : 1024) * mib;

// The most memory that this process had since begin().
struct PeakMemory {
  static void begin() { std::ofstream("/proc/self/clear_refs") << "5"; }
  static std::size_t kib() {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);) {
      if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6));
    }
    return 0;
  }
};

class Streams : public testing::Test {
protected:
  static void SetUpTestSuite() {
    if (find_program("nginx").empty()) return;
    nginx_ = new Nginx();
    fs::create_directories(nginx_->path("site"));
    std::FILE* file = std::fopen(nginx_->path("site/large.bin").c_str(), "wb");
    ASSERT_NE(file, nullptr);
    std::string block(mib, '\0');
    unsigned seed = 1;
    for (std::size_t written = 0; written < large; written += block.size()) {
      for (std::size_t i = 0; i < block.size(); i += 64)
        block[i] = static_cast<char>(seed = seed * 69069 + 1);
      ASSERT_EQ(std::fwrite(block.data(), 1, block.size(), file), block.size());
    }
    ASSERT_EQ(std::fclose(file), 0);
    digest_ = run({"sha256sum", nginx_->path("site/large.bin")}).out.substr(0, 64);
  }
  static void TearDownTestSuite() {
    delete nginx_;
    nginx_ = nullptr;
  }
  void SetUp() override {
    NEEDS_PROGRAM("nginx");
    options_.cassette_dir = dir_.path();
    options_.cassette = "Large.yaml";
    options_.origin_ca_file = nginx_->ca_file;
  }

  // What is done with a deck in that mode, which finds nothing, and by how much that raised the peak.
  template <class Client>
  std::size_t raise_of_peak(RecordMode mode, Client client) {
    options_.mode = mode;
    options_.allows_unused_interactions = true;
    Deck deck(options_);

    PeakMemory::begin();
    const auto before = PeakMemory::kib();
    client(deck);
    const auto after = PeakMemory::kib();
    EXPECT_THAT(deck.stop(), IsEmpty());
    return after - before;
  }
  static std::string downloaded(const Deck& deck) {
    const auto file = TempDirectory();
    const auto result =
        run_curl(deck, {"-o", file.path("got"), "-w", "%{http_code}", nginx_->https + "/large.bin"});
    EXPECT_EQ(result.out, "200") << result.err;
    return run({"sha256sum", file.path("got")}).out.substr(0, 64);
  }
  static void upload(const Deck& deck) {
    const auto result = run_curl(deck, {"-T", nginx_->path("site/large.bin"), "-o", "/dev/null", "-w",
                                        "%{http_code} %{size_upload}", nginx_->https + "/put/copy.bin"});
    EXPECT_EQ(result.out, "201 " + std::to_string(large)) << result.err;
  }
  static void expect_flat(std::size_t raised_kib) {
    if (is_sanitized) return;
    EXPECT_LE(raised_kib, 16 * 1024U);
    ::testing::Test::RecordProperty("peak_raised_kib", static_cast<int>(raised_kib));
  }

  inline static Nginx* nginx_ = nullptr;
  inline static std::string digest_;
  TempDirectory dir_;
  DeckOptions options_;
};

TEST_F(Streams, DownloadAGigabyteWithoutMemory) {
  expect_flat(
      raise_of_peak(RecordMode::once, [](const Deck& deck) { EXPECT_EQ(downloaded(deck), digest_); }));
  const auto file = "Large.yaml.bodies/" + digest_.substr(0, 32) + ".bin";
  EXPECT_EQ(run({"sha256sum", dir_.path(file)}).out.substr(0, 64), digest_);
  EXPECT_THAT(dir_.read("Large.yaml"),
              AllOf(HasSubstr("file: " + file), HasSubstr("sha256: "), HasSubstr(digest_)));
  EXPECT_LT(fs::file_size(dir_.path("Large.yaml")), 8 * mib);  // with its timeline
  expect_flat(
      raise_of_peak(RecordMode::none, [](const Deck& deck) { EXPECT_EQ(downloaded(deck), digest_); }));
}

TEST_F(Streams, UploadAGigabyteWithoutMemory) {
  expect_flat(raise_of_peak(RecordMode::once, [](const Deck& deck) {
    upload(deck);
    EXPECT_EQ(run({"sha256sum", nginx_->path("site/put/copy.bin")}).out.substr(0, 64), digest_);
  }));
  // What was sent must be what was recorded, to its last byte.
  expect_flat(raise_of_peak(RecordMode::none, [](const Deck& deck) { upload(deck); }));
  fs::remove(nginx_->path("site/put/copy.bin"));
}

TEST_F(Streams, TellTwoUploadsApartByTheirLastByte) {
  options_.limits.body_bytes = 1000;
  const auto put = [&](const Deck& deck, char last) {
    dir_.write("body", std::string(200'000, 'x') + last);
    return run_curl(deck, {"-T", dir_.path("body"), "-o", "/dev/null", "-w", "%{http_code}",
                           nginx_->https + "/put/small.bin"})
        .out;
  };
  raise_of_peak(RecordMode::once, [&](const Deck& deck) { EXPECT_EQ(put(deck, 'a'), "201"); });
  options_.mode = RecordMode::none;
  Deck deck(options_);
  EXPECT_EQ(put(deck, 'b'), "599");
  EXPECT_EQ(put(deck, 'a'), "201");
  EXPECT_THAT(deck.stop(), SizeIs(1));
}

TEST_F(Streams, SayWhichFileIsMissing) {
  options_.limits.body_file_bytes = 100;
  raise_of_peak(RecordMode::once, [](const Deck& deck) {
    EXPECT_EQ(run_curl(deck, {"-o", "/dev/null", nginx_->https + "/hello.txt"}).exit_code, 0);
  });
  ASSERT_TRUE(fs::remove_all(dir_.path("Large.yaml.bodies")) > 0);
  options_.mode = RecordMode::none;
  Deck deck(options_);
  EXPECT_THAT(run_curl(deck, {"-w", "%{http_code}", nginx_->https + "/hello.txt"}).out, HasSubstr("599"));
  EXPECT_THAT(deck.stop(), ElementsAre(AllOf(Field(&Finding::kind, FindingKind::cassette_unreadable),
                                             Field(&Finding::message, HasSubstr("Large.yaml.bodies/")),
                                             Field(&Finding::message, HasSubstr("is missing")))));
}

// Sends until the other side has taken nothing for a while, or all of `total` is sent.
std::size_t push(Connection& to, std::size_t total) {
  const std::string block(64 * 1024, 'x');
  std::size_t sent = 0;
  pollfd ready{to.fd(), POLLOUT, 0};
  while (sent < total && ::poll(&ready, 1, 300) == 1) {
    const auto some = to.send_some(std::string_view(block).substr(0, std::min(block.size(), total - sent)));
    if (some == 0) break;
    sent += some;
  }
  return sent;
}

std::string head(const std::string& method, const Origin& origin, const std::string& fields) {
  const auto authority = origin.http.substr(std::string("http://").size());
  return method + " " + origin.http + "/ HTTP/1.1\r\nHost: " + authority + "\r\nConnection: close\r\n" +
         fields + "\r\n";
}

constexpr std::size_t flood = 256 * mib;
// What the system's buffers hold of a connection that nobody reads: two connections, both ends each.
constexpr std::size_t in_buffers = 48 * mib;

TEST(Backpressure, OfASlowClientHoldsTheOriginBack) {
  std::promise<std::size_t> taken;
  std::promise<void> goes_on;
  RawOrigin origin([&, rest = goes_on.get_future().share()](Connection& client) {
    client.read_until("\r\n\r\n");
    client.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(flood) + "\r\n\r\n");
    const auto first = push(client, flood);
    taken.set_value(first);
    rest.wait();
    const std::string block(mib, 'x');
    for (auto left = flood - first; left > 0; left -= std::min(left, block.size())) {
      if (!client.send(std::string_view(block).substr(0, std::min(left, block.size())))) return;
    }
  });
  const TempDirectory dir;
  DeckOptions options;
  options.cassette_dir = dir.path();
  options.cassette = "a.yaml";
  Deck deck(options);
  auto client = Connection::to(deck.port());
  PeakMemory::begin();
  const auto before = PeakMemory::kib();
  client.send(head("GET", origin, ""));
  auto first = taken.get_future();
  ASSERT_EQ(first.wait_for(std::chrono::seconds(30)), std::future_status::ready);
  EXPECT_LT(first.get(), in_buffers);
  if (!is_sanitized) {
    EXPECT_LE(PeakMemory::kib() - before, 16 * 1024U);
  }
  goes_on.set_value();
  client.read_until("\r\n\r\n");
  for (std::size_t left = flood; left > 0;) {
    const auto count = std::min(left, mib);
    ASSERT_EQ(client.read_count(count).size(), count);
    left -= count;
  }
  EXPECT_THAT(deck.stop(), IsEmpty());
}

TEST(Backpressure, OfASlowOriginHoldsTheClientBack) {
  std::promise<void> goes_on;
  RawOrigin origin([rest = goes_on.get_future().share()](Connection& client) {
    client.read_until("\r\n\r\n");
    rest.wait();
    for (std::size_t left = flood; left > 0;) {
      const auto count = std::min(left, mib);
      if (client.read_count(count).size() != count) return;
      left -= count;
    }
    client.send(ok_answer("taken", "Connection: close\r\n"));
  });
  const TempDirectory dir;
  DeckOptions options;
  options.cassette_dir = dir.path();
  options.cassette = "a.yaml";
  Deck deck(options);
  auto client = Connection::to(deck.port());
  client.send(head("POST", origin, "Content-Length: " + std::to_string(flood) + "\r\n"));
  const auto first = push(client, flood);
  EXPECT_LT(first, in_buffers);
  goes_on.set_value();
  const std::string block(mib, 'x');
  for (auto left = flood - first; left > 0; left -= std::min(left, block.size())) {
    ASSERT_TRUE(client.send(std::string_view(block).substr(0, std::min(left, block.size()))));
  }
  EXPECT_THAT(client.read_to_end(), HasSubstr("taken"));
  EXPECT_THAT(deck.stop(), IsEmpty());
}

// The origin says the second event only when the client has the first.
TEST(ServerSentEvents, ComeOneByOneAndStandSoInTheCassette) {
  const std::string first = "event: price\ndata: {\"a\":1}\n\n",
                    second = ": still here\n\ndata: two\ndata: lines\n\n";
  const std::string events_head =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  const auto chunk = [](const std::string& bytes) {
    std::ostringstream size;
    size << std::hex << bytes.size();
    return size.str() + "\r\n" + bytes + "\r\n";
  };
  std::promise<void> has_first;
  RawOrigin origin([&](Connection& client) {
    client.read_until("\r\n\r\n");
    client.send(events_head + chunk(first));
    has_first.get_future().wait();
    client.send(chunk(second) + "0\r\n\r\n");
  });
  const TempDirectory dir;
  DeckOptions options;
  options.cassette_dir = dir.path();
  options.cassette = "a.yaml";
  const auto whole = events_head + chunk(first) + chunk(second) + "0\r\n\r\n";
  {
    Deck deck(options);
    auto client = Connection::to(deck.port());
    client.send(head("GET", origin, ""));
    EXPECT_EQ(client.read_until("{\"a\":1}\n\n\r\n"), events_head + chunk(first));
    has_first.set_value();
    EXPECT_EQ(client.read_to_end(), chunk(second) + "0\r\n\r\n");
    EXPECT_THAT(deck.stop(), IsEmpty());
  }
  EXPECT_THAT(dir.read("a.yaml"),
              AllOf(HasSubstr("        event: price\n        data: |-\n          {\"a\":1}\n"),
                    HasSubstr("        comment: still here\n      - data: |-\n          two\n"),
                    Not(HasSubstr("chunks:"))));
  options.mode = RecordMode::none;
  Deck deck(options);
  auto client = Connection::to(deck.port());
  client.send(head("GET", origin, ""));
  EXPECT_EQ(client.read_to_end(), whole);
  EXPECT_THAT(deck.stop(), IsEmpty());
}

}  // namespace
}  // namespace wiretape
