// SPDX-License-Identifier: MIT
// Secrets of a real client and an origin: none is in any file, journal entry or finding, and what was
// recorded is played to a client that knows none of them.
#include <gmock/gmock.h>

#include <filesystem>

#include "base/base64.hpp"
#include "http/content_coding.hpp"
#include "support/curl_tool.hpp"
#include "support/played.hpp"
#include "support/replayed.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Made of nothing: each is looked for by its middle, however it is written.
const std::string planted = "pl4nted";
std::string secret(const std::string& name) { return name + "-" + planted + "-s3cret"; }

// Everything that lies in a directory.
std::string all_bytes(const TempDirectory& dir) {
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir.path())) {
    if (entry.is_regular_file())
      all += entry.path().string() + '\n' +
             dir.read(std::filesystem::relative(entry.path(), dir.path()).string());
  }
  return all;
}

std::string everything_told(const Deck& deck) {
  std::string all;
  for (const auto& entry : deck.journal()) all += entry.text + '\n';
  return all;
}

// Until all that was answered is written down: that comes in the same turn of the deck's thread, and a rule
// is added in a later one.
void settle(Deck& deck) {
  answered(deck);
  deck.when(HasPath("/never")).answer(500);
}

// What an origin got, and answers by path.
class SecretOrigin final : public Origin {
public:
  explicit SecretOrigin(std::map<std::string, std::string> answers)
      : answers_(std::move(answers)), origin_([this](Connection& client) { serve(client); }) {
    http = origin_.http;
  }

private:
  void serve(Connection& client) {
    while (true) {
      const auto head = client.read_until("\r\n\r\n");
      if (head.empty()) return;
      const auto length = head.find("Content-Length: ");
      if (length != std::string::npos) client.read_count(std::stoul(head.substr(length + 16)));
      const auto target = head.substr(head.find(' ') + 1);
      const auto path = target.substr(0, target.find_first_of(" ?"));
      const auto answer = answers_.find(path.substr(path.starts_with("http") ? path.find('/', 8) : 0));
      client.send(answer == answers_.end() ? ok_answer("none") : answer->second);
    }
  }

  std::map<std::string, std::string> answers_;
  RawOrigin origin_;
};

std::string chunked_answer(const std::vector<std::string>& chunks, const std::string& type) {
  auto answer = "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const auto& chunk : chunks) {
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", chunk.size());
    answer += size + chunk + "\r\n";
  }
  return answer + "0\r\n\r\n";
}

struct Secrets : testing::Test {
  DeckOptions options(RecordMode mode) const { return taped(dir, mode); }
  Cassette cassette() const { return read_cassette(dir.path("tape.yaml")); }

  TempDirectory dir;
};

// curl's arguments for a client that knows `of(name)` for each secret.
std::vector<std::vector<std::string>> requests(const std::string& http,
                                               const std::function<std::string(const std::string&)>& of) {
  return {
      {http + "/plain", "-H", "Authorization: Bearer " + of("bearer"), "-H", "X-Api-Key: " + of("key"), "-b",
       "session=" + of("cookie")},
      {http + "/query?q=1&api_key=" + of("query")},
      {http + "/form", "-d", "user=mona&password=" + of("form")},
      {http + "/json", "-H", "Content-Type: application/json", "-d",
       R"({"user": "mona", "clientSecret": ")" + of("json") + "\"}"},
      {http + "/multi", "-F", "password=" + of("multi"), "-F", "a=b"},
      {http + "/xml", "-H", "Content-Type: text/xml", "-d", "<a><Password>" + of("xml") + "</Password></a>"},
      {http + "/answers"},
      {http + "/gzip", "--compressed"},
      {http + "/chunks"},
      {http + "/events"},
      {http + "/large"}};
}

std::map<std::string, std::string> answers() {
  const auto token = secret("token");
  const auto gz = *http::encode_content(R"({"refresh_token": ")" + secret("gzip") + "\"}", "gzip");
  std::string large;
  while (large.size() < 1'500'000) large += "{\"celsius\": -3, \"city\": \"Oslo\"}\n";
  large += "{\"private_key\": \"" + secret("large") + "\"}\n";
  return {
      {"/answers",
       ok_answer(R"({"access_token": ")" + token + R"(", "note": "again )" + token + "\"}",
                 "Set-Cookie: sid=" + secret("set") +
                     "; Path=/\r\nLocation: https://o.test/cb?state=1&sig=" + secret("location") + "\r\n")},
      {"/gzip", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + std::to_string(gz.size()) +
                    "\r\n\r\n" + gz},
      {"/chunks", chunked_answer({R"({"pass)", R"(word": ")" + secret("chunks").substr(0, 9),
                                  secret("chunks").substr(9) + "\"}"},
                                 "application/json")},
      {"/events", chunked_answer({"data: {\"token\": \"" + secret("event") + "\"}\n\n", "data: 2\n\n"},
                                 "text/event-stream")},
      {"/large", ok_answer(large)}};
}

