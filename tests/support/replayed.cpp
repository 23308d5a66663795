// SPDX-License-Identifier: MIT
#include "support/replayed.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace wiretape::support {

namespace {

namespace fs = std::filesystem;

// What the second half knows of the first.
struct Recorded {
  std::string http, https, seen;
};

// The directory of the running test: in a place that outlives it, or its own.
class Tapes {
public:
  Tapes() {
    const char* place = std::getenv("WIRETAPE_E2E_TAPES");
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    const auto root = place != nullptr ? fs::path(place) : fs::path(own_.path());
    dir_ = root / cassette_name(test->test_suite_name(), test->name());
    fs::create_directories(dir_);
  }

  [[nodiscard]] std::string path() const { return dir_.string(); }
  void keep(const Recorded& recorded) const {
    std::ofstream(dir_ / "state", std::ios::binary) << recorded.http << '\n'
                                                    << recorded.https << '\n'
                                                    << recorded.seen;
  }
  [[nodiscard]] Recorded kept() const {
    Recorded recorded;
    std::ifstream in(dir_ / "state", std::ios::binary);
    if (!in) throw std::runtime_error("not recorded: " + path());
    std::getline(in, recorded.http);
    std::getline(in, recorded.https);
    recorded.seen.assign(std::istreambuf_iterator<char>(in), {});
    return recorded;
  }

private:
  TempDirectory own_;
  fs::path dir_;
};

bool runs(const char* phase) {
  const char* wanted = std::getenv("WIRETAPE_E2E_PHASE");
  return wanted == nullptr || wanted == std::string(phase);
}

std::string log_of(const Origin& origin) {
  std::ifstream in(origin.log_file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The journal, when each of its requests has come to its end.
std::vector<JournalEntry> settled_journal(const Deck& deck) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (true) {
    auto entries = deck.journal();
    std::ptrdiff_t open = 0;
    for (const auto& entry : entries) {
      if (entry.kind == JournalKind::request) ++open;
      if (entry.kind == JournalKind::answered || entry.kind == JournalKind::aborted) --open;
    }
    if (open == 0 || std::chrono::steady_clock::now() > until) return entries;
    std::this_thread::yield();
  }
}

void expect_answers_from(AnswerSource source, const Deck& deck) {
  for (const auto& entry : settled_journal(deck)) {
    if (entry.kind != JournalKind::answered) continue;
    EXPECT_EQ(entry.source, source) << entry.text;
  }
}

std::string show(const std::vector<Finding>& findings) {
  std::string text;
  for (const auto& finding : findings) text += finding.message + '\n';
  return text;
}

std::string take(const Tapes& tapes, DeckOptions options, RecordMode mode, const Recorded& from,
                 const std::function<std::string(const Scene&)>& client) {
  const bool is_recording = mode == RecordMode::once;
  SCOPED_TRACE(is_recording ? "recording" : "replaying");
  options.cassette_dir = tapes.path();
  if (options.cassette.empty()) options.cassette = "tape";
  options.mode = mode;
  Deck deck(std::move(options));
  if (!is_recording) note_port(deck);
  auto seen = client(Scene{deck, from.http, from.https, is_recording});
  expect_answers_from(is_recording ? AnswerSource::origin : AnswerSource::cassette, deck);
  EXPECT_EQ(show(deck.stop()), "");
  return seen;
}

}  // namespace

std::vector<std::shared_ptr<const Interaction>> answered(const Deck& deck) {
  std::vector<std::shared_ptr<const Interaction>> out;
  for (const auto& entry : settled_journal(deck)) {
    if (entry.kind == JournalKind::answered) out.push_back(entry.interaction);
  }
  return out;
}

void note_port(const Deck& deck) {
  const char* place = std::getenv("WIRETAPE_E2E_TAPES");
  if (place != nullptr) std::ofstream(fs::path(place) / "ports", std::ios::app) << deck.port() << '\n';
}

void record_and_replay(const std::function<std::unique_ptr<Origin>()>& make_origin,
                       const std::function<std::string(const Scene&)>& client, DeckOptions options) {
  const Tapes tapes;
  const auto reverse = options.reverse_origin;
  const auto in_reverse = [&](const Recorded& from) {
    if (reverse == "http") options.reverse_origin = from.http;
    if (reverse == "https") options.reverse_origin = from.https;
  };
  if (runs("record")) {
    const auto origin = make_origin();
    Recorded recorded{origin->http, origin->https, {}};
    in_reverse(recorded);
    options.origin_ca_file = origin->ca_file;
    recorded.seen = take(tapes, options, RecordMode::once, recorded, client);
    if (testing::Test::HasFailure()) ADD_FAILURE() << "the origin's log:\n" << log_of(*origin);
    options.origin_ca_file.clear();
    tapes.keep(recorded);
  }
  if (testing::Test::HasFailure() || !runs("replay")) return;
  const auto recorded = tapes.kept();
  in_reverse(recorded);
  EXPECT_EQ(take(tapes, options, RecordMode::none, recorded, client), recorded.seen);
}

}  // namespace wiretape::support
