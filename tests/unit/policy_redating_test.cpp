// SPDX-License-Identifier: MIT
#include "policy/redating.hpp"

#include <gmock/gmock.h>

#include "support/drifted.hpp"
#include "support/process.hpp"

namespace wiretape::policy {
namespace {

using testing::HasSubstr;

constexpr std::int64_t day = 24 * 60 * 60;

// {"alg":"none"}.{"sub":"mona","exp":1764460800}. and the same signed by HS256 with the key "test"; made with
// Python's hmac module.
constexpr const char* unsigned_token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtb25hIiwiZXhwIjoxNzY0NDYwODAwfQ.";
constexpr const char* unsigned_later = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtb25hIiwiZXhwIjoxNzY0NTQ3MjAwfQ.";

Interaction redated(const Interaction& recorded, const Redating& how, std::int64_t seconds = day) {
  auto copy = recorded;
  redate(copy, seconds, how);
  return copy;
}

const Response& response_in(const Interaction& interaction) {
  return std::get<Response>(interaction.outcome);
}

Interaction dated() {
  auto made = test::json_answer("https://a.test/",
                                R"({"expires_at":"2026-11-30T10:00:00Z","list":[{"at":1764460800}]})");
  auto& headers = std::get<Response>(made.outcome).headers;
  headers.add("Date", "Sun, 29 Nov 2026 10:00:00 GMT");
  headers.add("Expires", "0");
  headers.add("Retry-After", "120");
  headers.add("Set-Cookie", "a=b; Expires=Sun, 29 Nov 2026 10:00:00 GMT; Path=/");
  headers.add("X-Until", "1764460800");
  return made;
}

TEST(Redating, MovesTheDatesOfHeaders) {
  const auto made = redated(dated(), {.headers = true});
  const auto& headers = response_in(made).headers;
  EXPECT_EQ(headers.find("Date"), "Mon, 30 Nov 2026 10:00:00 GMT");
  EXPECT_EQ(headers.find("Set-Cookie"), "a=b; Expires=Mon, 30 Nov 2026 10:00:00 GMT; Path=/");
  EXPECT_EQ(headers.find("Expires"), "0");
  EXPECT_EQ(headers.find("Retry-After"), "120");
  EXPECT_EQ(headers.find("X-Until"), "1764460800");
  EXPECT_EQ(response_in(made).body, response_in(dated()).body);
}

TEST(Redating, MovesThePlacesThatAreNamed) {
  const auto made = redated(dated(), {.places = {ignore::json("/expires_at"), ignore::json("/list/*/at"),
                                                 ignore::json("/none"), ignore::header("X-Until")}});
  EXPECT_EQ(response_in(made).body.text(),
            R"({"expires_at":"2026-12-01T10:00:00Z","list":[{"at":1764547200}]})");
  EXPECT_EQ(response_in(made).headers.find("X-Until"), "1764547200");
  EXPECT_EQ(response_in(made).headers.find("Date"), "Sun, 29 Nov 2026 10:00:00 GMT");
}

TEST(Redating, LeavesAllAsItWasByDefaultAndWhereNoTimePassed) {
  EXPECT_FALSE(redates({}));
  EXPECT_EQ(redated(dated(), {}), dated());
  EXPECT_EQ(redated(dated(), {.headers = true, .tokens = true}, 0), dated());
}

TEST(Redating, MovesTokensWithoutASignature) {
  EXPECT_EQ(with_tokens_moved(unsigned_token, day, ""), unsigned_later);
  EXPECT_EQ(with_tokens_moved("{\"token\":\"" + std::string(unsigned_token) + "\"}", day, ""),
            "{\"token\":\"" + std::string(unsigned_later) + "\"}");
  auto made = test::json_answer("https://a.test/", "{\"token\":\"" + std::string(unsigned_token) + "\"}");
  std::get<Response>(made.outcome).headers.add("X-Token", unsigned_token);
  std::get<Response>(made.outcome).headers.add("Content-Length", "0");
  const auto moved = redated(made, {.tokens = true});
  EXPECT_THAT(response_in(moved).body.text(), HasSubstr(unsigned_later));
  EXPECT_EQ(response_in(moved).headers.find("X-Token"), unsigned_later);
  EXPECT_EQ(response_in(moved).headers.find("Content-Length"),
            std::to_string(response_in(moved).body.bytes.size()));
}

// What signs and verifies is Python.
TEST(Redating, SignsTokensAnewWithTheKey) {
  if (support::find_program("python3").empty()) GTEST_SKIP() << "there is no python3";
  const std::string program = R"(
import sys, json, base64, hmac, hashlib
def encode(b): return base64.urlsafe_b64encode(b).rstrip(b'=')
def decode(s): return base64.urlsafe_b64decode(s + '=' * (-len(s) % 4))
def sign(name, text): return encode(hmac.new(b'test', text, getattr(hashlib, 'sha' + name[2:])).digest())
if sys.argv[1] == 'make':
    text = b'.'.join(encode(json.dumps(part).encode()) for part in ({'alg': sys.argv[2], 'typ': 'JWT'}, {'exp': 1764460800, 'b': [1]}))
    print((text + b'.' + sign(sys.argv[2], text)).decode(), end='')
else:
    text, signature = sys.argv[3].rsplit('.', 1)
    assert sign(sys.argv[2], text.encode()).decode() == signature
    print(json.loads(decode(text.split('.')[1]))['exp'], end='')
)";
  for (const std::string algorithm : {"HS256", "HS384", "HS512"}) {
    const auto token = support::run({"python3", "-c", program, "make", algorithm}).out;
    EXPECT_EQ(with_tokens_moved(token, day, ""), token) << "nobody can sign it";
    const auto moved = with_tokens_moved(token, day, "test");
    const auto read = support::run({"python3", "-c", program, "verify", algorithm, moved});
    EXPECT_EQ(read.out, "1764547200") << read.err;
  }
}

TEST(Redating, LeavesTokensThatItCannotRead) {
  for (const std::string text :
       {"eyJ", "eyJ.eyJ.x", "eyJhbGciOiJub25lIn0.e30.", "xeyJhbGciOiJub25lIn0.eyJleHAiOjF9.",
        "eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjF9.AAAA", "eyJhbGciOiJub25lIn0.eyJleHAiOiJ4In0.",
        "eyJhbGciOiJub25lIn0.eyJleHAiOjF9.a.b"})
    EXPECT_EQ(with_tokens_moved(text, day, "test"), text) << text;
}

}  // namespace
}  // namespace wiretape::policy
