// SPDX-License-Identifier: MIT
#include "proxy/recorded_source.hpp"

#include <gmock/gmock.h>

namespace wiretape::proxy {
namespace {

using testing::ElementsAre;

struct Name {
  std::string operator()(const http::InterimHead& head) const {
    return "interim " + std::to_string(head.interim.status);
  }
  std::string operator()(const http::ResponseHead& head) const {
    return "head " + std::to_string(head.response.status) + (head.keeps_alive ? "" : " last");
  }
  std::string operator()(const http::ChunkStart& chunk) const {
    return "chunk " + std::to_string(chunk.size);
  }
  std::string operator()(const http::Data& data) const { return "data " + data.bytes; }
  std::string operator()(const http::Trailers& trailers) const {
    return "trailers " + std::to_string(trailers.fields.size());
  }
  std::string operator()(const http::End&) const { return "end"; }
  std::string operator()(const http::RequestHead&) const { return "request"; }
};

std::vector<std::string> steps_of(Outcome outcome) {
  auto interaction = std::make_shared<Interaction>();
  interaction->outcome = std::move(outcome);
  RecordedSource source(interaction);
  std::vector<std::string> names;
  while (true) {
    const auto step = source.poll();
    if (const auto* error = std::get_if<TransportError>(&*step)) {
      names.push_back("failure " + std::string(to_string(error->kind)));
      return names;
    }
    names.push_back(std::visit(Name{}, std::get<http::Event>(*step)));
    if (names.back() == "end") return names;
  }
}

TEST(RecordedSource, PlaysAllThatAResponseWasMadeOf) {
  Response response;
  response.interim = {Interim{103, "Early Hints"}, Interim{100, "Continue"}};
  response.framing = Framing::chunked;
  response.body.bytes = "hello";
  response.chunks = {{2, ""}, {3, ""}};
  response.trailers = {{"X-Sum", "1"}};
  EXPECT_THAT(steps_of(response), ElementsAre("interim 103", "interim 100", "head 200", "chunk 2", "data he",
                                              "chunk 3", "data llo", "trailers 1", "end"));
}

TEST(RecordedSource, PlaysAResponseWithoutABody) {
  Response response;
  response.status = 204;
  response.headers.add("Connection", "close");
  EXPECT_THAT(steps_of(response), ElementsAre("head 204 last", "end"));
}

TEST(RecordedSource, PlaysAFailureBeforeAnyByte) {
  EXPECT_THAT(steps_of(TransportError{TransportErrorKind::refused, "", {}}), ElementsAre("failure refused"));
}

TEST(RecordedSource, PlaysAFailureInTheMiddleOfABody) {
  Response partial;
  partial.framing = Framing::content_length;
  partial.body.bytes = "hal";
  EXPECT_THAT(steps_of(TransportError{TransportErrorKind::reset, "", partial}),
              ElementsAre("head 200", "data hal", "failure reset"));
}

}  // namespace
}  // namespace wiretape::proxy
