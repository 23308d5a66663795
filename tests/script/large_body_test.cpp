// SPDX-License-Identifier: MIT
// Conversations with bodies of which memory holds the beginning only.
#include <gmock/gmock.h>

#include <filesystem>

#include "base/digest.hpp"
#include "support/tape_rig.hpp"

namespace wiretape::proxy {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

RigOptions holding(std::size_t bytes, RecordMode mode = RecordMode::once) {
  RigOptions options;
  options.setup.mode = mode;
  options.setup.cassette = "cassettes/a.yaml";
  options.limits.body_bytes = bytes;
  return options;
}

// Plays what `recorder` has, from its files.
RigOptions playing(const TapeRig& recorder) {
  auto options = holding(1000, RecordMode::none);
  options.setup.has_cassette_file = true;
  options.setup.repeats = Repeats::free;
  options.cassette.interactions = recorder.recording.interactions;
  options.files = cassette::SideFiles(recorder.recording.place(), 1000);
  return options;
}

// No piece of it is like another.
std::string varied(std::size_t size) {
  std::string text;
  for (int number = 0; text.size() < size; ++number) text += std::to_string(number) + ",";
  text.resize(size);
  return text;
}

std::string put(const std::string& body) {
  return "PUT http://o.test/x HTTP/1.1\r\nHost: o.test\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}
std::string answer(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

void expect_whole(const Body& body, const std::string& whole, std::size_t held) {
  EXPECT_EQ(body.bytes, whole.substr(0, held));
  EXPECT_TRUE(body.is_truncated);
  EXPECT_EQ(body.size(), whole.size());
  ASSERT_TRUE(body.large);
  EXPECT_EQ(body.large->sha256, sha256_hex(whole));
  EXPECT_EQ(cassette::SideFileReader(body.large->path).read(0, 2 * whole.size()), whole);
}

TEST(LargeBody, IsRecordedWholeBothWays) {
  const auto sent = varied(200'000), got = varied(150'000);
  TapeRig rig(holding(1000));
  rig.say(put(sent));
  auto& origin = *rig.connector.origins.at(0);
  EXPECT_TRUE(origin.take().ends_with("\r\n\r\n" + sent));
  origin.send(answer(got));
  rig.settle();
  EXPECT_TRUE(rig.client->take() == answer(got));
  ASSERT_THAT(rig.recording.interactions, SizeIs(1));
  const auto& kept = rig.recording.interactions[0];
  expect_whole(kept.request.body, sent, 1000);
  expect_whole(std::get<Response>(kept.outcome).body, got, 1000);
}

void record_answer(TapeRig& recorder, const std::string& body) {
  recorder.say("GET http://o.test/x HTTP/1.1\r\nHost: o.test\r\n\r\n");
  recorder.connector.origins.at(0)->send(answer(body));
  recorder.settle();
}

TEST(LargeBody, IsPlayedFromItsFile) {
  const auto got = varied(150'000);
  TapeRig recorder(holding(1000));
  record_answer(recorder, got);
  TapeRig player(playing(recorder));
  EXPECT_TRUE(player.say("GET http://o.test/x HTTP/1.1\r\nHost: o.test\r\n\r\n") == answer(got));
  EXPECT_THAT(player.journal.findings, IsEmpty());
}

TEST(LargeBody, EndsEarlyAndSaysSoWhereItsFileIsGone) {
  const auto got = varied(150'000);
  TapeRig recorder(holding(1000));
  record_answer(recorder, got);
  TapeRig player(playing(recorder));
  EXPECT_TRUE(player.say("GET http://o.test/x HTTP/1.1\r\nHost: o.test\r\n\r\n") == answer(got));
  ASSERT_TRUE(std::filesystem::remove_all(recorder.recording.place().path + ".bodies") > 0);
  const auto said = player.say("GET http://o.test/x HTTP/1.1\r\nHost: o.test\r\n\r\n");
  EXPECT_LT(said.size(), got.size());
  EXPECT_TRUE(player.has_ended());
  ASSERT_THAT(player.journal.findings, SizeIs(1));
  EXPECT_EQ(player.journal.findings[0].kind, FindingKind::cassette_unreadable);
  EXPECT_THAT(player.journal.findings[0].message, HasSubstr("its large body cannot be read"));
}

// new_episodes reads a body before it decides, and the origin gets it all the same.
TEST(LargeBody, GoesOnToTheOriginAfterItWasRead) {
  const auto sent = varied(200'000);
  auto options = holding(1000, RecordMode::new_episodes);
  Interaction other;
  other.request.method = "PUT";
  other.request.url = Url::parse("http://o.test/x");
  other.request.body.bytes = "another body";
  options.cassette.interactions.push_back(other);
  TapeRig rig(options);
  rig.say(put(sent));
  auto& origin = *rig.connector.origins.at(0);
  EXPECT_TRUE(origin.take().ends_with("\r\n\r\n" + sent));
  origin.send(answer("ok"));
  rig.settle();
  EXPECT_EQ(rig.client->take(), answer("ok"));
  ASSERT_THAT(rig.recording.interactions, SizeIs(1));
  expect_whole(rig.recording.interactions[0].request.body, sent, 1000);
}

TEST(LargeBody, NeedNotBeReadByAnOriginThatRefusesIt) {
  auto options = holding(1000, RecordMode::new_episodes);
  options.cassette.interactions.emplace_back().request.method = "PUT";
  options.cassette.interactions[0].request.url = Url::parse("http://o.test/x");
  options.cassette.interactions[0].request.body.bytes = "another body";
  TapeRig rig(options);
  rig.connector.pipe.capacity = 4096;
  rig.say(put(varied(200'000)));
  auto& origin = *rig.connector.origins.at(0);
  const std::string no = "HTTP/1.1 413 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  origin.send(no);
  origin.end();
  rig.settle();
  EXPECT_EQ(rig.client->take(), no);
  EXPECT_THAT(rig.journal.findings, IsEmpty());
}

TEST(LargeBody, GoesThroughAndIsNotRecordedOverTheLimit) {
  const auto got = varied(5000);
  auto options = holding(1000);
  options.limits.body_limit_bytes = 4999;
  TapeRig rig(options);
  rig.say("GET http://o.test/x HTTP/1.1\r\nHost: o.test\r\n\r\n");
  rig.connector.origins.at(0)->send(answer(got));
  rig.settle();
  EXPECT_TRUE(rig.client->take() == answer(got));
  ASSERT_THAT(rig.journal.entries, testing::Not(IsEmpty()));
  const auto& body = std::get<Response>(rig.journal.entries.back().interaction->outcome).body;
  EXPECT_EQ(body.size(), got.size());
  EXPECT_THAT(body.large->file, IsEmpty());
}

}  // namespace
}  // namespace wiretape::proxy
