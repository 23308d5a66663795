// SPDX-License-Identifier: MIT
// Waiting at a gate of the test's, which opens it on any thread.
#pragma once

#include <asio/post.hpp>
#include <memory>
#include <utility>

#include <wiretape/rule.hpp>

namespace wiretape::proxy {

// Comes to the gate. Once it is open `then` is called on the deck's thread, unless what `alive` points to has
// ended by that moment.
template <class Executor, class Then>
void when_open(Gate& gate, const Executor& executor, std::weak_ptr<const void> alive, Then then) {
  gate.reach([executor, alive = std::move(alive), then = std::move(then)] {
    asio::post(executor, [alive, then] {
      if (const auto there = alive.lock()) then();
    });
  });
}

}  // namespace wiretape::proxy
