// SPDX-License-Identifier: MIT
// What a deck costs a test that does nothing with it.
#include <benchmark/benchmark.h>

#include <wiretape/wiretape.hpp>

namespace {

void DeckStartToStop(benchmark::State& state) {
  for (auto _ : state) {
    wiretape::Deck deck;
    benchmark::DoNotOptimize(deck.stop());
  }
}
BENCHMARK(DeckStartToStop)->Unit(benchmark::kMicrosecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
