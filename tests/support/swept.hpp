// SPDX-License-Identifier: MIT
// Results of sweeps that never were.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "sweep/plan.hpp"

namespace wiretape::test {

inline SweepResult swept(std::string name, SweepGroup group, SweepOutcome outcome,
                         std::string fault = "a fault") {
  SweepCase::Plan plan;
  plan.name = std::move(name);
  plan.group = group;
  plan.fault = std::move(fault);
  if (group != SweepGroup::recorded) {
    plan.interaction = 1;
    plan.request = "GET https://api.weather.test/today";
  }
  return {SweepCase(std::make_shared<SweepCase::Plan>(std::move(plan))), outcome};
}

inline SweepReport report_of_each_outcome() {
  SweepReport report("cassettes/Weather/Today.yaml");
  report.add(swept("AsRecorded", SweepGroup::recorded, SweepOutcome::survived, "nothing is bent"));
  report.add(swept("Interaction1_GET_today_Reset", SweepGroup::transport, SweepOutcome::survived, "reset()"));
  auto failed =
      swept("Interaction1_GET_today_CloseInBody", SweepGroup::body, SweepOutcome::failed, "close_after(35)");
  failed.note = "it threw: it rained 86\nmore of it";
  failed.took = std::chrono::milliseconds(1250);
  report.add(failed);
  report.add(swept("Interaction1_GET_today_CorruptByte", SweepGroup::body, SweepOutcome::unnoticed,
                   "corrupt_byte(35)"));
  report.add(
      swept("Interaction1_GET_today_TlsAlert", SweepGroup::tls, SweepOutcome::not_met, "tls_alert(40)"));
  auto hung =
      swept("Interaction1_GET_today_NoAnswer", SweepGroup::timeouts, SweepOutcome::hung, "no_answer()");
  hung.note =
      "it did not end within 5000 ms\n  it waited for:\n    the answer to GET "
      "https://api.weather.test/today\n";
  hung.took = std::chrono::milliseconds(5000);
  report.add(hung);
  return report;
}

}  // namespace wiretape::test
