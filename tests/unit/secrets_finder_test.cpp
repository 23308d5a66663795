// SPDX-License-Identifier: MIT
#include "secrets/finder.hpp"

#include <gmock/gmock.h>

#include "base/base64.hpp"

namespace wiretape::secrets {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Rules& defaults() { return default_rules(); }

std::vector<std::string> texts_of(const Found& found, std::string_view in) {
  std::vector<std::string> out;
  for (const auto& stretch : found.stretches) out.emplace_back(in.substr(stretch.at, stretch.size));
  return out;
}
std::vector<std::string> in_header(std::string_view name, std::string_view value,
                                   const Rules& rules = defaults()) {
  return texts_of(find_in_header(rules, name, value), value);
}
std::vector<std::string> in_target(std::string_view target, const Rules& rules = defaults()) {
  return texts_of(find_in_target(rules, target), target);
}
std::vector<std::string> in_body(std::string_view body, std::string_view type = "application/json",
                                 const Rules& rules = defaults()) {
  return texts_of(find_in_body(rules, type, body), body);
}
Rules with(std::vector<Redaction> redactions) {
  return Rules(std::move(redactions), true, [](const char*) { return std::optional<std::string>(); });
}

TEST(SecretsInHeaders, LeaveSchemeAndNames) {
  EXPECT_THAT(in_header("Authorization", "Bearer abc"), ElementsAre("abc"));
  EXPECT_THAT(in_header("authorization", "abc"), ElementsAre("abc"));
  EXPECT_THAT(in_header("Authorization", "Basic bW9uYTpzZWNyZXQ="), ElementsAre("bW9uYTpzZWNyZXQ="));
  EXPECT_THAT(
      in_header("Authorization",
                "Digest username=\"mona\", realm=\"r\", nonce=\"n1\", uri=\"/a\", qop=auth, nc=00000001, "
                "cnonce=\"c1\", response=\"d1\""),
      ElementsAre("mona", "n1", "c1", "d1"));
  EXPECT_THAT(
      in_header(
          "Authorization",
          "AWS4-HMAC-SHA256 Credential=me/20261130/eu/s3/aws4_request, SignedHeaders=host;x, Signature=f00"),
      ElementsAre("me/20261130/eu/s3/aws4_request", "f00"));
  EXPECT_THAT(in_header("Cookie", "theme=dark; session=xyz45678; empty=; flag"), ElementsAre("xyz45678"));
  EXPECT_THAT(in_header("Set-Cookie", "session=xyz45678; Path=/; Max-Age=60"), ElementsAre("xyz45678"));
  EXPECT_THAT(in_header("X-Api-Key", "k"), ElementsAre("k"));
  EXPECT_THAT(in_header("WWW-Authenticate", "Digest realm=\"r\", nonce=\"n1\", opaque=\"o\", qop=\"auth\""),
              ElementsAre("n1", "o"));
  EXPECT_THAT(in_header("WWW-Authenticate", "Negotiate"), IsEmpty());
  EXPECT_THAT(in_header("WWW-Authenticate", "Basic realm=\"r\""), IsEmpty());
  EXPECT_THAT(in_header("Authentication-Info", "nextnonce=\"n2\", qop=auth"), IsEmpty()) << "no scheme";
  EXPECT_THAT(in_header("X-Tenant", "k"), IsEmpty());
}

TEST(SecretsInHeaders, AreFoundInURLs) {
  EXPECT_THAT(in_header("Location", "https://o.test/cb?code=c1&state=s&keep=1"), ElementsAre("c1"));
  EXPECT_THAT(in_header("Location", "/cb#access_token=t1&expires_in=3600"), ElementsAre("t1"));
  EXPECT_THAT(in_header("Link", "<https://o.test/a?sig=s1>; rel=next"), ElementsAre("s1"));
  EXPECT_THAT(in_header("Referer", "https://mona:pw@o.test/"), ElementsAre("mona:pw"));
}

TEST(SecretsInTargets, AreParametersAndShapes) {
  EXPECT_THAT(in_target("/a?api_key=k%201&q=x&key=y&X-Amz-Signature=z"), ElementsAre("k%201", "y", "z"));
  EXPECT_THAT(in_target("/a?code=404"), IsEmpty()) << "no OAuth";
  EXPECT_THAT(in_target("/a?grant_type=authorization_code&code=c"), ElementsAre("c"));
  EXPECT_THAT(in_target("/bot/gh"
                        "p_aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3/x"),
              ElementsAre("gh"
                          "p_aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3"));
  EXPECT_THAT(in_target("/a"), IsEmpty());
  EXPECT_THAT(in_target("/a?token="), IsEmpty());
  EXPECT_THAT(in_target("/a?token={{secret:1}}"), IsEmpty()) << "is replaced already";
}

TEST(SecretsInBodies, AreMembersOfJson) {
  EXPECT_THAT(
      in_body(R"({"accessToken": "t", "expires": 60, "user": {"password": "p", "pin": 1234, "age": 99}})"),
      ElementsAre("t", "p", "1234"));
  EXPECT_THAT(
      in_body(
          R"({"token": null, "secret": true, "password": "", "session": {"id": "x"}, "key": "k", "code": 404})"),
      IsEmpty());
  EXPECT_THAT(in_body(R"({"next": "https:\/\/o.test\/a?sig=s1\u0026page=2"})"), ElementsAre("s1"));
  EXPECT_THAT(in_body("data: {\"token\": \"a\"}\n\ndata: {\"x\": 1}\n\n", "text/event-stream"),
              ElementsAre("a"));
}

TEST(SecretsInBodies, AreHiddenInStringsOfJson) {
  const auto found = find_in_body(defaults(), "application/json", R"({"body": "{\"token\": \"t-1\"}"})");
  EXPECT_THAT(found.stretches, IsEmpty());
  EXPECT_THAT(found.hidden, ElementsAre("t-1"));
  const auto basic = find_in_header(defaults(), "Authorization", "Basic " + base64_encode("mona:hunter2"));
  EXPECT_THAT(basic.hidden, ElementsAre("hunter2"));
}

TEST(SecretsInBodies, AreFieldsOfForms) {
  EXPECT_THAT(
      in_body("grant_type=password&username=mona&password=p%2B1&code=c", "application/x-www-form-urlencoded"),
      ElementsAre("p%2B1", "c"));
  EXPECT_THAT(
      in_body("--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhunter2\r\n"
              "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{\"pin\": \"12\"}\r\n--b--\r\n",
              "multipart/form-data; boundary=b"),
      ElementsAre("hunter2", "12"));
}

TEST(SecretsInBodies, AreElementsOfXml) {
  EXPECT_THAT(in_body("<w:Security><w:Password Type=\"text\">p1</w:Password><a secret=\"s1\"/></w:Security>",
                      "text/xml"),
              ElementsAre("p1", "s1"));
}

TEST(SecretsInBodies, AreConnectionStringsAndKeys) {
  EXPECT_THAT(in_body("Server=db;User=sa;Password=hunter2;Encrypt=true", "text/plain"),
              ElementsAre("hunter2"));
  const std::string key =
      "-----BEGIN PRIV"
      "ATE KEY-----\\nMIIE\\n-----END PRIV"
      "ATE KEY-----";
  EXPECT_THAT(in_body("{\"pem\": \"" + key + "\\n\"}"), ElementsAre(key));
}

TEST(SecretsInBodies, FollowTheUsersRules) {
  const auto rules = with({redact::json("/items/*/id"), keep::json("/token"), redact::text("acct-([0-9]+)"),
                           keep::text("harmless")});
  EXPECT_THAT(
      in_body(R"({"items": [{"id": 7}, {"id": "x"}], "token": "t", "a": "acct-12", "secret": "harmless"})",
              "application/json", rules),
      ElementsAre("7", "x", "12"));
  EXPECT_THAT(in_header("X-Tenant", "abc", with({redact::header("x_tenant")})), ElementsAre("abc"));
  EXPECT_THAT(in_header("X-Api-Key", "abc", with({keep::header("X-Api-Key")})), IsEmpty());
  EXPECT_THAT(
      in_header("Cookie", "theme=dark-mode; id=1", with({keep::cookie("theme"), redact::cookie("id")})),
      ElementsAre("1"));
  EXPECT_THAT(in_target("/a?q=1&sig=2", with({redact::query("q"), keep::query("sig")})), ElementsAre("1"));
}

TEST(SecretsInBodies, HaveTheUsersNames) {
  const auto found = find_in_header(with({redact::header("X-Tenant").as("tenant")}), "X-Tenant", "abc");
  ASSERT_EQ(found.stretches.size(), 1U);
  EXPECT_EQ(found.stretches[0].placeholder, "tenant");
  EXPECT_EQ(found.stretches[0].place, "header:X-Tenant");
  EXPECT_EQ(find_in_body(defaults(), "", R"({"a": [{"pin": "12"}]})").stretches.at(0).place, "json:/a/0/pin");
}

TEST(Secrets, AreNotLookedForWhereNothingIsKnown) {
  const Rules none({}, false, [](const char*) { return std::optional<std::string>(); });
  EXPECT_THAT(in_header("Authorization", "Bearer abcabcabcabcabcabc1", none), IsEmpty());
  EXPECT_THAT(in_body(R"({"password": "p"})", "application/json", none), IsEmpty());
}

}  // namespace
}  // namespace wiretape::secrets
