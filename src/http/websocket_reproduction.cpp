// SPDX-License-Identifier: MIT
#include "http/websocket_reproduction.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace wiretape::http::websocket {

namespace {

// All choices together may deflate so many bytes, and one message more: a third of a second.
constexpr std::size_t budget_bytes = 8 * 1024 * 1024;

bool is_judged(const Message& message) { return message.is_compressed && message.undecoded.empty(); }

// Goes through the messages as MessageWriter does.
class Trial {
public:
  Trial(const Compression& agreed, const DeflateSettings& settings) : deflater_(agreed, settings) {}

  // A message without compressed bytes has none to be made.
  bool makes(const Message& message) {
    if (!message.is_compressed) return true;
    if (!message.undecoded.empty()) {
      deflater_.forget();
      return true;
    }
    std::vector<std::uint64_t> sizes;
    for (const auto& fragment : message.fragments) sizes.push_back(fragment.decoded_size);
    const auto made = deflater_.deflate(message.payload, sizes);
    return !message.wire || made == *message.wire;
  }

private:
  Deflater deflater_;
};

// How many messages these settings make before they first fail.
std::size_t score(const std::vector<const Message*>& messages, const Compression& agreed,
                  const DeflateSettings& settings, std::size_t& deflated_bytes) {
  Trial trial(agreed, settings);
  std::size_t made = 0;
  for (const auto* message : messages) {
    if (message->is_compressed) deflated_bytes += message->payload.size();
    if (!trial.makes(*message)) break;
    ++made;
  }
  return made;
}

// The likely ones first. Level 6 and memory level 8 are zlib's defaults; Python's websockets takes memory
// level 5, websocketpp 4, and 9 is the most; 1 and 9 are zlib's levels for speed and for size.
std::vector<DeflateSettings> choices(bool may_keep_context, bool has_fragments) {
  std::vector<DeflateSettings> out;
  for (const bool keeps : {true, false}) {
    if (!keeps && !may_keep_context) continue;  // then both are the same
    for (const bool flushes : {false, true}) {
      if (flushes && !has_fragments) continue;
      for (const int level : {6, 1, 9, 5, 7, 4, 3, 2, 8, 0}) {
        for (const int memory : {8, 9, 5, 4, 7, 6, 3, 2, 1}) {
          out.push_back({level, memory, 0, flushes, keeps});
        }
      }
    }
  }
  return out;
}

DeflateSettings best_settings(const std::vector<const Message*>& messages, const Compression& agreed) {
  const bool has_fragments = std::any_of(messages.begin(), messages.end(), [](const Message* m) {
    return is_judged(*m) && m->fragments.size() > 1;
  });
  std::optional<DeflateSettings> best;
  std::size_t most = 0, deflated_bytes = 0;
  for (const auto& settings : choices(agreed.keeps_context, has_fragments)) {
    const auto made = score(messages, agreed, settings, deflated_bytes);
    if (!best || made > most) best = settings;
    most = std::max(most, made);
    if (most == messages.size() || deflated_bytes > budget_bytes) break;
  }
  return *best;
}

}  // namespace

Reproduction find_reproduction(const std::vector<const Message*>& messages, const Compression& agreed) {
  Reproduction out;
  if (std::any_of(messages.begin(), messages.end(), [](const Message* m) { return is_judged(*m); })) {
    out.settings = best_settings(messages, agreed);
  }
  Trial trial(agreed, out.settings);
  for (const auto* message : messages) out.needs_wire.push_back(!trial.makes(*message));
  return out;
}

}  // namespace wiretape::http::websocket
