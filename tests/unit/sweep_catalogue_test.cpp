// SPDX-License-Identifier: MIT
#include "sweep/catalogue.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "support/interactions.hpp"
#include "support/rule_host.hpp"

namespace wiretape::sweep {
namespace {

using testing::Contains;
using testing::IsSupersetOf;
using testing::Not;

Interaction interaction(const std::string& url, std::string request_body, std::string response_body) {
  Interaction out;
  out.request.method = request_body.empty() ? "GET" : "POST";
  out.request.url = Url::parse(url);
  out.request.body.bytes = std::move(request_body);
  Response response;
  response.status = 200;
  response.framing = Framing::content_length;
  response.body.bytes = std::move(response_body);
  out.outcome = std::move(response);
  return out;
}

std::vector<std::string> names(const std::vector<Swept>& all) {
  std::vector<std::string> out;
  for (const auto& each : all) out.push_back(each.name);
  return out;
}

const SweepOptions options;

TEST(SweepCatalogue, HasEachNameOnceAndGroupsInOrder) {
  const auto all = catalogue_for(interaction("https://h/a", "sent", "received"), true, options);
  const auto list = names(all);
  EXPECT_EQ(std::set<std::string>(list.begin(), list.end()).size(), list.size());
  EXPECT_TRUE(
      std::is_sorted(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.group < b.group; }));
}

TEST(SweepCatalogue, FitsWhatWasRecorded) {
  const auto whole = names(catalogue_for(interaction("https://h/a", "sent", "received"), true, options));
  EXPECT_THAT(whole,
              IsSupersetOf({"Refuse", "CloseInRequest", "Reset", "Status503", "LateBody", "ResetAfterHead",
                            "CertificateExpired", "Status503Again", "StallInBody", "StallInRequest"}));
  const auto later = names(catalogue_for(interaction("https://h/a", "", "received"), false, options));
  for (const auto* of_origin :
       {"Refuse", "TlsAlert", "CertificateExpired", "HandshakeStall", "CloseInRequest"})
    EXPECT_THAT(later, Not(Contains(of_origin)));
  const auto plain = names(catalogue_for(interaction("http://h/a", "", "received"), true, options));
  EXPECT_THAT(plain, Contains("Refuse"));
  EXPECT_THAT(plain, Not(Contains("CertificateExpired")));
  const auto empty = names(catalogue_for(interaction("http://h/a", "", ""), false, options));
  EXPECT_THAT(empty, Not(Contains("CloseAfterHead")));
  EXPECT_THAT(empty, Contains("DuplicateField"));
}

TEST(SweepCatalogue, OfATransportErrorHasNoAnswerToBend) {
  auto failed = interaction("http://h/a", "", "");
  failed.outcome = TransportError{TransportErrorKind::reset, "it was reset", {}};
  for (const auto& each : catalogue_for(failed, false, options))
    EXPECT_TRUE(each.group == SweepGroup::transport || each.group == SweepGroup::timeouts) << each.name;
}

TEST(SweepCatalogue, OfAConversationBendsItsMessages) {
  auto talk = interaction("http://h/chat", "", "");
  std::get<Response>(talk.outcome).status = 101;
  talk.conversation.emplace();
  EXPECT_THAT(names(catalogue_for(talk, false, options)), Not(Contains("DropMessage")));
  talk.conversation->messages = {says("one"), hears("two"), says("three")};
  const auto all = names(catalogue_for(talk, false, options));
  EXPECT_THAT(all,
              IsSupersetOf({"RefuseUpgrade", "DropMessage", "ReorderMessages", "NoPong", "SilentDeath"}));
  EXPECT_THAT(all, Not(Contains("Status503")));
}

TEST(SweepCatalogue, CertificatesAreRefusedByWhoVerifies) {
  std::set<std::string> refused;
  for (const auto& each : catalogue_for(interaction("https://h/a", "", "x"), true, options)) {
    if (each.must_be_refused) refused.insert(each.name);
  }
  EXPECT_THAT(refused, testing::UnorderedElementsAre("CertificateExpired", "CertificateNotYetValid",
                                                     "CertificateForAnotherHost", "CertificateSelfSigned",
                                                     "CertificateOfUnknownAuthority"));
}

// Every fault of the library's catalogue is swept somewhere, but for those that only take longer to tell.
TEST(SweepCatalogue, LeavesNoFaultOut) {
  test::FreeRuleHost host;
  std::set<FaultKind> swept;
  auto talk = interaction("https://h/chat", "", "");
  talk.conversation.emplace();
  talk.conversation->messages = {says("one"), says("two")};
  for (const auto& recorded : {interaction("https://h/a", "sent", "received"), talk}) {
    for (const auto& each : catalogue_for(recorded, true, options)) {
      RuleBuilder rule(AnyRequest(), host);
      each.act(rule);
      for (const auto& action : host.rules.back()->actions) {
        if (const auto* fault = std::get_if<FaultAction>(&action)) swept.insert(fault->fault.kind);
      }
    }
  }
  for (const auto& entry : fault_catalogue()) {
    const bool is_left_out = entry.example.kind == FaultKind::slow_close;
    EXPECT_EQ(swept.contains(entry.example.kind), !is_left_out) << to_string(entry.example.kind);
  }
}

}  // namespace
}  // namespace wiretape::sweep
