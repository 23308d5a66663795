// SPDX-License-Identifier: MIT
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <optional>

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
  auto options = what.plan().options.deck;
  options.cassette_dir = has_directory ? path.substr(0, slash + 1) : ".";
  options.cassette = has_directory ? path.substr(slash + 1) : path;
  options.mode = RecordMode::none;
  options.repeats = Repeats::last;  // for what asks again
  options.allows_unused_interactions = true;
  return options;
}

// How the code behaves, as a deck sees it.
struct Behaviour {
  std::vector<std::string> requests;
  std::vector<std::string> messages;

  friend bool operator==(const Behaviour&, const Behaviour&) = default;
};

Behaviour behaviour_of(const Deck& deck) {
  Behaviour out;
  for (const auto& request : deck.requests())
    out.requests.push_back(request.method + ' ' + request.url.str());
  for (const auto& message : deck.messages()) out.messages.push_back(message.payload);
  // Threads of the code under test may be in any order.
  std::sort(out.requests.begin(), out.requests.end());
  std::sort(out.messages.begin(), out.messages.end());
  return out;
}

// Of the case AsRecorded of each cassette, where it was run in this process.
class Baselines {
public:
  void keep(const std::string& cassette, Behaviour behaviour) {
    const std::lock_guard lock(mutex_);
    known_[cassette] = std::move(behaviour);
  }
  std::optional<Behaviour> find(const std::string& cassette) {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(cassette);
    return found == known_.end() ? std::nullopt : std::optional(found->second);
  }

private:
  std::mutex mutex_;
  std::map<std::string, Behaviour> known_;
};

Baselines& baselines() {
  static Baselines of_process;
  return of_process;
}

// What each request in the cassette would be.
std::optional<Behaviour> recorded_behaviour(const SweepCase& what) {
  if (auto known = baselines().find(what.cassette())) return known;
  Behaviour out;
  try {
    const auto cassette = read_cassette(what.cassette());
    for (const auto& interaction : cassette.interactions) {
      out.requests.push_back(interaction.request.method + ' ' + interaction.request.url.str());
      if (!interaction.conversation) continue;
      for (const auto& message : interaction.conversation->messages) {
        if (message.from == WebSocketSender::client && message.is_data())
          out.messages.push_back(message.payload);
      }
    }
  } catch (const CassetteError&) {
    return std::nullopt;
  }
  std::sort(out.requests.begin(), out.requests.end());
  std::sort(out.messages.begin(), out.messages.end());
  return out;
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

bool is_of_our_own(FindingKind kind) {
  return kind == FindingKind::internal_error || kind == FindingKind::cassette_unreadable ||
         kind == FindingKind::cassette_missing;
}

}  // namespace

struct SweepDeck::State {
  SweepCase what;
  std::vector<RuleBuilder> rules = {};
  std::vector<std::string> notices = {};
  std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();
  pthread_t thread = pthread_self();
  // The watch's thread writes them before it stops the deck; finish() reads them behind the watch's end.
  std::string hang = {};
  std::vector<Finding> findings = {};
  int acted = 0;
  std::unique_ptr<sweep::Watch> watch = {};
  std::unique_ptr<sweep::BrokenPipe> pipe = std::make_unique<sweep::BrokenPipe>();
};

SweepDeck::SweepDeck(SweepCase what)
    : Deck(options_of(what)), state_(std::make_unique<State>(State{std::move(what)})) {
  const auto& plan = state_->what.plan();
  if (plan.bend) state_->rules = plan.bend(*this);
  const auto limit = plan.options.limit;
  const auto late = [this, limit] {
    auto stack = sweep::stack_of(state_->thread);
    state_->hang =
        "it did not end within " + std::to_string(limit.count()) + " ms\n  it waited for:\n" +
        awaited_in(*this) + (stack.empty() ? "" : "  where it was:\n" + std::move(stack)) +
        "  next: give the client a time-out; or raise SweepOptions::limit where it only takes long\n";
    for (const auto& rule : state_->rules) state_->acted += rule.acted();
    state_->findings = stop();
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
  const auto& plan = state_->what.plan();
  SweepResult result{state_->what};
  result.took =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - state_->begun);
  if (state_->hang.empty()) {
    for (const auto& rule : state_->rules) state_->acted += rule.acted();
    state_->findings = stop();
  }
  const auto requests = this->requests();
  const bool has_taken_what_it_must_not =
      !plan.refused_host.empty() &&
      std::any_of(requests.begin(), requests.end(),
                  [&](const Request& request) { return request.url.host == plan.refused_host; });
  std::string of_our_own;
  for (const auto& finding : state_->findings) {
    const bool counts = plan.group == SweepGroup::recorded || is_of_our_own(finding.kind);
    if (counts) of_our_own += finding.message + '\n';
  }

  const bool has_raised_a_signal = state_->pipe->was_raised();
  state_->pipe.reset();

  if (!state_->hang.empty()) {
    result.outcome = SweepOutcome::hung;
    result.note = state_->hang;
  } else if (has_failed || !of_our_own.empty()) {
    result.outcome = SweepOutcome::failed;
    result.note = of_our_own + std::move(why);
  } else if (has_raised_a_signal) {
    result.outcome = SweepOutcome::failed;
    result.note =
        "it wrote to a broken connection, and SIGPIPE would have ended the program\n  next: ignore the "
        "signal where the program begins:  std::signal(SIGPIPE, SIG_IGN)\n";
  } else if (has_taken_what_it_must_not) {
    result.outcome = SweepOutcome::failed;
    result.note =
        "it took the certificate, and sent its request\n  next: verify the server's certificate; or "
        "leave SweepGroup::tls out\n";
  } else if (plan.bend && state_->acted == 0) {
    result.outcome = SweepOutcome::not_met;
  } else if (plan.bend && state_->notices.empty() && plan.may_go_unnoticed &&
             behaviour_of(*this) == recorded_behaviour(state_->what)) {
    result.outcome = SweepOutcome::unnoticed;
  }
  for (const auto& notice : state_->notices) result.note += (result.note.empty() ? "" : "\n") + notice;
  if (plan.group == SweepGroup::recorded && result.outcome == SweepOutcome::survived)
    baselines().keep(plan.cassette, behaviour_of(*this));
  return result;
}

}  // namespace wiretape
