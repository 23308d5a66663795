// SPDX-License-Identifier: MIT
// Rules bend what is played or passed: deck.when(HasPath("/today")).first(1).delay(200ms).answer(503).
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <wiretape/fault.hpp>
#include <wiretape/http.hpp>
#include <wiretape/latency.hpp>
#include <wiretape/matcher.hpp>
#include <wiretape/times.hpp>
#include <wiretape/websocket.hpp>

namespace wiretape {

// What a server of the test's says to a WebSocket message, or close frame, of the client's.
using MessageCallback = std::function<std::vector<WebSocketMessage>(const WebSocketMessage&)>;

// Instead of the cassette's or the origin's: one after the other. `then` says what comes behind the last.
enum class AnswersThen : std::uint8_t {
  stay_on_last,
  cycle,         // from the first again
  fall_through,  // the rule says nothing any more
};

// Where answers wait until the test lets them go on. Thread-safe; copies of the shared pointer are the same
// gate.
class Gate {
public:
  // Waits until so many answers have come to it, in all. False when `timeout` passes first.
  bool wait_for(int answers, std::chrono::milliseconds timeout);
  [[nodiscard]] int reached() const;  // answers that have come to it so far
  // Lets all go on, also those that come later.
  void open();
  [[nodiscard]] bool is_open() const;

  // For the deck: an answer has come. `wake` is called, on any thread, when the gate is opened; at once where
  // it is open.
  void reach(std::function<void()> wake);

private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int reached_ = 0;
  bool is_open_ = false;
  std::vector<std::function<void()>> wakes_;
};

// What a rule does to an answer on its way to the client, in the order in which it was said.
struct DelayAction {
  enum class Before : std::uint8_t { head, body, each_chunk };
  Latency latency;
  Before before = Before::head;
};
struct ThrottleAction {
  std::uint64_t bytes_per_second;  // of the body
};
struct DribbleAction {
  int pieces;  // of the body, with the same time between each two
  std::chrono::milliseconds over;
};
struct SliceAction {
  std::size_t size;  // of the pieces that the body is sent in
  std::size_t variation = 0;
};
struct ChangeAction {
  std::function<void(Response&)> change;  // of the whole answer; its lengths and coding follow the body
};
struct FaultAction {
  Fault fault;
};
// One of these, drawn.
struct ChaosAction {
  std::vector<Fault> faults;
  std::vector<int> statuses;
};
struct HoldAction {
  std::shared_ptr<Gate> gate;
  std::optional<std::uint64_t> after_bytes = {};  // of the body; none: before the head
};
struct HoldMessageAction {
  std::shared_ptr<Gate> gate;
  std::uint64_t n;  // of the server's messages, from 1
};
// What it does to a request on its way in.
struct ThrottleRequestAction {
  std::uint64_t bytes_per_second;  // of its body
};
using Action = std::variant<DelayAction, ThrottleAction, DribbleAction, SliceAction, ChangeAction,
                            FaultAction, ChaosAction, HoldAction, HoldMessageAction, ThrottleRequestAction>;

// A rule in the making, and in force. Only the deck's thread touches it.
struct Rule {
  RequestMatcher which;
  std::function<bool(int n)> acts_on;  // the nth request that fits, from 1
  double probability = 1;              // of those, drawn by the deck's seed
  std::string name = {};
  std::optional<Times> expected = {};

  std::vector<std::function<Response(const Request&)>> answers = {};
  AnswersThen then = AnswersThen::stay_on_last;
  // Instead of an answer: accepts a WebSocket, and says what a callback or a script has to say.
  MessageCallback converse = {};
  std::shared_ptr<const WebSocketConversation> script = {};
  std::vector<Action> actions = {};
  std::vector<std::function<void(Request&)>> change_request = {};  // what the origin is asked

  int seen = 0, acted = 0;
  std::map<std::string, int> asked = {};  // how often each method and URL, for what is drawn
};

// Where rules live; a deck is one. Thread-safe.
class RuleHost {
public:
  virtual ~RuleHost() = default;
  virtual void add(std::shared_ptr<Rule> rule) = 0;
  virtual void remove(const Rule* rule) = 0;
  // Runs it where rules may be touched, and waits for it. Not at all when the deck has stopped.
  virtual void touch(std::function<void()> what) = 0;
};

// Says which of the matching requests, then what to do with them, one thing after the other:
// when(m).after(2).first(5).delay(200ms).fault(fault::close_after(512)) bends the third to the fifth. Rules
// are tried newest first; those that act add up until one with an answer ends the search, and what an older
// one does comes before what a newer one does. Every rule counts all requests that fit it, also those that
// another rule answers. A rule is in force from its first action on. It outlives this; a copy is the same
// rule. Throws std::invalid_argument for counts below 1, a status that is not final, negative times,
// probabilities outside 0 to 1, JSON and pointers that are none; and for a fault of the connection, or one
// while the request arrives, beside anything else.
class RuleBuilder {
public:
  // `host` outlives the builder and its copies.
  RuleBuilder(RequestMatcher which, RuleHost& host);

  RuleBuilder& first(int n);  // the first n
  RuleBuilder& nth(int n);    // the nth only
  RuleBuilder& every(int n);  // the nth, the 2nth, …
  RuleBuilder& after(int n);  // all but the first n
  RuleBuilder& with_probability(double p);

