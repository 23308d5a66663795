// SPDX-License-Identifier: MIT
// What a test makes by chance when it records comes back when it plays.
#include <gmock/gmock.h>

#include "support/curl_tool.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::HasSubstr;
using testing::IsEmpty;

struct Variables : testing::TestWithParam<const char*> {
  DeckOptions options(RecordMode mode) const {
    DeckOptions options;
    options.cassette = GetParam();
    options.cassette_dir = dir.path();
    options.mode = mode;
    return options;
  }
  // Each time another number, as chance would have it.
  std::string order(Deck& deck) {
    return deck.variable("order_id", [this] { return "order-" + std::to_string(++made); });
  }
  void place_order(Deck& deck, const std::string& url) {
    const auto id = order(deck);
    EXPECT_EQ(order(deck), id) << "the same within a test";
    EXPECT_EQ(run_curl(deck, {url + "/orders", "-H", "Content-Type: application/json", "-d",
                              "{\"id\": \"" + id + "\"}"})
                  .out,
              "done");
  }

  TempDirectory dir;
  int made = 0;
};

TEST_P(Variables, ComeBackWhenTheyArePlayed) {
  std::string url;
  {
    const RawOrigin origin(always(ok_answer("done", "Connection: close\r\n")));
    url = origin.http;
    Deck deck(options(RecordMode::once));
    place_order(deck, url);
    EXPECT_THAT(deck.stop(), IsEmpty());
    {
      auto more = options(RecordMode::new_episodes);
      more.allows_unused_interactions = true;
      Deck again(more);
      EXPECT_EQ(order(again), "order-1");
      EXPECT_EQ(again.variable("other", [] { return std::string("second: \n"); }), "second: \n");
      run_curl(again, {url + "/more"});
      EXPECT_THAT(again.stop(), IsEmpty());
    }
  }
  EXPECT_EQ(made, 1);
  const auto header = read_cassette(dir.path(GetParam())).header;
  EXPECT_THAT(header.variables, testing::ElementsAre(testing::Pair("order_id", "order-1"),
                                                     testing::Pair("other", "second: \n")));
  auto play = options(RecordMode::none);
  play.allows_unused_interactions = true;
  Deck deck(play);
  place_order(deck, url);
  EXPECT_EQ(made, 1) << "nothing is made anew";
  EXPECT_THAT(
      [&] { static_cast<void>(deck.variable("never", [] { return std::string(); })); },
      testing::ThrowsMessage<CassetteError>(HasSubstr("has no variable 'never'\n  next: record it anew")));
  EXPECT_THROW(static_cast<void>(deck.variable("a b", [] { return std::string(); })), std::invalid_argument);
  EXPECT_THAT(deck.stop(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(In, Variables, testing::Values("tape.yaml", "tape.json"),
                         [](const auto& given) { return std::string(given.param).substr(5); });

}  // namespace
}  // namespace wiretape
