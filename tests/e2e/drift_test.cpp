// SPDX-License-Identifier: MIT
// Mode diff: an origin that answers otherwise than it did.
#include <gmock/gmock.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <map>
#include <mutex>

#include <gtest/gtest-spi.h>
#include <nlohmann/json.hpp>
#include <wiretape/gtest.hpp>

#include "support/curl_tool.hpp"
#include "support/played.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Answers a request line's target with JSON, as the test has it at the time.
class Api {
public:
  void set(const std::string& line, std::string json) {
    const std::lock_guard lock(mutex_);
    answers_[line] = std::move(json);
  }
  void serve(Connection& client) {
    for (;;) {
      const auto head = client.read_until("\r\n\r\n");
      if (head.empty()) return;
      const auto line = head.substr(0, head.find(" HTTP"));
      const std::lock_guard lock(mutex_);
      const auto known = answers_.find(line);
      client.send(known == answers_.end() ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
                                          : ok_answer(known->second, "Content-Type: application/json\r\n"));
    }
  }

private:
  std::mutex mutex_;
  std::map<std::string, std::string> answers_;
};

struct Drift : testing::Test {
  DeckOptions options(RecordMode mode) const { return taped(dir, mode); }
  std::string ask(const Deck& deck, const std::string& path) const {
    return run_curl(deck, {origin.http + path}).out;
  }
  void record(const std::vector<std::string>& paths) const {
    Deck deck(options(RecordMode::all));
    for (const auto& path : paths) ask(deck, path);
    EXPECT_THAT(deck.stop(), IsEmpty());
  }

  TempDirectory dir;
  Api api;
  RawOrigin origin{[this](Connection& client) { api.serve(client); }};
};

TEST_F(Drift, IsAFindingWhereItBreaksAndTheCassetteStays) {
  api.set("GET /today", R"({"celsius":-3,"city":"Oslo"})");
  record({"/today"});
  const auto before = dir.read("tape.yaml");
  api.set("GET /today", R"({"celsius":"-3","city":"Bergen","wind":2})");
  Deck deck(options(RecordMode::diff));
  EXPECT_THAT(ask(deck, "/today"), HasSubstr("Bergen")) << "it is the origin that answers";
  const auto findings = deck.stop();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].kind, FindingKind::drifted);
  EXPECT_THAT(findings[0].message, HasSubstr("body /celsius"));
  EXPECT_THAT(findings[0].message, HasSubstr(".drift = {.ignore = {ignore::json(\"/celsius\")}}"));
  const auto drift = deck.drift();
  EXPECT_EQ(drift.compared, 1U);
  EXPECT_EQ(drift.breaking(), 1U);
  EXPECT_EQ(drift.benign(), 2U);
  EXPECT_EQ(dir.read("tape.yaml"), before);

  auto lenient = options(RecordMode::diff);
  lenient.drift.ignore = {ignore::json("/celsius")};
  Deck again(lenient);
  ask(again, "/today");
  EXPECT_THAT(again.stop(), IsEmpty());
  lenient.drift.fails_on = DriftFails::any;
  Deck strict(lenient);
  ask(strict, "/today");
  EXPECT_EQ(strict.stop().size(), 1U);
}

TEST_F(Drift, LeavesOutWhatTheCassetteSaysIsVolatile) {
  api.set("GET /a", R"({"at":1,"b":1})");
  record({"/a"});
  auto cassette = read_cassette(dir.path("tape.yaml"));
  cassette.header.volatile_places = {"json:/at"};
  write_cassette(cassette, dir.path("tape.yaml"));
  api.set("GET /a", R"({"at":2,"b":2})");
  Deck deck(options(RecordMode::diff));
  ask(deck, "/a");
  EXPECT_THAT(deck.stop(), IsEmpty());
  const auto drift = deck.drift();
  ASSERT_EQ(drift.changes.size(), 1U);
  EXPECT_EQ(drift.changes[0].place, "body /b");
  record({"/a"});
  EXPECT_THAT(read_cassette(dir.path("tape.yaml")).header.volatile_places, ElementsAre("json:/at"))
      << "a new recording keeps them";
}