  RuleBuilder& named(std::string name);  // in the journal and in findings
  // It is a finding when the rule acted more or less often: times(2), or gmock's times(AtLeast(1)).
  RuleBuilder& times(Times expected);

  // Answers without cassette and origin; the recorded interaction is not played. Content-Length is
  // set; the reason phrase is the status's own.
  RuleBuilder& answer(int status, std::string body = {}, Headers headers = {});
  RuleBuilder& answer(Response response);  // as it stands
  RuleBuilder& answer_json(std::string json, int status = 200);
  RuleBuilder& answer_file(const std::string& path, std::string media_type, int status = 200);
  // Asks the test each time, on the deck's thread; must not call the deck.
  RuleBuilder& answer_by(std::function<Response(const Request&)> callback);
  // One after the other.
  RuleBuilder& answers(std::vector<Response> responses, AnswersThen then = AnswersThen::stay_on_last);
  // Accepts a WebSocket without cassette and origin, with the first subprotocol offered, and answers each
  // message of the client's with what `answers` gives: text_message, binary_message, close_message. It runs
  // on the deck's thread and must not call the deck.
  RuleBuilder& converse(MessageCallback answers);
  // The same by a script: what both sides say, in order, as a cassette would have it. The deck says each
  // message of the server's once the client has said those before it; what the client says otherwise is a
  // finding. See says() and hears(). `end`: who ends the connection behind the last message.
  RuleBuilder& converse(std::vector<WebSocketMessage> script, WebSocketEnd end = WebSocketEnd::open);

  // Slower.
  RuleBuilder& delay(Latency before_the_answer);
  RuleBuilder& delay_body(Latency before_the_body);
  RuleBuilder& delay_chunks(Latency before_each);
  RuleBuilder& throttle(std::uint64_t bytes_per_second);
  RuleBuilder& dribble(int pieces, std::chrono::milliseconds over);
  RuleBuilder& slice(std::size_t size, std::size_t variation = 0);
  // Reads the request's body that slowly, beyond what the sockets of both sides hold.
  RuleBuilder& throttle_request(std::uint64_t bytes_per_second);

  // Otherwise. Content-Length and content coding follow.
  RuleBuilder& set_status(int status);
  RuleBuilder& set_header(std::string name, std::string value);
  RuleBuilder& remove_header(std::string name);
  RuleBuilder& set_body(std::string body);
  RuleBuilder& replace_in_body(const std::string& regex, std::string with);  // ECMAScript; $1 in `with`
  RuleBuilder& set_json(const std::string& pointer, const std::string& json);
  RuleBuilder& remove_json(const std::string& pointer);
  RuleBuilder& append_json(const std::string& pointer, const std::string& json);  // to an array
  // On the deck's thread; must not call the deck. The body's text is in `body.decoded` where it is coded.
  RuleBuilder& change(std::function<void(Response&)> change);
  // What the origin is asked, where it is: the cassette keeps the request as the client sent it.
  RuleBuilder& change_request(std::function<void(Request&)> change);
  RuleBuilder& set_request_header(std::string name, std::string value);
  RuleBuilder& remove_request_header(std::string name);
  // Of the URL as one text, "https://api.weather.test/today?city=Oslo"; what is then no URL stays as it was.
  RuleBuilder& replace_in_url(const std::string& regex, std::string with);  // ECMAScript; $1 in `with`

  // Wrong.
  RuleBuilder& fault(Fault fault);
  RuleBuilder& one_of(std::vector<Fault> faults, std::vector<int> statuses = {});  // drawn anew each time
  RuleBuilder& truncate(std::uint64_t body_bytes);                                 // fault::close_after

  // Holds the answer before its head, or behind so many bytes of its body, until the gate is opened: makes a
  // test of a race.
  RuleBuilder& hold(std::shared_ptr<Gate> gate);
  RuleBuilder& hold_after(std::uint64_t body_bytes, std::shared_ptr<Gate> gate);
  // In a WebSocket, before the server's nth message.
  RuleBuilder& hold_message(std::uint64_t n, std::shared_ptr<Gate> gate);

  // How often it acted so far.
  [[nodiscard]] int acted() const;
  // Takes it out of force.
  void remove();

private:
  RuleBuilder& only(std::function<bool(int n)> these);
  RuleBuilder& act(Action action);
  RuleBuilder& install(std::function<void(Rule&)> amend);

  std::shared_ptr<Rule> rule_;
  RuleHost* host_;
  bool is_installed_ = false;
};

// Faults and errors here and there. What a request gets follows from the deck's seed, its method and URL, and
// how often that was asked before: not from the clock, nor from what other threads ask.
struct Chaos {
  double rate = 0.1;  // of the requests
  std::vector<Fault> faults = {fault::empty_reply(),   fault::reset(),         fault::bad_status_line(),
                               fault::close_after(16), fault::reset_after(16), fault::malformed_chunk()};
  std::vector<int> statuses = {429, 500, 502, 503, 504};
  std::optional<Latency> latency = {};  // of all answers
};

// A rule for a part of a test: removed at the end of its scope.
class [[nodiscard]] RuleGuard {
public:
  explicit RuleGuard(RuleBuilder rule) : rule_(std::move(rule)) {}
  ~RuleGuard() { rule_.remove(); }
  RuleGuard(const RuleGuard&) = delete;
  RuleGuard& operator=(const RuleGuard&) = delete;

  [[nodiscard]] int acted() const { return rule_.acted(); }

private:
  RuleBuilder rule_;
};

}  // namespace wiretape