TEST_F(Secrets, OfRequestsAndAnswersAreInNoFileAndNoText) {
  std::vector<std::string> recorded, played;
  std::string origin_url;
  {
    const SecretOrigin origin(answers());
    origin_url = origin.http;
    Deck deck(options(RecordMode::all));
    for (const auto& request : requests(origin.http, secret)) recorded.push_back(run_curl(deck, request).out);
    EXPECT_THAT(deck.requests(), Contains(HasHeader("X-Api-Key", secret("key"))))
        << "a test sees what was sent";
    EXPECT_THAT(recorded[6], HasSubstr(secret("token"))) << "and the client what was answered";
    EXPECT_THAT(deck.stop(), IsEmpty());
    EXPECT_THAT(everything_told(deck), Not(HasSubstr(planted)));
  }
  const auto written = all_bytes(dir);
  EXPECT_THAT(written, Not(HasSubstr(planted)));
  EXPECT_THAT(written, Not(HasSubstr(base64_encode(secret("gzip")).substr(4, 12))));
  EXPECT_THAT(written, HasSubstr("Bearer {{secret:"));
  for (const auto& interaction : cassette().interactions) {
    const auto& body = std::get<Response>(interaction.outcome).body;
    EXPECT_THAT(body.text(), Not(HasSubstr(planted))) << interaction.request.url.str();
  }
  Deck deck(options(RecordMode::none));
  for (const auto& request : requests(origin_url, [](const std::string& name) { return "dummy-" + name; }))
    played.push_back(run_curl(deck, request).out);
  EXPECT_THAT(deck.stop(), IsEmpty());
  ASSERT_EQ(played.size(), recorded.size());
  for (std::size_t i = 0; i < played.size(); ++i) {
    EXPECT_THAT(played[i], Not(HasSubstr("{{secret"))) << "request " << i;
    EXPECT_EQ(played[i].size(), recorded[i].size()) << "request " << i;
  }
}

TEST_F(Secrets, ThatAnAnswerHandsOutFitWhenTheyAreSentBack) {
  const auto use = [](const Deck& deck, const std::string& http) {
    const auto login = run_curl(deck, {http + "/login"}).out;
    const auto token = login.substr(login.find(": \"") + 3, secret("a").size());
    const auto other = run_curl(deck, {http + "/other"}).out;
    const auto second = other.substr(other.find(": \"") + 3, secret("b").size());
    const auto by_second = run_curl(deck, {http + "/use", "-d", "it=" + second}).out;
    const auto by_first = run_curl(deck, {http + "/use", "-d", "it=" + token}).out;
    return std::pair(by_second, by_first);
  };
  std::string url;
  {
    const SecretOrigin origin({{"/login", ok_answer(R"({"token": ")" + secret("a") + "\"}")},
                               {"/other", ok_answer(R"({"token": ")" + secret("b") + "\"}")},
                               {"/use", ok_answer("used")}});
    url = origin.http;
    Deck deck(options(RecordMode::all));
    use(deck, url);
    EXPECT_THAT(deck.stop(), IsEmpty());
  }
  auto tape = cassette();
  ASSERT_EQ(tape.interactions.size(), 4U);
  EXPECT_EQ(tape.interactions[2].request.body.bytes, "it={{secret:2}}");
  EXPECT_EQ(tape.interactions[3].request.body.bytes, "it={{secret:1}}");
  // Were it by order alone, the wrong one of the two would come.
  std::get<Response>(tape.interactions[2].outcome).body.bytes = "two!";
  std::get<Response>(tape.interactions[3].outcome).body.bytes = "one!";
  std::swap(tape.interactions[2], tape.interactions[3]);
  write_cassette(tape, dir.path("tape.yaml"));
  Deck deck(options(RecordMode::none));
  EXPECT_EQ(use(deck, url), std::pair(std::string("two!"), std::string("one!")));
  EXPECT_THAT(deck.stop(), IsEmpty());
}

