// SPDX-License-Identifier: MIT
#include "cassette/foreign_tree.hpp"

#include <gmock/gmock.h>

namespace wiretape::cassette {
namespace {

TEST(ForeignTree, IsReadFromJsonAndYaml) {
  const auto json = read_tree(R"({"a": {"b": [1, "x", null]}})"),
             yaml = read_tree("a:\n  b: [1, x, !!binary AAH/]\n");
  ASSERT_TRUE(json && yaml);
  EXPECT_EQ(number_of(under(under(*json, "a"), "b")[0], 0), 1);
  EXPECT_EQ(number_of(under(under(*yaml, "a"), "b")[0], 0), 1);
  EXPECT_EQ(text_of(under(under(*yaml, "a"), "b")[2]), std::string("\0\1\xff", 3));
  EXPECT_TRUE(under(*json, "c").is_null());
  EXPECT_EQ(text_of(under(*json, "a")), "");
}

TEST(ForeignTree, IsLimited) {
  EXPECT_FALSE(read_tree(""));
  EXPECT_FALSE(read_tree("{"));
  EXPECT_FALSE(read_tree("a: [\n"));
  EXPECT_FALSE(read_tree(std::string(100'000, '[')));
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const auto last = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
    for (int n = 1; n < 10; ++n) bomb += ", " + last;
    bomb += "]\n";
  }
  const auto grown = read_tree(bomb);
  ASSERT_FALSE(grown);
  EXPECT_TRUE(grown.error().is_limit);
}

TEST(Tnetstrings, AreReadOneBehindTheOther) {
  const auto list = read_tnetstrings("7:1:1#0:~]21:3:key,11:4:true!1:7#]}3:2.5^");
  ASSERT_TRUE(list) << list.error().offset;
  EXPECT_EQ(list->dump(), R"([[1,null],{"key":[true,7]},2.5])");
  for (const auto* text : {"x", "3:ab,", "999999999999:a,", "3:abc?", "1:a]", "4:0:~}", ":"})
    EXPECT_FALSE(read_tnetstrings(text)) << text;
}

TEST(ForeignHeaders, HaveManySpellings) {
  const Headers expected{{"A", "1"}, {"A", "2"}, {"B", "3"}};
  for (
      const auto* text :
      {R"({"A": ["1", "2"], "B": "3"})",
       R"([{"name": "A", "value": "1"}, {"name": ":path", "value": "/"}, {"name": "A", "value": "2"}, {"name": "B", "value": "3"}])",
       R"([["A", "1"], ["A", "2"], ["B", "3"]])"}) {
    EXPECT_EQ(headers_of(*read_tree(text)), expected) << text;
  }
}

}  // namespace
}  // namespace wiretape::cassette
