// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "sweep/behaviour.hpp"
#include "sweep/broken_pipe.hpp"
#include "sweep/plan.hpp"
#include "sweep/stack.hpp"
#include "sweep/watch.hpp"

namespace wiretape {

namespace {

DeckOptions options_of(const SweepCase& what) {
  const auto& path = what.cassette();
  if (what.plan().is_unreadable) static_cast<void>(read_cassette(path));  // throws what is wrong with it
  const auto slash = path.rfind('/');
  const bool has_directory = slash != std::string::npos;
  auto options = what.plan().options->deck;
  options.cassette_dir = has_directory ? path.substr(0, slash + 1) : ".";
  options.cassette = has_directory ? path.substr(slash + 1) : path;
  options.mode = RecordMode::none;
  options.repeats = Repeats::last;  // for what asks again
  options.allows_unused_interactions = true;
  return options;
}

// Requests that got no answer yet.
std::string awaited_in(const Deck& deck) {
  std::vector<std::shared_ptr<const Interaction>> open;
  const auto journal = deck.journal();
  for (const auto& entry : journal) {
    if (entry.kind == JournalKind::request) open.push_back(entry.interaction);
    const bool is_end = entry.kind == JournalKind::answered || entry.kind == JournalKind::aborted;
    if (!is_end || !entry.interaction || open.empty()) continue;
    const auto& url = entry.interaction->request.url;
    const auto of = std::find_if(open.begin(), open.end(), [&](const auto& request) {
      return request->request.url == url && request->request.method == entry.interaction->request.method;
    });
    if (of != open.end()) open.erase(of);
  }
  std::string text;
  for (const auto& request : open)
    text += "    the answer to " + request->request.method + ' ' + request->request.url.str() + '\n';
  return text.empty() ? "    no answer: every request that came was answered\n" : text;
}

// What the test must hear, whatever was bent.
std::string told_by(const std::vector<Finding>& findings, SweepGroup group) {
  std::string text;
  for (const auto& [kind, message] : findings) {
    const bool is_of_our_own = kind == FindingKind::internal_error ||
                               kind == FindingKind::cassette_unreadable ||
                               kind == FindingKind::cassette_missing;
    if (group == SweepGroup::recorded || is_of_our_own) text += message + '\n';
  }
  return text;
}

bool was_asked(const Deck& deck, const std::string& host) {
  const auto requests = deck.requests();
  return std::any_of(requests.begin(), requests.end(),
                     [&](const Request& request) { return request.url.host == host; });
}

}  // namespace

struct SweepDeck::State {
  SweepCase what;
  std::optional<RuleBuilder> rule = {};
  std::vector<std::string> notices = {};
  std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();
  pthread_t thread = pthread_self();
  // The watch's thread writes them before it stops the deck; finish() reads them behind the watch's end.
  std::string hang = {};
  std::vector<Finding> findings = {};
  int acted = 0;
  std::unique_ptr<sweep::Watch> watch = {};
  std::unique_ptr<sweep::BrokenPipe> pipe = std::make_unique<sweep::BrokenPipe>();

  void stop(Deck& deck) {
    if (rule) acted = rule->acted();
    findings = deck.stop();
  }
  [[nodiscard]] bool is_unnoticed(const sweep::Behaviour& behaviour) const {
    const auto& plan = what.plan();
    if (!plan.bend || !notices.empty() || !plan.may_go_unnoticed) return false;
    const auto baseline = sweep::find_baseline(plan.cassette);
    return behaviour == *(baseline ? baseline : plan.recorded);
  }
  // Why it failed, in several lines; empty where it did not.
  [[nodiscard]] std::string failure(const Deck& deck, bool has_failed, const std::string& why) const {
    const auto& plan = what.plan();
    const auto told = told_by(findings, plan.group);
    if (has_failed || !told.empty()) return told + why;
    if (pipe->was_raised()) {
      return "it wrote to a broken connection, and SIGPIPE would have ended the program\n  next: ignore the "
             "signal where the program begins:  std::signal(SIGPIPE, SIG_IGN)\n";
    }
    if (!plan.refused_host.empty() && was_asked(deck, plan.refused_host)) {
      return "it took the certificate, and sent its request\n  next: verify the server's certificate; or "
             "leave SweepGroup::tls out\n";
    }
    return {};
  }
};

SweepDeck::SweepDeck(SweepCase what)
    : Deck(options_of(what)), state_(std::make_unique<State>(State{std::move(what)})) {
  const auto& plan = state_->what.plan();
  if (plan.bend) state_->rule = plan.bend(*this);
  const auto limit = plan.options->limit;
  const auto late = [this, limit] {
    auto stack = sweep::stack_of(state_->thread);
    state_->hang =
        "it did not end within " + std::to_string(limit.count()) + " ms\n  it waited for:\n" +
        awaited_in(*this) + (stack.empty() ? "" : "  where it was:\n" + std::move(stack)) +
        "  next: give the client a time-out; or raise SweepOptions::limit where it only takes long\n";
    state_->stop(*this);
  };
  const auto lost = [this] {
    std::fprintf(stderr, "wiretape: %s hangs, also after its deck has stopped: %s",
                 state_->what.name().c_str(), state_->hang.c_str());
    std::abort();
  };
  state_->watch = std::make_unique<sweep::Watch>(limit, late, lost);
}

SweepDeck::~SweepDeck() {
  if (state_->watch) state_->watch->end();
}

const SweepCase& SweepDeck::sweep_case() const { return state_->what; }

void SweepDeck::noticed(std::string how) { state_->notices.push_back(std::move(how)); }

SweepResult SweepDeck::finish(bool has_failed, std::string why) {
  state_->watch->end();
  SweepResult result{state_->what};
  result.took =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - state_->begun);
  const bool has_hung = !state_->hang.empty();
  if (!has_hung) state_->stop(*this);
  result.note = has_hung ? state_->hang : state_->failure(*this, has_failed, why);
  state_->pipe.reset();

  const auto& plan = state_->what.plan();
  const auto behaviour = sweep::behaviour_of(*this);
  if (has_hung) {
    result.outcome = SweepOutcome::hung;
  } else if (has_failed || !result.note.empty()) {
    result.outcome = SweepOutcome::failed;
  } else if (plan.bend && state_->acted == 0) {
    result.outcome = SweepOutcome::not_met;
  } else if (state_->is_unnoticed(behaviour)) {
    result.outcome = SweepOutcome::unnoticed;
  }
  for (const auto& notice : state_->notices) result.note += (result.note.empty() ? "" : "\n") + notice;
  if (plan.group == SweepGroup::recorded && result.outcome == SweepOutcome::survived)
    sweep::keep_baseline(plan.cassette, behaviour);
  return result;
}

}  // namespace wiretape
