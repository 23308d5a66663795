// SPDX-License-Identifier: MIT
#include "cli/asker.hpp"

#include <gmock/gmock.h>

#include "cli/failure.hpp"
#include "support/drifted.hpp"
#include "support/matching.hpp"
#include "support/origin.hpp"

namespace wiretape::cli {
namespace {

using testing::HasSubstr;

deck::Lookup environment(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

Response answer(const std::string& body, Headers headers = {}) {
  auto response = std::get<Response>(test::json_answer("http://a.test/", body).outcome);
  for (const auto& field : headers) response.headers.add(field);
  return response;
}

TEST(Asker, GivesSecretsTheirValues) {
  const auto variables =
      environment({{"WIRETAPE_SECRET_1", "from-outside"}, {"WIRETAPE_SECRET_MY_KEY", "named"}});
  const Asker asker(1, variables);
  auto recorded =
      test::post("http://a.test/x?key={{secret:1}}", "application/json", R"({"k":"{{secret:my-key}}"})");
  recorded.headers.add("Authorization", "Bearer {{secret:1}}");
  recorded.headers.add("Content-Length", "22");
  recorded.framing = Framing::content_length;
  std::string missing;
  const auto live = asker.as_live(recorded, missing);
  ASSERT_TRUE(live) << missing;
  EXPECT_EQ(live->url.target, "/x?key=from-outside");
  EXPECT_EQ(live->headers.find("Authorization"), "Bearer from-outside");
  EXPECT_EQ(live->body.text(), R"({"k":"named"})");
  EXPECT_EQ(live->headers.find("Content-Length"), "13");
}

TEST(Asker, SaysWhichSecretIsMissing) {
  const auto variables = environment({});
  const Asker asker(1, variables);
  std::string missing;
  EXPECT_FALSE(asker.as_live(test::get("http://a.test/?key={{secret:2}}"), missing));
  EXPECT_EQ(missing, "WIRETAPE_SECRET_2");
}

TEST(Asker, SendsBackWhatIsHandedOutNow) {
  const auto variables = environment({});
  Asker asker(1, variables);
  asker.hear(
      answer(R"({"token":"{{secret:1:hex:8}}","order":17})", {{"Set-Cookie", "sid={{secret:2}}; Path=/"}}),
      answer(R"({"token":"0a1b2c3d","order":23})", {{"Set-Cookie", "sid=now; Path=/"}}));
  auto recorded = test::get("http://a.test/orders/17?t={{secret:1}}");
  recorded.headers.add("Cookie", "sid={{secret:2}}");
  std::string missing;
  const auto live = asker.as_live(recorded, missing);
  ASSERT_TRUE(live) << missing;
  EXPECT_EQ(live->url.target, "/orders/23?t=0a1b2c3d");
  EXPECT_EQ(live->headers.find("Cookie"), "sid=now");
}

TEST(Asker, SendsTheWholeRequest) {
  std::string seen;
  {
    const support::RawOrigin deck([&](support::Connection& client) {
      seen = client.read_until("hello");
      client.send("HTTP/1.1 204 No Content\r\n\r\n");
    });
    const auto variables = environment({});
    auto live = test::post("https://a.test/x", "text/plain", "hello");
    live.framing = Framing::content_length;
    live.headers.add("Content-Length", "5");
    Asker(Url::parse(deck.http).port, variables).ask(live);
  }
  EXPECT_THAT(seen, HasSubstr("POST https://a.test/x HTTP/1.1\r\n"));
  EXPECT_THAT(seen, HasSubstr("\r\n\r\nhello"));
}

TEST(Asker, NeedsADeck) {
  const auto variables = environment({});
  std::uint16_t port = 0;
  {
    const support::RawOrigin gone([](support::Connection&) {});
    port = Url::parse(gone.http).port;
  }
  EXPECT_THROW(Asker(port, variables).ask(test::get("http://a.test/")), Failure);
}

}  // namespace
}  // namespace wiretape::cli
