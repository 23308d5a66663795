// SPDX-License-Identifier: MIT
// Cassettes for tests that play what nobody recorded.
#pragma once

#include <wiretape/deck.hpp>

#include <string>
#include <utility>
#include <vector>

#include "support/tcp.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::support {

inline Interaction interaction(const std::string& url, std::string body) {
  Interaction made;
  made.request.url = Url::parse(url);
  made.request.headers.add("Host", made.request.url.authority());
  Response response;
  response.headers.add("Content-Length", std::to_string(body.size()));
  response.framing = Framing::content_length;
  response.body.bytes = std::move(body);
  made.outcome = std::move(response);
  made.recorded_at = "2026-11-24T04:13:45Z";
  return made;
}

// Puts a cassette into `dir` and says how to play it.
inline DeckOptions playing(const TempDirectory& dir, std::vector<Interaction> interactions) {
  Cassette cassette;
  cassette.header.recorded_by = "a test";
  cassette.header.recorded_at = "2026-11-24T04:13:45Z";
  cassette.interactions = std::move(interactions);
  write_cassette(cassette, dir.path("tape.yaml"));
  DeckOptions options;
  options.cassette = "tape";
  options.cassette_dir = dir.path();
  options.mode = RecordMode::none;
  return options;
}

// Of a deck whose cassette is tape.yaml in `dir`.
inline DeckOptions taped(const TempDirectory& dir, RecordMode mode) {
  DeckOptions options;
  options.cassette = "tape";
  options.cassette_dir = dir.path();
  options.mode = mode;
  return options;
}

// A line each.
inline std::string notices(const Deck& deck) {
  std::string all;
  for (const auto& entry : deck.journal()) {
    if (entry.kind == JournalKind::notice) all += entry.text + '\n';
  }
  return all;
}

// What a client of a proxy sends.
inline std::string get_request(const std::string& url, const std::string& fields = "") {
  return "GET " + url + " HTTP/1.1\r\nHost: " + Url::parse(url).authority() + "\r\n" + fields + "\r\n";
}

// The whole answer to a GET of `url` by a client of the deck that asks once.
inline std::string get_once(const Deck& deck, const std::string& url) {
  auto client = Connection::to(deck.port());
  client.send(get_request(url, "Connection: close\r\n"));
  return client.read_to_end();
}

}  // namespace wiretape::support
