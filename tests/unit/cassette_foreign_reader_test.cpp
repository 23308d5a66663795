// SPDX-License-Identifier: MIT
// Recordings of other tools, some of them written by those tools themselves (fixtures/foreign).
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "cassette/foreign.hpp"

namespace wiretape::cassette {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string fixture(const std::string& name) {
  std::ifstream file(WIRETAPE_SOURCE_DIR "/fixtures/foreign/" + name, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_FALSE(text.str().empty()) << name;
  return text.str();
}

Imported imported(const std::string& name, Foreign kind) {
  const auto text = fixture(name);
  EXPECT_EQ(foreign_kind(text), kind) << name;
  auto result = read_foreign(text, kind);
  if (!result) ADD_FAILURE() << name << ": " << result.error().message;
  auto& cassette = result->cassette;
  // As a cassette of ours it is the same.
  EXPECT_EQ(parse_cassette(format_cassette(cassette, CassetteFormat::yaml), CassetteFormat::yaml, name),
            cassette)
      << name;
  return *std::move(result);
}

const Response& answer(const Imported& imported, std::size_t i) {
  return std::get<Response>(imported.cassette.interactions.at(i).outcome);
}
std::string line(const Imported& imported, std::size_t i) {
  const auto& request = imported.cassette.interactions.at(i).request;
  return request.method + ' ' + request.url.str() + ' ' + request.body.bytes;
}

TEST(Foreign, HarOfABrowser) {
  const auto har = imported("browser.har", Foreign::har);
  ASSERT_THAT(har.cassette.interactions, SizeIs(3));
  EXPECT_EQ(line(har, 0), "GET https://api.weather.test/today?city=Oslo ");
  EXPECT_FALSE(har.cassette.interactions[0].request.headers.has(":authority"));
  EXPECT_EQ(answer(har, 0).body.decoded, R"({"celsius": -3})") << "the archive has it decoded";
  EXPECT_EQ(answer(har, 0).headers.find("Content-Length"), std::to_string(answer(har, 0).body.bytes.size()));
  EXPECT_EQ(har.cassette.interactions[0].timing.to_head.count(), 10);
  EXPECT_EQ(har.cassette.interactions[0].recorded_at, "2026-11-30T09:00:00Z");
  EXPECT_EQ(line(har, 1), "POST https://api.weather.test/login user=mona&pin=4711");
  EXPECT_EQ(std::get<TransportError>(har.cassette.interactions[1].outcome).message,
            "net::ERR_CONNECTION_RESET");
  const auto& said = har.cassette.interactions[2].conversation;
  ASSERT_TRUE(said);
  ASSERT_THAT(said->messages, SizeIs(2));
  EXPECT_EQ(said->messages[0].payload, "hello");
  EXPECT_EQ(said->messages[0].from, WebSocketSender::client);
  EXPECT_EQ(said->messages[1].payload, std::string("\0\1\xff", 3));
  EXPECT_EQ(said->messages[1].at.count(), 250);
  EXPECT_EQ(har.cassette.interactions[2].request.url.scheme, "https");
}

// Written by Playwright 1.65 with Chromium 156, embedding bodies.
TEST(Foreign, HarOfChromiumItself) {
  const auto har = imported("playwright.har", Foreign::har);
  ASSERT_THAT(har.cassette.interactions, SizeIs(8));
  EXPECT_EQ(line(har, 0), "GET http://weather.test/ ");
  EXPECT_THAT(answer(har, 1).body.bytes, testing::StartsWith("\x89PNG"));
  EXPECT_EQ(answer(har, 3).body.decoded, R"({"city":"Oslo","celsius":-3})");
  EXPECT_EQ(answer(har, 3).headers.find("Content-Encoding"), "gzip");
  EXPECT_EQ(line(har, 4), R"(POST http://weather.test/api/orders {"a":1})");
  EXPECT_EQ(answer(har, 4).status, 201);
  EXPECT_EQ(answer(har, 4).headers.find("Set-Cookie"), "seen=1; Path=/");
  EXPECT_EQ(answer(har, 5).headers.find("Location"), "/api/today?city=Bergen");
  EXPECT_TRUE(answer(har, 5).body.empty());
  EXPECT_EQ(answer(har, 7).status, 404);
  EXPECT_THAT(har.lost, IsEmpty());
}

TEST(Foreign, OfVcrpyItself) {
  const auto vcr = imported("vcrpy.yaml", Foreign::vcr);
  ASSERT_THAT(vcr.cassette.interactions, SizeIs(4));
  EXPECT_THAT(line(vcr, 0), testing::MatchesRegex("GET http://127.0.0.1:[0-9]+/plain.a=1 "));
  EXPECT_EQ(answer(vcr, 0).body.bytes, R"({"path": "/plain?a=1", "n": 0})");
  EXPECT_THAT(answer(vcr, 0).headers.all("Set-Cookie"), ElementsAre("a=1", "b=2"));
  EXPECT_THAT(line(vcr, 1), HasSubstr("/post x=1&y=2"));
  EXPECT_EQ(answer(vcr, 1).status, 201);
  EXPECT_EQ(answer(vcr, 2).body.decoded, R"({"path": "/gzip", "n": 0})");
  EXPECT_THAT(answer(vcr, 3).body.bytes, SizeIs(256)) << "!!binary";
}

TEST(Foreign, OfMitmproxyItself) {
  const auto flows = imported("mitmproxy.flows", Foreign::mitmproxy);
  ASSERT_THAT(flows.cassette.interactions, SizeIs(2));
  EXPECT_THAT(line(flows, 0), testing::MatchesRegex("GET http://127.0.0.1:[0-9]+/a.txt "));
  EXPECT_EQ(answer(flows, 0).body.bytes, "hello\n");
  EXPECT_THAT(line(flows, 1), testing::MatchesRegex("POST http://127.0.0.1:[0-9]+/a.txt x=1"));
  EXPECT_EQ(answer(flows, 1).status, 501);
}

TEST(Foreign, OfRubysVcrAndGoVcr) {
  const auto ruby = imported("ruby_vcr.yml", Foreign::vcr);
  EXPECT_EQ(line(ruby, 0), "POST http://api.weather.test/today?city=Oslo unit=celsius");
  EXPECT_EQ(answer(ruby, 0).body.bytes, std::string("\0\1\xff", 3));
  EXPECT_EQ(answer(ruby, 0).headers.find("Content-Length"), "3");
  const auto go = imported("go_vcr.yaml", Foreign::vcr);
  EXPECT_EQ(line(go, 0), "GET http://api.weather.test/today ");
  EXPECT_EQ(answer(go, 0).status, 200);
  EXPECT_EQ(answer(go, 0).reason, "OK");
  EXPECT_EQ(answer(go, 0).body.bytes, "snow");
}

TEST(Foreign, OfWireMockAndHoverfly) {
  const auto wiremock = imported("wiremock.json", Foreign::wiremock);
  ASSERT_THAT(wiremock.cassette.interactions, SizeIs(2));
  EXPECT_EQ(line(wiremock, 0), "GET http://localhost/today?city=Oslo ");
  EXPECT_EQ(answer(wiremock, 0).body.bytes, R"({"celsius":-3})");
  EXPECT_EQ(wiremock.cassette.interactions[0].timing.to_head.count(), 20);
  EXPECT_TRUE(std::holds_alternative<TransportError>(wiremock.cassette.interactions[1].outcome));
  EXPECT_THAT(wiremock.lost, ElementsAre("entry 2: it is left out: its URL is a pattern"));
  const auto hoverfly = imported("hoverfly.json", Foreign::hoverfly);
  EXPECT_EQ(line(hoverfly, 0), "GET http://api.weather.test/today?city=Oslo ");
  EXPECT_EQ(answer(hoverfly, 0).body.bytes, "snow");
  EXPECT_THAT(hoverfly.lost, ElementsAre("entry 1: what it says of the body"));
}

TEST(Foreign, IsNoneOfOurs) {
  EXPECT_EQ(foreign_kind(format_cassette({}, CassetteFormat::yaml)), std::nullopt);
  EXPECT_EQ(foreign_kind(format_cassette({}, CassetteFormat::json)), std::nullopt);
  for (const auto* text : {"", "hello", "{}", "[]", "- a\n"})
    EXPECT_EQ(foreign_kind(text), std::nullopt) << text;
}

TEST(Foreign, TellsWhatIsWrong) {
  EXPECT_FALSE(read_foreign("{\"log\": ", Foreign::har));
  const auto none =
      read_foreign("{\"log\": {\"entries\": [{}, 7, {\"request\": {\"url\": \"no url\"}}]}}", Foreign::har);
  ASSERT_TRUE(none);
  EXPECT_THAT(none->cassette.interactions, IsEmpty());
  EXPECT_THAT(none->lost, SizeIs(3));
}

TEST(Foreign, LeavesOutWhatNoCassetteCanHold) {
  const std::string entry =
      R"({"log": {"entries": [{"time": TIME, "request": {"method": "GET", "url": "http://h/"}, "response": {"status": STATUS}}]}})";
  const auto read = [&](const std::string& time, const std::string& status) {
    auto text = entry;
    text.replace(text.find("TIME"), 4, time).replace(text.find("STATUS"), 6, status);
    return *read_foreign(text, Foreign::har);
  };
  EXPECT_EQ(read("-5", "200").cassette.interactions.at(0).timing.total.count(), 0);
  EXPECT_EQ(read("1e300", "200").cassette.interactions.at(0).timing.total.count(), 1'000'000'000'000);
  EXPECT_THAT(read("1", "70000").lost, ElementsAre(HasSubstr("entry 1: it is left out: ")));
}

}  // namespace
}  // namespace wiretape::cassette
