// SPDX-License-Identifier: MIT
// Prints the table of names in cassettes.md.
#include <cstdio>
#include <wiretape/cassette.hpp>

int main() {
  const char* tests[][2] = {
      {"WeatherClient", "AsksAgainAfterA503"},
      {"Cold/Cities", "AreWarned/Oslo"},
      {"Cold/Cities", "AreWarned/0"},
      {"weather_client", "asks_again"},
      {"Weather", "Aux"},
  };
  for (const auto& [suite, test] : tests) {
    const auto full_name = std::string(suite) + "." + test;
    std::printf("%-34s %s\n", full_name.c_str(), wiretape::cassette_name(suite, test).c_str());
  }
}
