// SPDX-License-Identifier: MIT
// The same service through libcurl. Deck::configure sets the handle's proxy and authority; Wiretape needs
// no header of libcurl for it.
#include <curl/curl.h>
#include <gmock/gmock.h>

#include <memory>
#include <wiretape/gtest.hpp>

using namespace wiretape;
using testing::HasSubstr;

namespace {

struct Answer {
  long status = 0;
  std::string body;
};

std::size_t append(char* bytes, std::size_t, std::size_t count, void* body) {
  static_cast<std::string*>(body)->append(bytes, count);
  return count;
}

Answer get(CURL* easy, const std::string& url) {
  Answer answer;
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &answer.body);
  if (const auto failed = curl_easy_perform(easy)) throw std::runtime_error(curl_easy_strerror(failed));
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

// [curl]
TEST(WeatherByCurl, ComesFromTheCassette) {
  TestDeck deck;
  const std::unique_ptr<CURL, void (*)(CURL*)> easy(curl_easy_init(), curl_easy_cleanup);
  deck.configure(easy.get());

  const auto answer = get(easy.get(), "https://api.weather.test/today?city=Oslo");

  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr("snow"));
  EXPECT_THAT(deck, Received(1, HasHost("api.weather.test") && HasQueryParam("city", "Oslo")));
}
// [/curl]

}  // namespace
