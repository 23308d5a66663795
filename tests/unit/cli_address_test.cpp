// SPDX-License-Identifier: MIT
#include "cli/address.hpp"

#include <gmock/gmock.h>

namespace wiretape::cli {
namespace {

std::string parsed(std::string_view text) {
  const auto address = parse_address(text);
  return address ? *address : "error: " + address.error().message;
}

TEST(ParseAddress, TakesAnAddressAndAPort) {
  EXPECT_EQ(parsed("127.0.0.1:8080"), "127.0.0.1:8080");
  EXPECT_EQ(parsed("0.0.0.0:0"), "0.0.0.0:0");
  EXPECT_EQ(parsed("[::1]:65535"), "[::1]:65535");
}

TEST(ParseAddress, TakesAPortAlone) {
  EXPECT_EQ(parsed("8080"), "127.0.0.1:8080");
  EXPECT_EQ(parsed(":8080"), "127.0.0.1:8080");
  EXPECT_EQ(parsed("localhost:8080"), "127.0.0.1:8080");
}

TEST(ParseAddress, RefusesWhatIsNone) {
  for (const auto* text :
       {"", ":", "x", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1", "::1:80",
        "[::1]", "[::1:80", "[127.0.0.1]:80", "api.test:80", "127.0.0.1:8080 ", "http://127.0.0.1:80"}) {
    EXPECT_THAT(parsed(text), testing::StartsWith("error: ")) << text;
  }
}

TEST(ParseAddress, SaysWhatToWriteInstead) {
  EXPECT_EQ(parsed("a\x1b:1"),
            R"(error: "a\x1b:1" is no address and port: write 127.0.0.1:8080, [::1]:8080 or just 8080)");
}

}  // namespace
}  // namespace wiretape::cli
