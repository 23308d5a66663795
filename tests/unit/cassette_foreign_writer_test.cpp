// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "cassette/foreign.hpp"
#include "support/interactions.hpp"
#include "support/played.hpp"

namespace wiretape::cassette {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Cassette two() {
  auto first = support::interaction("https://api.weather.test/today?city=Oslo", "{\"celsius\": -3}");
  first.request.headers.add("Accept", "it's");
  auto second = support::interaction("https://api.weather.test/photo", std::string("\0\1\xff", 3));
  second.request.method = "POST";
  second.request.body.bytes = "a=1";
  second.request.headers.add("Content-Length", "3");
  second.request.framing = Framing::content_length;
  return {{}, {first, second}};
}

TEST(WriteHar, IsReadAsTheSame) {
  const auto cassette = two();
  const auto har = write_har(cassette);
  EXPECT_THAT(har.lost, IsEmpty());
  const auto read = read_foreign(har.text, Foreign::har);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->cassette.interactions.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(read->cassette.interactions[i].request, cassette.interactions[i].request);
    EXPECT_EQ(read->cassette.interactions[i].outcome, cassette.interactions[i].outcome);
  }
}

TEST(WriteVcr, IsReadAsTheSame) {
  const auto cassette = two();
  const auto vcr = write_vcr(cassette);
  EXPECT_THAT(vcr.lost, IsEmpty());
  EXPECT_EQ(foreign_kind(vcr.text), Foreign::vcr);
  const auto read = read_foreign(vcr.text, Foreign::vcr);
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->cassette.interactions.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(read->cassette.interactions[i].request, cassette.interactions[i].request);
    EXPECT_EQ(read->cassette.interactions[i].outcome, cassette.interactions[i].outcome);
  }
}

TEST(WriteCurl, QuotesForAShell) {
  const auto curl = write_curl(two());
  EXPECT_THAT(
      curl.text,
      HasSubstr("curl -X 'GET' 'https://api.weather.test/today?city=Oslo' \\\n  -H 'Accept: it'\\''s'\n"));
  EXPECT_THAT(curl.text, HasSubstr("--data-raw 'a=1'\n"));
}

TEST(Writers, SayWhatTheyCannotCarry) {
  auto cassette = two();
  cassette.interactions[0].outcome = TransportError{TransportErrorKind::reset, "gone"};
  std::get<Response>(cassette.interactions[1].outcome).chunks = {{3}};
  EXPECT_THAT(
      write_vcr(cassette).lost,
      ElementsAre(HasSubstr("interaction 1, GET https://api.weather.test/today?city=Oslo: its failure"),
                  HasSubstr("interaction 2, POST https://api.weather.test/photo: where chunks were cut")));
}

TEST(Writers, TakeBytesThatAreNoUtf8) {
  auto cassette = two();
  cassette.interactions[0].request.headers.add("X-Odd", "\xff");
  std::get<Response>(cassette.interactions[0].outcome).reason = "\xfe";
  EXPECT_TRUE(read_foreign(write_vcr(cassette).text, Foreign::vcr));
  EXPECT_TRUE(read_foreign(write_har(cassette).text, Foreign::har));
}

}  // namespace
}  // namespace wiretape::cassette
