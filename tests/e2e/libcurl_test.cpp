// SPDX-License-Identifier: MIT
// libcurl, one transfer at a time and sixteen at once.
#include <curl/curl.h>

#include <map>

#include "support/replayed.hpp"
#include "support/usage.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

// One transfer, and all that comes: heads with their line ends, then the body.
class Transfer {
public:
  Transfer(const Deck& deck, const std::string& url) : easy_(curl_easy_init()) {
    deck.configure(easy_);
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_WRITEFUNCTION, &append);
    set(CURLOPT_HEADERFUNCTION, &append);
    set(CURLOPT_WRITEDATA, &seen_);
    set(CURLOPT_HEADERDATA, &seen_);
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(CURLOPT_TIMEOUT, 30L);
  }
  ~Transfer() { curl_easy_cleanup(easy_); }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  template <class Value>
  void set(CURLoption option, Value value) {
    EXPECT_EQ(curl_easy_setopt(easy_, option, value), CURLE_OK);
  }
  const std::string& run() {
    EXPECT_EQ(curl_easy_perform(easy_), CURLE_OK);
    return seen_;
  }
  [[nodiscard]] CURL* easy() const { return easy_; }
  [[nodiscard]] const std::string& seen() const { return seen_; }

private:
  static std::size_t append(char* bytes, std::size_t, std::size_t count, void* to) {
    static_cast<std::string*>(to)->append(bytes, count);
    return count;
  }

  CURL* easy_;
  std::string seen_;
};

class ReplayedLibcurl : public testing::Test {
protected:
  void SetUp() override { NEEDS_PROGRAM("nginx"); }
};

TEST_F(ReplayedLibcurl, Gets) {
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    Transfer transfer(scene.deck, scene.https + "/cookies");
    EXPECT_THAT(transfer.run(), AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), EndsWith("two cookies\n")));
    transfer.set(CURLOPT_URL, (scene.http + "/hello.txt").c_str());
    return transfer.run();
  });
}

struct Upload {
  std::string bytes;
  std::size_t sent = 0;

  static std::size_t read(char* into, std::size_t, std::size_t count, void* from) {
    auto& upload = *static_cast<Upload*>(from);
    const auto piece = upload.bytes.substr(upload.sent, std::min<std::size_t>(count, 1000));
    std::copy(piece.begin(), piece.end(), into);
    upload.sent += piece.size();
    return piece.size();
  }
};

TEST_F(ReplayedLibcurl, SendsWhatACallbackReads) {
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    Upload upload{std::string(10'000, 'u')};
    Transfer transfer(scene.deck, scene.https + "/put/a");
    transfer.set(CURLOPT_UPLOAD, 1L);
    transfer.set(CURLOPT_READFUNCTION, &Upload::read);
    transfer.set(CURLOPT_READDATA, &upload);
    auto seen = transfer.run();
    EXPECT_THAT(seen, HasSubstr("HTTP/1.1 201 Created\r\n"));
    EXPECT_THAT(scene.deck, Received(1, HasHeader("Transfer-Encoding", "chunked") && HasBody(upload.bytes)));
    return seen;
  });
}

TEST_F(ReplayedLibcurl, HasSixteenTransfersAtOnce) {
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    std::vector<std::unique_ptr<Transfer>> transfers;
    CURLM* multi = curl_multi_init();
    for (int i = 0; i < 16; ++i) {
      const auto& base = i % 2 == 0 ? scene.http : scene.https;
      transfers.push_back(std::make_unique<Transfer>(scene.deck, base + "/method?" + std::to_string(i)));
      curl_multi_add_handle(multi, transfers.back()->easy());
    }
    int running = 1;
    while (running > 0 && curl_multi_perform(multi, &running) == CURLM_OK) {
      if (running > 0) curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
    }
    std::string seen;
    for (int i = 0; i < 16; ++i) {
      EXPECT_THAT(transfers[i]->seen(), EndsWith("GET /method?" + std::to_string(i) + " \n"));
      curl_multi_remove_handle(multi, transfers[i]->easy());
      seen += transfers[i]->seen();
    }
    curl_multi_cleanup(multi);
    EXPECT_THAT(scene.deck, Received(16, HasPath("/method")));
    return seen;
  });
}

TEST(Libcurl, IsLetGoInTheMiddleOfDownloadsOverTls) {
  Deck deck;
  deck.when(AnyRequest()).answer(200, std::string(8'000'000, 'x'));
  std::vector<std::unique_ptr<Transfer>> transfers;
  CURLM* multi = curl_multi_init();
  for (int i = 0; i < 8; ++i) {
    transfers.push_back(std::make_unique<Transfer>(deck, "https://o.test/" + std::to_string(i)));
    transfers.back()->set(
        CURLOPT_WRITEFUNCTION,
        +[](char*, std::size_t, std::size_t, void*) -> std::size_t { return CURL_WRITEFUNC_PAUSE; });
    curl_multi_add_handle(multi, transfers.back()->easy());
  }
  const auto has_begun = [](const auto& transfer) { return transfer->seen().ends_with("\r\n\r\n"); };
  int running = 1;
  while (running > 0 && !std::all_of(transfers.begin(), transfers.end(), has_begun)) {
    curl_multi_perform(multi, &running);
    curl_multi_poll(multi, nullptr, 0, 100, nullptr);
  }
  EXPECT_EQ(running, 8);
  EXPECT_LT(time_of([&] { deck.stop(); }), soon);
  for (const auto& transfer : transfers) curl_multi_remove_handle(multi, transfer->easy());
  transfers.clear();
  curl_multi_cleanup(multi);
}

TEST(Libcurl, GetsByTlsFromAHundredDecksThatGiveBackWhatTheyTake) {
  const auto cycle = [] {
    Deck deck;
    deck.when(AnyRequest()).answer(200, std::string(50'000, 'x'));
    EXPECT_THAT(Transfer(deck, "https://o.test/").run(), StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(deck.stop(), testing::IsEmpty());
  };
  for (int i = 0; i < 20; ++i) cycle();
  const auto descriptors = open_descriptors();
  const auto threads = count_threads();
  const auto memory = resident_kib();
  for (int i = 0; i < 100; ++i) cycle();
  EXPECT_EQ(open_descriptors(), descriptors);
  expect_threads(threads);
  if (!is_sanitized) {
    EXPECT_LT(resident_kib(), memory + 2048);
  }
}

}  // namespace
}  // namespace wiretape
