// SPDX-License-Identifier: MIT
#include "drift/comparison.hpp"

#include <gmock/gmock.h>

#include "support/drifted.hpp"
#include "support/interactions.hpp"

namespace wiretape::drift {
namespace {

using test::in_lines;
using test::json_answer;
using testing::ElementsAre;

constexpr const char* order = "https://api.test/orders/1";

struct DriftComparison : testing::Test {
  const secrets::Redactor redactor{secrets::default_rules()};
  Comparison comparison{"tape.yaml", {}, redactor};
};

TEST_F(DriftComparison, SaysWhichInteractionChanged) {
  comparison.add(1, json_answer(order, R"({"id":1})"), json_answer(order, R"({"id":1})"));
  comparison.add(2, json_answer(order, R"({"id":1})"), json_answer(order, "{}"));
  comparison.add_unasked(0, "GET", "https://api.test/old");
  Request request;
  request.url = Url::parse("https://api.test/new?token=abcdefgh12345678");
  comparison.add_unrecorded(request);
  const auto report = comparison.report();
  EXPECT_EQ(report.cassette, "tape.yaml");
  EXPECT_EQ(report.compared, 2U);
  ASSERT_EQ(report.changes.size(), 1U);
  EXPECT_EQ(report.changes[0].interaction, 3U);
  EXPECT_EQ(report.changes[0].request, "GET https://api.test/orders/1");
  EXPECT_EQ(report.breaking(), 1U);
  EXPECT_THAT(report.not_asked, ElementsAre("GET https://api.test/old, interaction 1"));
  EXPECT_THAT(report.not_recorded, ElementsAre("GET https://api.test/new?token={{secret:*}}"));
}

TEST_F(DriftComparison, TellsOutcomesAndStatusesApart) {
  auto failed = json_answer(order, "");
  failed.outcome = TransportError{TransportErrorKind::refused, "nobody listens"};
  comparison.add(0, json_answer(order, "{}"), failed);
  comparison.add(1, json_answer(order, "{}"), json_answer(order, "{}", 404));
  comparison.add(2, failed, failed);
  EXPECT_EQ(in_lines(comparison.report().changes),
            "breaking outcome outcome: answered 200 -> refused: nobody listens\n"
            "breaking status status: 200 -> 404\n");
}

TEST_F(DriftComparison, TellsOneOfFewTextsThatIsNew) {
  const auto of_status = [](const char* status) {
    return json_answer(order, R"({"status":")" + std::string(status) + "\"}");
  };
  comparison.add(0, of_status("open"), of_status("paid"));
  comparison.add(1, of_status("open"), of_status("open"));
  comparison.add(2, of_status("paid"), of_status("paid"));
  comparison.add(3, of_status("paid"), of_status("disputed"));
  EXPECT_EQ(in_lines(comparison.report().changes),
            "benign value body /status: \"open\" -> \"paid\"\n"
            "breaking enum_grown body /status: \"open\", \"paid\" -> \"disputed\"\n");
}

TEST_F(DriftComparison, TakesTextsThatAreAllDifferentForNoEnumeration) {
  for (std::size_t i = 0; i < 4; ++i) {
    const auto name = [&](const char* prefix) {
      return json_answer(order, R"({"name":")" + (prefix + std::string(i + 1, 'a')) + "\"}");
    };
    comparison.add(i, name("x"), name("y"));
  }
  EXPECT_EQ(comparison.report().breaking(), 0U);
  EXPECT_EQ(comparison.report().benign(), 4U);
}

TEST_F(DriftComparison, TakesSecretsForAlike) {
  const auto recorded = json_answer(order, R"({"access_token":"{{secret:1:hex:32}}"})");
  const auto now = json_answer(order, R"({"access_token":"0123456789abcdef0123456789abcdef"})");
  comparison.add(0, recorded, now);
  EXPECT_EQ(in_lines(comparison.report().changes), "");
}

TEST_F(DriftComparison, ComparesOtherBodiesAsAWhole) {
  auto page = json_answer(order, "<a b='1' c='2'/>");
  std::get<Response>(page.outcome).headers = {{"Content-Type", "text/xml"}};
  auto same = page, other = page, none = page;
  std::get<Response>(same.outcome).body.bytes = "<a c=\"2\" b=\"1\"></a>";
  std::get<Response>(other.outcome).body.bytes = "<a/>";
  std::get<Response>(none.outcome).body.bytes = "";
  comparison.add(0, page, same);
  comparison.add(1, page, other);
  comparison.add(2, page, none);
  comparison.add(3, json_answer(order, "{}"), json_answer(order, "<html>"));
  EXPECT_EQ(in_lines(comparison.report().changes),
            "benign body body: 16 bytes -> 4 bytes\n"
            "breaking body body: 16 bytes -> nothing\n"
            "breaking content body: JSON -> 6 bytes, no JSON\n");
}

TEST_F(DriftComparison, ComparesLargeBodiesByTheirDigests) {
  const auto large = [](std::string sha256, std::uint64_t size) {
    auto made = json_answer(order, "the beginning");
    auto& body = std::get<Response>(made.outcome).body;
    body.is_truncated = true;
    body.large = LargeBody{size, std::move(sha256)};
    return made;
  };
  comparison.add(0, large("aa", 9000000), large("aa", 9000000));
  comparison.add(1, large("aa", 9000000), large("bb", 9000001));
  EXPECT_EQ(in_lines(comparison.report().changes), "benign body body: 9000000 bytes -> 9000001 bytes\n");
}

TEST_F(DriftComparison, ComparesWhatServersSay) {
  auto was = support::chat(), is = support::chat();
  was.conversation->messages[0].payload = R"({"a":1})";
  is.conversation->messages[0].payload = R"({"a":"1"})";
  comparison.add(0, was, is);
  EXPECT_EQ(in_lines(comparison.report().changes), "breaking type message /*/a: integer -> string\n");
}

}  // namespace
}  // namespace wiretape::drift
