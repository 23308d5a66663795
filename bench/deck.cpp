// SPDX-License-Identifier: MIT
// A deck that plays COUNT recordings each of one GET over HTTP and over HTTPS: each once, or, where COUNT is
// 1, again and again.
// usage: bench_deck CASSETTE_DIR COUNT. Prints its port; ends when its standard input does.
#include <cstdio>
#include <cstdlib>

#include <wiretape/wiretape.hpp>

namespace {

wiretape::Interaction today(const char* url) {
  wiretape::Interaction interaction;
  interaction.request.url = wiretape::Url::parse(url);
  interaction.request.headers = {{"Host", "bench.test"}, {"Accept", "*/*"}};
  wiretape::Response response;
  response.headers = {{"Content-Type", "application/json"}, {"Content-Length", "27"}};
  response.framing = wiretape::Framing::content_length;
  response.body.bytes = R"({"city":"Oslo","celsius":-3})";
  interaction.outcome = response;
  interaction.recorded_at = "2026-11-24T00:00:00Z";
  return interaction;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::string dir = argv[1];
  wiretape::Cassette cassette;
  cassette.header.recorded_by = "bench";
  cassette.header.recorded_at = "2026-11-24T00:00:00Z";
  for (const auto* url : {"http://bench.test/today", "https://bench.test/today"}) {
    cassette.interactions.insert(cassette.interactions.end(), static_cast<std::size_t>(std::atoi(argv[2])),
                                 today(url));
  }
  wiretape::write_cassette(cassette, dir + "/bench.yaml");

  wiretape::DeckOptions options;
  options.cassette_dir = dir;
  options.cassette = "bench.yaml";
  options.mode = wiretape::RecordMode::none;
  options.repeats = cassette.interactions.size() == 2 ? wiretape::Repeats::free : wiretape::Repeats::none;
  const wiretape::Deck deck(options);
  std::printf("%d\n", deck.port());
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  return 0;
}
