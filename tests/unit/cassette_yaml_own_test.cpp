// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "base/text.hpp"
#include "cassette/faults.hpp"
#include "cassette/format.hpp"
#include "cassette/yaml.hpp"
#include "support/interactions.hpp"
#include "support/mutations.hpp"
#include "support/seed.hpp"

namespace wiretape::cassette {
namespace {

std::optional<Node> read(std::string_view text, std::size_t line = 1) { return read_own_yaml({text, line}); }

std::string without_end(std::string document) { return document.substr(0, document.rfind("...\n")); }

TEST(OwnYaml, ReadsEveryShapeThatTheWriterWrites) {
  const auto node = read(R"(---
plain: GET /a?b=c:d#e
"odd: key": "a\tb\x00\u2028\"\\"
number: 1.50
empty: ""
none: null
list:
  - one
  - "two"
  - key: value
    other:
      deep: x
  -
    - nested
flow: [1, "a, b", {size: 3, at_ms: 4}]
nothing: {}
nobody: []
literal: |
  first
    deeper

  last
kept: |+
  data: x

stripped: |-
  --- is text here
  ... too
escaped: "line\n\
  \  blanks\n\
  end"
)");
  ASSERT_TRUE(node);
  ASSERT_EQ(node->children.size(), 13U);
  const auto& at = node->children;
  EXPECT_EQ(at[0].text, "GET /a?b=c:d#e");
  EXPECT_TRUE(at[0].is_plain);
  EXPECT_EQ(at[1].key, "odd: key");
  EXPECT_EQ(at[1].text, std::string("a\tb\0\xE2\x80\xA8\"\\", 9));
  EXPECT_FALSE(at[1].is_plain);
  EXPECT_EQ(at[2].text, "1.50");
  EXPECT_TRUE(at[4].is_null());
  ASSERT_EQ(at[5].children.size(), 4U);
  EXPECT_EQ(at[5].children[2].children[1].children[0].text, "x");
  EXPECT_EQ(at[5].children[3].children[0].text, "nested");
  EXPECT_EQ(at[6].children[1].text, "a, b");
  EXPECT_EQ(at[6].children[2].children[1].key, "at_ms");
  EXPECT_EQ(at[7].kind, Node::Kind::mapping);
  EXPECT_EQ(at[8].kind, Node::Kind::sequence);
  EXPECT_EQ(at[9].text, "first\n  deeper\n\nlast\n");
  EXPECT_EQ(at[10].text, "data: x\n\n");
  EXPECT_EQ(at[11].text, "--- is text here\n... too");
  EXPECT_EQ(at[12].key, "escaped");
  EXPECT_EQ(at[12].text, "line\n  blanks\nend");
}

TEST(OwnYaml, KnowsTheLineOfEachNode) {
  const auto node = read("---\na: 1\nb:\n  - x: |\n      1\n      2\n    y: 3\n  - 4\n", 100);
  ASSERT_TRUE(node);
  const auto& list = node->children[1];
  EXPECT_EQ(node->children[0].line, 101U);
  EXPECT_EQ(list.line, 102U);
  EXPECT_EQ(list.children[0].line, 103U);
  EXPECT_EQ(list.children[0].children[1].line, 106U);
  EXPECT_EQ(list.children[1].line, 107U);
}

// What YAML allows and the writer never writes is the other reader's.
TEST(OwnYaml, LeavesEveryOtherStyleAlone) {
  for (const auto* text : {"a: 1\n",
                           "--- a: 1\n",
                           "---\na: 'x'\n",
                           "---\na: 1 # comment\n",
                           "---\n# comment\na: 1\n",
                           "---\na:  1\n",
                           "---\na:\n   b: 1\n",
                           "---\na:\n- 1\n",
                           "---\n- a\n - b\n",
                           "---\na: >\n  x\n",
                           "---\na: |*\n  x\n",
                           "---\na: |+2\n  x\n",
                           "---\na: |2\n  x\n",
                           "---\na: [1,2]\n",
                           "---\na: [ 1, 2 ]\n",
                           "---\na: [1, 2, ]\n",
                           "---\na: {b:1}\n",
                           "---\na: [1,\n  2]\n",
                           "---\n? a\n: b\n",
                           "---\na: b\n  c\n",
                           "---\na: \"b\n  c\"\n",
                           "---\na: \"\\/\"\n",
                           "---\na: \"\\ud800\"\n",
                           "---\na: &x 1\n",
                           "---\na: *x\n",
                           "---\na: !!str x\n",
                           "---\na: ~\n",
                           "---\na:\n",
                           "---\na: 1",
                           "---\n\na: 1\n",
                           "---\na: b: c\n",
                           "---\na: |\n\n  x\n",
                           "---\na: |\n   \n  x\n",
                           "---\na: |\n  x\n\n",
                           "---\na: \tx\n",
                           "---\na: x \n",
                           "---\na: 1\n b: 2\n",
                           "---\n\"a\" : 1\n",
                           "---\na : 1\n",
                           "---\nscalar\n",
                           "---\n",
                           ""}) {
    EXPECT_FALSE(read(text)) << escape_control(text);
  }
}

TEST(OwnYaml, LeavesAloneWhatIsNestedTooDeep) {
  std::string flow = "---\na: " + std::string(300, '[') + std::string(300, ']') + '\n';
  EXPECT_FALSE(read(flow));
  std::string block = "---\n";
  for (std::size_t depth = 0; depth < 300; ++depth) block += std::string(2 * depth, ' ') + "a:\n";
  EXPECT_FALSE(read(block + std::string(600, ' ') + "a: 1\n"));
}

// yaml-cpp is a reader that nobody here wrote: where ours takes a document at all, it reads the same out
// of it, down to the lines; also where the document is not what the writer wrote.
TEST(OwnYaml, NeverReadsAnythingThatYamlCppReadsOtherwise) {
  const auto seed = support::seed(3);
  support::HostileValues values(seed);
  support::Mutations mutations(seed);
  int taken = 0;
  for (int i = 0; i < 3000; ++i) {
    const auto whole = without_end(yaml_document(i % 3 == 0 ? support::weather() : values.interaction()));
    if (whole.size() > 5000) continue;
    const auto text = mutations.of(whole);
    if (find_bad_utf8(text) || find_control_byte(text)) continue;
    const auto own = read(text);
    if (!own) continue;
    ++taken;
    const auto any = read_any_yaml({text, 1});
    ASSERT_TRUE(any) << i << ": " << any.error().message << " in line " << any.error().offset << '\n' << text;
    ASSERT_EQ(*own, *any) << i << '\n' << text;
  }
  EXPECT_GT(taken, 200);
}

}  // namespace
}  // namespace wiretape::cassette