TEST_F(Drift, FollowsWhatAnOriginHandsOut) {
  api.set("GET /new", R"({"order":"A17"})");
  api.set("GET /orders/A17", R"({"state":"open"})");
  record({"/new", "/orders/A17"});
  api.set("GET /new", R"({"order":"B99"})");
  api.set("GET /orders/B99", R"({"state":1})");
  Deck deck(options(RecordMode::diff));
  ask(deck, "/new");
  ask(deck, "/orders/B99");
  EXPECT_EQ(deck.stop().size(), 1U);
  const auto drift = deck.drift();
  EXPECT_EQ(drift.compared, 2U);
  EXPECT_EQ(drift.breaking(), 1U);
  EXPECT_EQ(drift.changes.back().request, "GET " + origin.http + "/orders/A17");
}

TEST_F(Drift, ComparesWhatWouldHaveBeenRecorded) {
  api.set("GET /a", R"({"a":1,"debug":"x"})");
  auto changing = options(RecordMode::all);
  changing.before_record = [](Interaction& interaction) {
    std::get<Response>(interaction.outcome).body.bytes = R"({"a":1})";
    return true;
  };
  {
    Deck deck(changing);
    ask(deck, "/a");
    EXPECT_THAT(deck.stop(), IsEmpty());
  }
  changing.mode = RecordMode::diff;
  changing.drift.fails_on = DriftFails::any;
  Deck deck(changing);
  EXPECT_THAT(ask(deck, "/a"), HasSubstr("debug"));
  EXPECT_THAT(deck.stop(), IsEmpty());
  EXPECT_EQ(deck.drift().compared, 1U);
}

TEST_F(Drift, ComparesLargeBodiesAsAWhole) {
  const std::string large(6 * 1024 * 1024, 'a');
  api.set("GET /large", large);
  record({"/large"});
  auto strict = options(RecordMode::diff);
  strict.drift.fails_on = DriftFails::any;
  {
    Deck deck(strict);
    EXPECT_EQ(ask(deck, "/large").size(), large.size());
    EXPECT_THAT(deck.stop(), IsEmpty());
  }
  auto other = large;
  other.back() = 'b';
  api.set("GET /large", other);
  Deck deck(strict);
  ask(deck, "/large");
  EXPECT_EQ(deck.stop().size(), 1U);
  ASSERT_EQ(deck.drift().changes.size(), 1U);
  EXPECT_EQ(deck.drift().changes[0].kind, DriftKind::body);
}

TEST_F(Drift, NamesWhatIsNotRecordedAndWhatIsNotAsked) {
  api.set("GET /a", "{}");
  api.set("GET /b", "{}");
  record({"/a", "/b"});
  Deck deck(options(RecordMode::diff));
  ask(deck, "/b");
  ask(deck, "/c");
  EXPECT_THAT(deck.stop(), IsEmpty());
  EXPECT_THAT(deck.drift().not_recorded, ElementsAre("GET " + origin.http + "/c"));
  EXPECT_THAT(deck.drift().not_asked, ElementsAre("GET " + origin.http + "/a, interaction 1"));
}

TEST_F(Drift, WritesItsReport) {
  api.set("GET /a", R"({"a":1})");
  record({"/a"});
  api.set("GET /a", "{}");
  auto reporting = options(RecordMode::diff);
  reporting.drift.report = dir.path("drift");
  reporting.drift.fails_on = DriftFails::never;
  Deck deck(reporting);
  ask(deck, "/a");
  EXPECT_THAT(deck.stop(), IsEmpty());
  const auto json = nlohmann::json::parse(dir.read("drift/tape.json"));
  EXPECT_EQ(json["changes"][0]["kind"], "gone");
  EXPECT_THAT(dir.read("drift/tape.html"), HasSubstr("body /a"));
}

