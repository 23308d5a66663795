// SPDX-License-Identifier: MIT
// An answer through the filters of a rule's actions, step by step, with a clock that a test moves.
#pragma once

#include <gtest/gtest.h>

#include <asio/io_context.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "proxy/bent_source.hpp"
#include "proxy/recorded_source.hpp"
#include "support/coroutines.hpp"
#include "support/manual_timers.hpp"

namespace wiretape::proxy {

inline std::string text_of(const Step& step) {
  struct Words {
    std::string operator()(const http::RequestHead&) const { return "request"; }
    std::string operator()(const http::ResponseHead& head) const {
      auto text = std::to_string(head.response.status);
      for (const auto& field : head.response.headers) text += ' ' + field.name + '=' + field.value;
      return text;
    }
    std::string operator()(const http::InterimHead& head) const {
      return std::to_string(head.interim.status);
    }
    std::string operator()(const http::ChunkStart& chunk) const {
      return "chunk " + std::to_string(chunk.size);
    }
    std::string operator()(const http::Data& data) const { return '"' + data.bytes + '"'; }
    std::string operator()(const http::Trailers&) const { return "trailers"; }
    std::string operator()(const http::End&) const { return "end"; }
  };
  if (const auto* event = std::get_if<http::Event>(&step)) return std::visit(Words(), *event);
  if (const auto* raw = std::get_if<Raw>(&step)) return "raw " + raw->bytes;
  return std::string(to_string(std::get<TransportError>(step).kind));
}

class Bent : public testing::Test {
protected:
  static Response with_length(std::string body) {
    Response response;
    response.headers = {{"Content-Length", std::to_string(body.size())}};
    response.framing = Framing::content_length;
    response.body.bytes = std::move(body);
    return response;
  }
  static Response in_chunks(std::vector<std::string> chunks) {
    Response response;
    response.headers = {{"Transfer-Encoding", "chunked"}};
    response.framing = Framing::chunked;
    for (const auto& chunk : chunks) {
      response.chunks.push_back({chunk.size()});
      response.body.bytes += chunk;
    }
    return response;
  }

  // Every step, behind a line "10 ms" where time passed before it. "silence" where nothing more comes until
  // the client leaves.
  std::vector<std::string> play(Outcome outcome, const std::vector<Action>& actions,
                                std::chrono::milliseconds recorded = {}, std::uint64_t seed = 1) {
    auto interaction = std::make_shared<Interaction>();
    interaction->outcome = std::move(outcome);
    RecordedSource source(interaction);
    policy::Bend bend;
    for (const auto& action : actions) bend.steps.push_back({action, seed});
    bool is_silent = false;
    BentSource bent(source, context_.get_executor(), timers_, bend, recorded,
                    [&is_silent]() -> io::Task<void> {
                      is_silent = true;
                      co_return;
                    });
    std::vector<std::string> seen;
    for (int turn = 0; turn < 10'000; ++turn) {
      while (auto step = bent.poll()) {
        seen.push_back(text_of(*step));
        if (seen.back() == "end" || std::holds_alternative<TransportError>(*step)) return seen;
      }
      const io::Started<bool> waiting(context_, wait_for(bent));
      io::settle(context_);
      std::chrono::milliseconds waited{0};
      for (; !waiting.has_ended() && waited < std::chrono::hours(1); waited += std::chrono::milliseconds(1)) {
        timers_.advance(std::chrono::milliseconds(1));
      }
      if (waited.count() > 0) seen.push_back(std::to_string(waited.count()) + " ms");
      if (std::exchange(is_silent, false)) seen.emplace_back("silence");
    }
    ADD_FAILURE() << "it has no end";
    return seen;
  }

  static io::Task<bool> wait_for(Source& source) {
    co_await source.wait();
    co_return true;
  }

  asio::io_context context_;
  io::ManualTimers timers_{context_};
};

}  // namespace wiretape::proxy
