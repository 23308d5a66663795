// SPDX-License-Identifier: MIT
#include "sweep/behaviour.hpp"

#include <algorithm>
#include <map>
#include <mutex>

namespace wiretape::sweep {

namespace {

struct Baselines {
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<const Behaviour>> by_cassette;
};

Baselines& baselines() {
  static Baselines of_process;
  return of_process;
}

void add(Behaviour& behaviour, const Request& request) {
  behaviour.requests.push_back(request.method + ' ' + request.url.str());
}

Behaviour sorted(Behaviour behaviour) {
  std::sort(behaviour.requests.begin(), behaviour.requests.end());
  std::sort(behaviour.messages.begin(), behaviour.messages.end());
  return behaviour;
}

}  // namespace

Behaviour behaviour_of(const Deck& deck) {
  Behaviour out;
  for (const auto& request : deck.requests()) add(out, request);
  for (const auto& message : deck.messages()) out.messages.push_back(message.payload);
  return sorted(std::move(out));
}

Behaviour behaviour_of(const Cassette& cassette) {
  Behaviour out;
  for (const auto& interaction : cassette.interactions) {
    add(out, interaction.request);
    if (!interaction.conversation) continue;
    for (const auto& message : interaction.conversation->messages) {
      if (message.from == WebSocketSender::client && message.is_data())
        out.messages.push_back(message.payload);
    }
  }
  return sorted(std::move(out));
}

void keep_baseline(const std::string& cassette, Behaviour behaviour) {
  auto& all = baselines();
  const std::lock_guard lock(all.mutex);
  all.by_cassette[cassette] = std::make_shared<Behaviour>(std::move(behaviour));
}

std::shared_ptr<const Behaviour> find_baseline(const std::string& cassette) {
  auto& all = baselines();
  const std::lock_guard lock(all.mutex);
  const auto found = all.by_cassette.find(cassette);
  return found == all.by_cassette.end() ? nullptr : found->second;
}

}  // namespace wiretape::sweep
