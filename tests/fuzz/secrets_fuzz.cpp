// SPDX-License-Identifier: MIT
// Secrets: lines with a target, a header's name and value, a Content-Type; then a body, which is the
// request's, the answer's and a message's.
#include "fuzz/fuzz.hpp"
#include "policy/xml.hpp"
#include "secrets/gate.hpp"
#include "secrets/redactor.hpp"

using namespace wiretape;
using fuzz::require;

namespace {

std::uint64_t sum_of(const std::vector<Chunk>& chunks) {
  std::uint64_t sum = 0;
  for (const auto& chunk : chunks) sum += chunk.size;
  return sum;
}

Interaction interaction_of(fuzz::Input& input) {
  const auto cuts = input.choose_cuts();
  Interaction made;
  auto& request = made.request;
  request.url.target = "/" + input.line();
  const auto name = input.line(), value = input.line(), type = input.line();
  request.headers = {{name, value}, {"Content-Type", type}};
  request.body.bytes = input.rest();
  Response response;
  response.headers = request.headers;
  response.framing = Framing::chunked;
  response.body.bytes = input.rest();
  std::size_t left = response.body.bytes.size();
  for (const auto cut : cuts) {
    const auto size = std::min(cut, left);
    if (size > 0) response.chunks.push_back({.size = size});
    left -= size;
  }
  if (left > 0) response.chunks.push_back({.size = left});
  made.outcome = std::move(response);
  auto message = text_message(std::string(input.rest()));
  message.from = WebSocketSender::server;
  made.conversation = WebSocketConversation{{std::move(message)}};
  return made;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  auto made = interaction_of(input);
  const auto before = made;
  secrets::Redactor redactor(secrets::default_rules());
  redactor.redact(made);
  const auto& response = std::get<Response>(made.outcome);
  require(sum_of(response.chunks) == response.body.bytes.size(), "chunks sum up to the body");
  const bool may_change =
      redactor.known_secrets() > 0 || before.request.body.bytes.find("{{secret:") != std::string::npos;
  const bool has_escape = before.request.url.target.find("{{secret:") != std::string::npos ||
                          before.request.headers[0].value.find("{{secret:") != std::string::npos ||
                          before.request.headers[1].value.find("{{secret:") != std::string::npos;
  require(may_change || has_escape || made == before, "what holds no secret stays as it is");
  if (const auto played = redactor.played(made)) {
    const auto& answer = std::get<Response>(played->outcome);
    require(sum_of(answer.chunks) == answer.body.bytes.size(), "chunks that are played sum up to the body");
    if (redactor.known_secrets() == 0) {
      require(answer.body.bytes == std::get<Response>(before.outcome).body.bytes,
              "what was escaped is played as it was");
    }
  }
  const auto recorded = redactor.comparable(made.request, secrets::Side::recorded);
  const auto live = redactor.comparable(before.request, secrets::Side::live);
  require(recorded.method == live.method, "a request is compared with itself");
  for (const auto& suspect : secrets::suspects_in(redactor.rules(), {}, made))
    fuzz::require_message(suspect.where);
  static_cast<void>(policy::canonical_xml(input.rest()));
  return 0;
}
