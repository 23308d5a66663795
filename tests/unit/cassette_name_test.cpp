// SPDX-License-Identifier: MIT
#include <wiretape/cassette.hpp>

#include <gtest/gtest.h>

#include <set>

#include "base/text.hpp"

namespace wiretape {
namespace {

TEST(CassetteName, KeepsTheNameOfAnOrdinaryTest) {
  EXPECT_EQ(cassette_name("WeatherClient", "AsksAgainAfterA503"), "WeatherClient/AsksAgainAfterA503.yaml");
  EXPECT_EQ(cassette_name("Http_Client", "Get_Returns_200"), "Http_Client/Get_Returns_200.yaml");
}

TEST(CassetteName, StaysReadableWhereItHasToChange) {
  EXPECT_EQ(cassette_name("Inst/Weather", "Asks/0"), "Inst-Weather-58242e1a/Asks-0-1caab989.yaml");
  EXPECT_TRUE(cassette_name("Suite", "asks_again").starts_with("Suite/asks_again-"));
}

TEST(CassetteName, IsTheSameEveryTime) { EXPECT_EQ(cassette_name("A/B", "c"), cassette_name("A/B", "c")); }

// What no file system takes, what some take for another, and what they take for something else.
const std::vector<std::string> odd_names = {"",
                                            ".",
                                            "..",
                                            "../..",
                                            "../../etc/passwd",
                                            "/etc/passwd",
                                            "a/b",
                                            "a\\b",
                                            "a:b",
                                            "a-b",
                                            "a.b",
                                            "a.",
                                            "a ",
                                            " a",
                                            "a",
                                            "A",
                                            "aa",
                                            "AA",
                                            "Aa",
                                            "con",
                                            "CON",
                                            "Con",
                                            "nul",
                                            "Nul",
                                            "com1",
                                            "Com1",
                                            "Lpt9",
                                            "Aux",
                                            "Prn",
                                            ".hidden",
                                            "a\nb",
                                            "a\tb",
                                            "a\x7f",
                                            "\xff",
                                            "\xC3\xA4",
                                            "a*",
                                            "a?",
                                            "a\"",
                                            "a|b",
                                            "<a>",
                                            "-rf",
                                            "~",
                                            "$HOME",
                                            "a;b",
                                            std::string(1, 0),
                                            "Name/0",
                                            "Name/1",
                                            "Name-0"};

std::vector<std::string> long_names() {
  std::vector<std::string> names;
  for (const std::size_t length : {80, 81, 255, 256, 4096}) {
    names.push_back("A" + std::string(length - 1, 'a'));
    names.push_back("A" + std::string(length - 2, 'a') + "b");
  }
  return names;
}

TEST(CassetteName, TellsEveryTwoTestsApartAlsoWhereCaseDoesNotCount) {
  auto names = odd_names;
  for (auto& name : long_names()) names.push_back(name);
  std::set<std::string> made;
  for (const auto& name : names) {
    EXPECT_TRUE(made.insert(to_lower(cassette_name("Suite", name))).second) << escape_control(name);
    EXPECT_TRUE(made.insert(to_lower(cassette_name(name, "Name"))).second) << escape_control(name);
  }
}

TEST(CassetteName, IsSafeOnEveryFileSystem) {
  auto names = odd_names;
  for (auto& name : long_names()) names.push_back(name);
  for (const auto& name : names) {
    const auto made = cassette_name(name, name);
    const auto parts = split(made, '/');
    ASSERT_EQ(parts.size(), 2U) << made;
    for (const auto part : parts) {
      EXPECT_EQ(part.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-."),
                std::string_view::npos)
          << made;
      EXPECT_LE(part.size(), 110U) << made;
      EXPECT_NE(part.front(), '.') << made;
      EXPECT_NE(part.front(), '-') << made;
      EXPECT_NE(part.back(), '.') << made;
      const auto stem = to_lower(part.substr(0, part.find('.')));
      for (const auto* device : {"con", "prn", "aux", "nul", "com1", "lpt9"}) EXPECT_NE(stem, device);
    }
  }
}

}  // namespace
}  // namespace wiretape
