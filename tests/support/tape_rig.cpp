// SPDX-License-Identifier: MIT
#include "support/tape_rig.hpp"

#include <gtest/gtest.h>

#include "io/wait.hpp"
#include "proxy/told.hpp"

namespace wiretape::proxy {

namespace {

cassette::Tape tape_of(const Cassette& cassette, cassette::SideFiles files) {
  auto tape = cassette::Tape::open(format_cassette(cassette, CassetteFormat::yaml), CassetteFormat::yaml,
                                   std::move(files));
  if (!tape) throw std::logic_error("the rig's cassette: " + tape.error().message);
  return std::move(*tape);
}

class StoppedWallClock final : public WallClock {
public:
  std::string now_rfc3339() const override { return "2026-11-24T04:13:45Z"; }
};

StoppedWallClock& stopped_wall_clock() {
  static StoppedWallClock clock;
  return clock;
}

std::optional<Url> parse_optional(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return Url::parse(text);
}

}  // namespace

struct ScriptedPeer::State {
  explicit State(asio::any_io_executor executor)
      : news(executor), scope(executor, [](const std::string& task, std::exception_ptr) {
          ADD_FAILURE() << "the scripted peer's " << task << " let an exception escape";
        }) {}

  std::deque<std::string> to_send;
  bool ends = false;
  std::string received;
  bool has_ended = false;
  std::error_code error;
  io::Event news;
  io::Scope scope;
};

namespace {

io::Task<void> receive(std::shared_ptr<io::Stream> stream, std::string& into, bool& has_ended,
                       std::error_code& error) {
  while (true) {
    const auto scratch = io::scratch();
    const io::Transfer got = co_await stream->read_some(scratch);
    if (got.count == 0) {
      has_ended = got.is_end();
      error = got.error;
      co_return;
    }
    into.append(scratch.data(), got.count);
  }
}

io::Task<void> transmit(std::shared_ptr<io::Stream> stream, std::deque<std::string>& from, bool& ends,
                        io::Event& news) {
  while (true) {
    if (!from.empty()) {
      const std::string next = std::move(from.front());
      from.pop_front();
      const std::error_code error = co_await stream->write(next);
      if (error) co_return;
    } else if (ends) {
      co_await stream->shutdown_send();
      co_return;
    } else {
      co_await news.wait();
      const auto cancellation = co_await asio::this_coro::cancellation_state;
      if (io::was_cancelled(cancellation)) co_return;
    }
  }
}

}  // namespace

ScriptedPeer::ScriptedPeer(asio::io_context& context, std::unique_ptr<io::Stream> stream)
    : context_(context), stream_(std::move(stream)), state_(std::make_shared<State>(context.get_executor())) {
  state_->scope.spawn("receiver", receive(stream_, state_->received, state_->has_ended, state_->error));
  state_->scope.spawn("sender", transmit(stream_, state_->to_send, state_->ends, state_->news));
}

ScriptedPeer::~ScriptedPeer() {
  state_->scope.cancel();
  stream_->close();
  context_.restart();
  context_.poll();
}

void ScriptedPeer::send(std::string bytes) {
  state_->to_send.push_back(std::move(bytes));
  state_->news.notify();
}

void ScriptedPeer::end() {
  state_->ends = true;
  state_->news.notify();
}

std::string ScriptedPeer::take() { return std::exchange(state_->received, {}); }
bool ScriptedPeer::has_ended() const { return state_->has_ended; }
std::error_code ScriptedPeer::error() const { return state_->error; }

io::Task<io::Connected> ScriptedConnector::connect(std::string scheme, std::string host, std::uint16_t port,
                                                   io::Timers::duration) {
  asked.push_back(scheme + "://" + host + ":" + std::to_string(port));
  io::Connected connected;
  if (failure) {
    connected.failure = *failure;
  } else {
    auto [deck_end, origin_end] = io::make_pipe(context_.get_executor(), pipe);
    origins.push_back(std::make_unique<ScriptedPeer>(context_, std::move(origin_end)));
    connected.stream = std::move(deck_end);
  }
  co_return connected;
}

TapeRig::TapeRig(RigOptions options)
    : policy(options.setup, tape_of(options.cassette, options.files)),
      shared{context.get_executor(),
             policy,
             policy::DeckFacts{options.setup.mode, options.setup.is_mode_from_code, options.setup.cassette},
             journal,
             recording,
             timers,
             connector,
             stopped_wall_clock(),
             options.limits,
             options.accepts_malformed_requests,
             parse_optional(options.reverse_origin),
             *policy::HostList::parse(options.only),
             *policy::HostList::parse(options.pass_through),
             options.credentials,
             options.speed,
             options.websocket},
      scope(context.get_executor(), escape_to(shared)) {
  auto [deck_end, client_end] = io::make_pipe(context.get_executor(), options.pipe);
  client = std::make_unique<ScriptedPeer>(context, std::move(client_end));
  scope.spawn("connection", serve_connection(shared, std::move(deck_end), 1));
}

TapeRig::~TapeRig() {
  shared.open_streams.close_all();
  scope.cancel();
  settle();
  EXPECT_EQ(scope.size(), 0U) << "the conversation did not end when it was stopped";
}

void TapeRig::settle() { timers.settle(); }
void TapeRig::advance(std::chrono::milliseconds by) { timers.advance(by); }

std::string TapeRig::say(std::string bytes) {
  client->send(std::move(bytes));
  settle();
  return client->take();
}

bool TapeRig::has_ended() const { return scope.size() == 0; }

}  // namespace wiretape::proxy