TEST_F(Secrets, ThatShowThemselvesLateAreTakenOutOfWhatWasWritten) {
  const auto late = secret("late");
  const SecretOrigin origin({{"/odd", ok_answer("{\"jwtish\": \"" + late + "\"}")}});
  Deck deck(options(RecordMode::all));
  run_curl(deck, {origin.http + "/odd"});
  settle(deck);
  EXPECT_THAT(all_bytes(dir), HasSubstr(planted)) << "nobody could know";
  run_curl(deck, {origin.http + "/use", "-H", "Authorization: Bearer " + late});
  settle(deck);
  EXPECT_THAT(all_bytes(dir), Not(HasSubstr(planted)));
  EXPECT_THAT(deck.stop(), IsEmpty());
  EXPECT_THAT(all_bytes(dir), AllOf(Not(HasSubstr(planted)), HasSubstr(R"("{{secret:1:text:)")));
  EXPECT_EQ(cassette().interactions.size(), 2U);
}

TEST_F(Secrets, ThatLookLikeOneAreNotSaved) {
  const std::string odd = "q7Zk29vLxT04mWbR8sYd";
  const SecretOrigin origin({{"/a", ok_answer("{\"mySecretThing\": \"" + odd + "\"}")}});
  {
    Deck deck(options(RecordMode::all));
    run_curl(deck, {origin.http + "/a"});
    const auto findings = deck.stop();
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].kind, FindingKind::secret_refused);
    EXPECT_THAT(findings[0].message,
                AllOf(HasSubstr("in the response's body, /mySecretThing: "), Not(HasSubstr(odd)),
                      HasSubstr(R"(.redact = {redact::json("/mySecretThing")})"),
                      HasSubstr(R"(.redact = {keep::json("/mySecretThing")})")));
    EXPECT_THAT(dir.files(), IsEmpty());
  }
  for (const auto& redaction : {redact::json("/mySecretThing"), keep::json("/mySecretThing")}) {
    auto with = options(RecordMode::all);
    with.redact = {redaction};
    Deck deck(with);
    run_curl(deck, {origin.http + "/a"});
    EXPECT_THAT(deck.stop(), IsEmpty());
    EXPECT_EQ(all_bytes(dir).find(odd) != std::string::npos, redaction.is_kept);
    EXPECT_THAT(cassette().header.redact,
                Contains(redaction.is_kept ? "keep json:/mySecretThing" : "json:/mySecretThing"));
  }
}

TEST_F(Secrets, AreRecordedWhereSomebodySaysSo) {
  const SecretOrigin origin(answers());
  auto with = options(RecordMode::all);
  with.saves_secrets = true;
  Deck deck(with);
  run_curl(deck, {origin.http + "/answers"});
  EXPECT_THAT(deck.stop(), IsEmpty());
  EXPECT_THAT(all_bytes(dir), HasSubstr(secret("token")));
}

TEST_F(Secrets, AreSeenByBeforeRecordAndNotByBeforePlayback) {
  const SecretOrigin origin(answers());
  auto with = options(RecordMode::all);
  bool has_seen = false;
  with.before_record = [&](Interaction& interaction) {
    has_seen = std::get<Response>(interaction.outcome).body.bytes.find(planted) != std::string::npos;
    interaction.request.headers.add("X-Added", "by before_record");
    return interaction.request.url.path() != "/left-out";
  };
  {
    Deck deck(with);
    run_curl(deck, {origin.http + "/left-out"});
    run_curl(deck, {origin.http + "/answers"});
    EXPECT_THAT(deck.stop(), IsEmpty());
  }
  EXPECT_TRUE(has_seen);
  const auto tape = cassette();
  ASSERT_EQ(tape.interactions.size(), 1U);
  EXPECT_TRUE(tape.interactions[0].request.headers.has("X-Added"));
  auto play = options(RecordMode::none);
  play.before_playback = [](Interaction& interaction) {
    auto& body = std::get<Response>(interaction.outcome).body.bytes;
    EXPECT_EQ(body.find("{{secret"), std::string::npos);
    body.replace(body.find("again"), 5, "AGAIN");
  };
  Deck deck(play);
  EXPECT_THAT(run_curl(deck, {origin.http + "/answers"}).out, HasSubstr("AGAIN"));
  EXPECT_THAT(deck.stop(), IsEmpty());
}

TEST_F(Secrets, OfRedactionsThatDifferATestIsTold) {
  const SecretOrigin origin({});
  auto with = options(RecordMode::all);
  with.redact = {redact::header("X-Tenant").as("tenant")};
  {
    Deck deck(with);
    run_curl(deck, {origin.http + "/a", "-H", "X-Tenant: mona"});
    EXPECT_THAT(deck.stop(), IsEmpty());
  }
  EXPECT_THAT(all_bytes(dir),
              AllOf(HasSubstr("X-Tenant: \"{{secret:tenant}}\""), HasSubstr("redact_hash: ")));
  Deck deck(options(RecordMode::none));
  EXPECT_THAT(everything_told(deck),
              HasSubstr("was recorded with other redactions than this deck has: defaults, "
                        "header:X-Tenant as tenant; now: defaults"));
}

TEST_F(Secrets, AreInNoReportOfWhatMatchesNothing) {
  const SecretOrigin origin({});
  {
    Deck deck(options(RecordMode::all));
    run_curl(deck, {origin.http + "/form", "-d", "user=mona&password=" + secret("form")});
    EXPECT_THAT(deck.stop(), IsEmpty());
  }
  Deck deck(options(RecordMode::none));
  const auto told = run_curl(deck, {origin.http + "/form?token=" + secret("token"), "-d",
                                    "user=olga&password=" + secret("other")})
                        .out;
  const auto findings = deck.stop();
  ASSERT_FALSE(findings.empty());
  EXPECT_THAT(findings[0].message,
              AllOf(HasSubstr("body user"), Not(HasSubstr("body password")), Not(HasSubstr(planted))));
  EXPECT_THAT(told, Not(HasSubstr(planted)));
}

}  // namespace
}  // namespace wiretape
