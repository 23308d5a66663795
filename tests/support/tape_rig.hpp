// SPDX-License-Identifier: MIT
// A client and a proxied conversation on in-memory pipes, with a hand-moved clock: no socket, no thread.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "io/pipe.hpp"
#include "policy/policy.hpp"
#include "proxy/connection.hpp"
#include "proxy/context.hpp"
#include "support/manual_timers.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::proxy {

// Keeps what conversations tell.
class ToldJournal final : public policy::JournalSink {
public:
  void add(JournalEntry entry) override { entries.push_back(std::move(entry)); }
  void find(Finding finding) override { findings.push_back(std::move(finding)); }

  std::vector<JournalEntry> entries;
  std::vector<Finding> findings;
};

class KeptRecording final : public RecordingSink {
public:
  std::unique_ptr<cassette::SideFileWriter> open_side_file() override {
    return std::make_unique<cassette::SideFileWriter>(place());
  }
  bool place(Interaction& interaction, BodyFiles given) override {
    const auto name = [](Body& body, const std::unique_ptr<cassette::SideFileWriter>& file) {
      if (file) file->put_in_place(*body.large, "bin");
    };
    name(interaction.request.body, given.request);
    if (auto* response = std::get_if<Response>(&interaction.outcome)) name(response->body, given.response);
    return true;
  }
  void record(const Interaction& interaction) override { interactions.push_back(interaction); }
  [[nodiscard]] std::size_t recorded() const override { return interactions.size(); }

  [[nodiscard]] cassette::Place place() const { return {directory_.path("tape"), "tape"}; }

  std::vector<Interaction> interactions;

private:
  support::TempDirectory directory_;
};

// One end of a pipe as a script sees it: it writes, and reads what has come.
class ScriptedPeer {
public:
  ScriptedPeer(asio::io_context& context, std::unique_ptr<io::Stream> stream);
  ~ScriptedPeer();

  void send(std::string bytes);
  void end();  // in order
  void reset() { stream_->reset(); }
  [[nodiscard]] std::string take();      // what has come since the last call
  [[nodiscard]] bool has_ended() const;  // the other side ended in order
  [[nodiscard]] std::error_code error() const;

private:
  struct State;
  asio::io_context& context_;
  std::shared_ptr<io::Stream> stream_;
  std::shared_ptr<State> state_;
};

// Origins on pipes: each connect() gives the next scripted one, or the failure set.
class ScriptedConnector final : public io::Connector {
public:
  explicit ScriptedConnector(asio::io_context& context) : context_(context) {}

  io::Task<io::Connected> connect(std::string scheme, std::string host, std::uint16_t port,
                                  io::Timers::duration limit) override;

  std::vector<std::string> asked;  // "https://host:port"
  std::vector<std::unique_ptr<ScriptedPeer>> origins;
  std::optional<io::ConnectFailure> failure;
  io::PipeOptions pipe = {};

private:
  asio::io_context& context_;
};

struct RigOptions {
  policy::PolicySetup setup = {};
  Cassette cassette = {};
  cassette::SideFiles files = {};  // of its large bodies
  io::PipeOptions pipe = {};       // between client and deck; the deck's end is the first
  std::string reverse_origin = {};
  bool accepts_malformed_requests = false;
  Limits limits = {};
  std::vector<std::string> only = {}, pass_through = {};
  std::optional<Credentials> credentials = {};
  Speed speed = speed::instant;
  WebSocketOptions websocket = {};
};

class TapeRig {
public:
  explicit TapeRig(RigOptions options = {});
  ~TapeRig();

  // Runs all that is ready.
  void settle();
  void advance(std::chrono::milliseconds by);

  // Sends and gives what came back.
  std::string say(std::string bytes);
  [[nodiscard]] bool has_ended() const;  // the conversation

  asio::io_context context;
  io::ManualTimers timers{context};
  ToldJournal journal;
  KeptRecording recording;
  ScriptedConnector connector{context};
  policy::Policy policy;
  Context shared;
  io::Scope scope;
  std::unique_ptr<ScriptedPeer> client;
  bool is_done = false;
};

}  // namespace wiretape::proxy