TEST_F(Drift, HasNothingToSayWithoutACassette) {
  api.set("GET /a", "{}");
  Deck deck(options(RecordMode::diff));
  EXPECT_EQ(ask(deck, "/a"), "{}");
  const auto findings = deck.stop();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].kind, FindingKind::cassette_missing);
  EXPECT_THAT(findings[0].message, HasSubstr("nothing to compare"));
  EXPECT_FALSE(std::filesystem::exists(dir.path("tape.yaml")));
}

TEST_F(Drift, TellsATestItsProperties) {
  api.set("GET /a", R"({"a":1})");
  record({"/a"});
  api.set("GET /a", R"({"a":2})");
  {
    TestDeck deck(options(RecordMode::diff));
    ask(deck, "/a");
  }
  const auto* result = testing::UnitTest::GetInstance()->current_test_info()->result();
  std::map<std::string, std::string> properties;
  for (int i = 0; i < result->test_property_count(); ++i)
    properties[result->GetTestProperty(i).key()] = result->GetTestProperty(i).value();
  EXPECT_EQ(properties["drift_compared"], "1");
  EXPECT_EQ(properties["drift_benign"], "1");
  EXPECT_THAT(properties["drift_1"], HasSubstr("body /a"));
}

TEST_F(Drift, LeavesNoSecretInItsReport) {
  const std::string secret = "0123456789abcdef0123456789abcdef", other = "abcdef0123456789abcdef0123456789";
  api.set("GET /login", R"({"access_token":")" + secret + R"(","user":"a"})");
  record({"/login"});
  api.set("GET /login", R"({"access_token":")" + other + R"(","user":1})");
  Deck deck(options(RecordMode::diff));
  ask(deck, "/login?api_key=" + other);
  ask(deck, "/login");
  const auto findings = deck.stop();
  ASSERT_EQ(findings.size(), 1U);
  const auto told = findings[0].message + deck.drift().json() + deck.drift().html();
  EXPECT_THAT(told, HasSubstr("/user"));
  EXPECT_THAT(told, Not(HasSubstr(secret)));
  EXPECT_THAT(told, Not(HasSubstr(other)));
}

// Replay: a rule makes another value of what the code sends back.
TEST_F(Drift, CapturesBindWhatRulesChange) {
  api.set("GET /new", R"({"order":"A17"})");
  api.set("GET /orders/A17", R"({"state":"open"})");
  record({"/new", "/orders/A17"});
  auto captures = options(RecordMode::none);
  captures.capture = {ignore::json("/order")};
  Deck deck(captures);
  deck.when(HasPath("/new")).set_json("/order", R"("B99")");
  EXPECT_EQ(ask(deck, "/new"), R"({"order":"B99"})");
  EXPECT_EQ(ask(deck, "/orders/B99"), R"({"state":"open"})");
  EXPECT_THAT(deck.stop(), IsEmpty());
}

TEST_F(Drift, CapturesBindWhatPlaybackChanges) {
  api.set("GET /new", R"({"order":"A17"})");
  api.set("GET /orders/A17", R"({"state":"open"})");
  record({"/new", "/orders/A17"});
  auto captures = options(RecordMode::none);
  captures.capture = {ignore::json("/order")};
  captures.before_playback = [](Interaction& interaction) {
    auto& body = std::get<Response>(interaction.outcome).body.bytes;
    if (const auto at = body.find("A17"); at != std::string::npos) body.replace(at, 3, "C42");
  };
  Deck deck(captures);
  EXPECT_EQ(ask(deck, "/new"), R"({"order":"C42"})");
  EXPECT_EQ(ask(deck, "/orders/C42"), R"({"state":"open"})");
  EXPECT_THAT(deck.stop(), IsEmpty());
}

