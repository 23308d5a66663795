// SPDX-License-Identifier: MIT
// Record once, and get a test of every failure for every call: the same test body, run for each recorded
// interaction and each fault. For GoogleTest: SweepOf, SweepTest and sweep() in <wiretape/gtest.hpp>.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <wiretape/deck.hpp>

namespace wiretape {

class SweepCase;

enum class SweepGroup : std::uint8_t {
  recorded,   // one case: nothing is bent, and the body must pass
  transport,  // connections that are refused, end or say no HTTP, once: what asks again gets its answer
  status,     // 4xx and 5xx, once
  slow,       // late answers, and answers bit by bit
  body,       // heads and bodies that are wrong
  tls,        // handshakes that fail, and certificates that no client should take; once for each origin
  websocket,  // messages that are lost, doubled, wrong
  json,       // what the recorded JSON suggests: members missing, null, of another type …
  retries,    // the second answer is like the first, and so is every other
  timeouts,   // the answer, or the rest of it, never comes: set the client's time-outs low
};

[[nodiscard]] std::string_view to_string(SweepGroup group);
[[nodiscard]] std::vector<SweepGroup> all_sweep_groups();

struct SweepOptions {
  std::vector<SweepGroup> groups = all_sweep_groups();
  std::function<bool(const SweepCase&)> chooses = {};  // of the cases in these groups; empty: all
  std::chrono::milliseconds limit{10'000};             // of one case; what takes longer hangs, and fails
  std::chrono::milliseconds slowness{100};             // by how much answers are late in the group `slow`
  std::size_t json_places = 40;                        // that are bent in one body
  // How the cassette is played: reverse_origin, match_on, resolve … A sweep sets cassette, mode and repeats.
  DeckOptions deck = {};
  // Where a page of HTML goes that says what came of each case. Default: WIRETAPE_SWEEP_REPORT, else none.
  std::string report = {};
};

// One fault at one interaction. A value; copies are cheap.
class SweepCase {
public:
  struct Plan;
  explicit SweepCase(std::shared_ptr<const Plan> plan) : plan_(std::move(plan)) {}

  // "Interaction3_GET_today_ResetAfterHead": letters, digits and '_', unique in its sweep.
  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] SweepGroup group() const;
  [[nodiscard]] std::size_t interaction() const;      // from 1; 0 for what concerns none
  [[nodiscard]] const std::string& request() const;   // "GET https://api.weather.test/today"
  [[nodiscard]] const std::string& fault() const;     // in words: "reset_after(0)", "/celsius is missing"
  [[nodiscard]] const std::string& cassette() const;  // its path
  [[nodiscard]] const Plan& plan() const { return *plan_; }

private:
  std::shared_ptr<const Plan> plan_;
};

void PrintTo(const SweepCase& one, std::ostream* os);  // its name

// All of them, in the order of the cassette. `cassette` is a path, or where that is no file what a deck would
// call it with its ending, "Weather/Today.yaml": in options.deck.cassette_dir, else in WIRETAPE_CASSETTE_DIR,
// else in "cassettes". A cassette that cannot be read is one case, whose deck throws CassetteError.
// WIRETAPE_SWEEP_ONLY names the one that is wanted.
[[nodiscard]] std::vector<SweepCase> sweep_cases(const std::string& cassette,
                                                 const SweepOptions& options = {});

enum class SweepOutcome : std::uint8_t {
  survived,   // the body passed, and the code behaved otherwise than without the fault, or said noticed()
  unnoticed,  // the body passed, and the code behaved as if nothing were wrong
  not_met,    // the fault had no occasion: the code never asked
  failed,
  hung,
};

[[nodiscard]] std::string_view to_string(SweepOutcome outcome);
[[nodiscard]] constexpr bool is_failure(SweepOutcome outcome) {
  return outcome == SweepOutcome::failed || outcome == SweepOutcome::hung;
}

struct SweepResult {
  SweepCase what;
  SweepOutcome outcome = SweepOutcome::survived;
  std::string note = {};  // several lines: why it failed, where it hung; what noticed() said
  std::chrono::milliseconds took{0};
};

// A deck with one fault in it, which watches over the time, and over SIGPIPE, which would end a program that
// does not ignore it. Made, used and finished by one thread, one at a time.
class SweepDeck : public Deck {
public:
  // Throws as Deck does.
  explicit SweepDeck(SweepCase what);
  ~SweepDeck();
  SweepDeck(const SweepDeck&) = delete;
  SweepDeck& operator=(const SweepDeck&) = delete;

  [[nodiscard]] const SweepCase& sweep_case() const;

  // The code under test found that something is wrong, and says so: an error code, an exception.
  void noticed(std::string how = {});
  // Runs it. An exception of std:: is a notice and no failure.
  template <class Body>
  void may_throw(Body body) {
    try {
      body();
    } catch (const std::exception& error) {
      noticed(error.what());
    }
  }

  // Stops the deck and says what came of the case. Past SweepOptions::limit the deck has stopped already, so
  // that the code's calls fail; code that goes on for the same time again ends the process (abort), with the
  // same words on stderr. Call it once.
  SweepResult finish(bool has_failed, std::string why = {});

private:
  struct State;
  std::unique_ptr<State> state_;
};

class SweepReport {
public:
  explicit SweepReport(std::string cassette) : cassette_(std::move(cassette)) {}

  void add(SweepResult result) { results_.push_back(std::move(result)); }
  [[nodiscard]] const std::vector<SweepResult>& results() const { return results_; }
  [[nodiscard]] const std::string& cassette() const { return cassette_; }
  [[nodiscard]] std::size_t count(SweepOutcome outcome) const;

  // For a terminal: counts by group, then the names of what did not survive, and how to run one alone.
  [[nodiscard]] std::string table() const;
  // A page that needs nothing else.
  [[nodiscard]] std::string html() const;
  // Writes the page where the options, or WIRETAPE_SWEEP_REPORT, want it; false: nowhere. Throws
  // std::runtime_error, "path: cause".
  bool write(const SweepOptions& options) const;

private:
  std::string cassette_;
  std::vector<SweepResult> results_;
};

}  // namespace wiretape
