// SPDX-License-Identifier: MIT
#include "drift/cassettes.hpp"

#include "drift/comparison.hpp"
#include "drift/pairs.hpp"

namespace wiretape::drift {

DriftReport compare_cassettes(const NamedCassette& recorded, const NamedCassette& now,
                              std::vector<Ignored> ignored) {
  const secrets::Redactor redactor(secrets::default_rules());
  const auto pairs = pairs_of(recorded.cassette, now.cassette, redactor);
  Comparison comparison(recorded.name, std::move(ignored), redactor, secrets::Side::recorded);
  for (const auto& [was, is] : pairs.both)
    comparison.add(was, recorded.cassette.interactions[was], now.cassette.interactions[is]);
  for (const auto index : pairs.only_in_second)
    comparison.add_unrecorded(now.cassette.interactions[index].request);
  for (const auto index : pairs.only_in_first) {
    const auto& request = recorded.cassette.interactions[index].request;
    comparison.add_unasked(index, request.method, request.url.str());
  }
  auto report = comparison.report();
  report.against = now.name;
  return report;
}

}  // namespace wiretape::drift