// The environment of this process, as long as the object lives.
struct Variable {
  Variable(const char* called, const char* value) : name(called) { ::setenv(name, value, 1); }
  ~Variable() { ::unsetenv(name); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  const char* name;
};

TEST_F(Drift, IsLearnedFromTwoRecordings) {
  const Variable runs("WIRETAPE_RECORD_RUNS", "2");
  api.set("GET /a?nonce=1", R"({"at":1,"b":1})");
  api.set("GET /a?nonce=2", R"({"at":2,"b":1})");
  {
    Deck first(options(RecordMode::once));
    ask(first, "/a?nonce=1");
    EXPECT_THAT(first.stop(), IsEmpty());
    EXPECT_THAT(notices(first), IsEmpty());
  }
  EXPECT_EQ(read_cassette(dir.path("tape.yaml")).header.runs, 1U);
  {
    Deck second(options(RecordMode::once));
    EXPECT_TRUE(second.is_recording());
    ask(second, "/a?nonce=2");
    EXPECT_THAT(second.stop(), IsEmpty());
    EXPECT_THAT(notices(second), HasSubstr(".ignore = {ignore_value::query(\"nonce\")}"));
    EXPECT_THAT(notices(second), HasSubstr("volatile: [json:/at]"));
  }
  const auto header = read_cassette(dir.path("tape.yaml")).header;
  EXPECT_EQ(header.runs, 2U);
  EXPECT_THAT(header.volatile_places, ElementsAre("json:/at"));
  Deck third(options(RecordMode::once));
  EXPECT_FALSE(third.is_recording()) << "twice is enough";
  EXPECT_EQ(ask(third, "/a?nonce=2"), R"({"at":2,"b":1})");
  EXPECT_THAT(third.stop(), IsEmpty());
}

TEST_F(Drift, IsNotLearnedWhereNobodyAsksForIt) {
  api.set("GET /a", "{}");
  record({"/a"});
  EXPECT_EQ(read_cassette(dir.path("tape.yaml")).header.runs, 0U);
  const Variable runs("WIRETAPE_RECORD_RUNS", "2");
  Deck deck(options(RecordMode::once));
  EXPECT_FALSE(deck.is_recording()) << "a cassette that was recorded before is played";
  ask(deck, "/a");
  EXPECT_THAT(deck.stop(), IsEmpty());
  const Variable wrong("WIRETAPE_RECORD_RUNS", "many");
  EXPECT_THROW(Deck(options(RecordMode::once)), StartError);
}

TEST_F(Drift, OfTimeIsTakenOutOfWhatIsPlayed) {
  auto old = interaction("http://o.test/a", R"({"expires_at":1577836800})");
  old.recorded_at = "2019-12-31T00:00:00Z";
  std::get<Response>(old.outcome).headers.add("Date", "Tue, 31 Dec 2019 00:00:00 GMT");
  auto redating = playing(dir, {old});
  redating.redate = {.headers = true, .places = {ignore::json("/expires_at")}};
  const auto now = std::time(nullptr);
  Deck deck(redating);
  const auto answer = get_once(deck, "http://o.test/a");
  EXPECT_THAT(deck.stop(), IsEmpty());
  EXPECT_THAT(answer, Not(HasSubstr("2019")));
  const auto at = answer.find("{\"expires_at\":");
  ASSERT_NE(at, std::string::npos) << answer;
  const auto expires = std::stoll(answer.substr(at + 14));
  EXPECT_GE(expires, now + 24 * 60 * 60);
  EXPECT_LE(expires, now + 24 * 60 * 60 + 60);

  Deck plain(playing(dir, {old}));
  EXPECT_THAT(get_once(plain, "http://o.test/a"), HasSubstr("Date: Tue, 31 Dec 2019 00:00:00 GMT"));
  EXPECT_THAT(plain.stop(), IsEmpty());
}

}  // namespace
}  // namespace wiretape
