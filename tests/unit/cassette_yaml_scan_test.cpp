// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "base/text.hpp"
#include "cassette/format.hpp"
#include "cassette/yaml.hpp"
#include "support/interactions.hpp"

namespace wiretape::cassette {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// "line: text" of each document.
std::vector<std::string> documents(std::string_view text) {
  const auto found = scan_documents(text);
  if (!found) return {"error in line " + std::to_string(found.error().offset) + ": " + found.error().message};
  std::vector<std::string> out;
  for (const auto& document : *found)
    out.push_back(std::to_string(document.line) + ": " + std::string(document.text));
  return out;
}

TEST(Scan, FindsDocumentsByTheirMarks) {
  EXPECT_THAT(documents("---\na: 1\n...\n---\nb: 2\n...\n"), ElementsAre("1: ---\na: 1\n", "4: ---\nb: 2\n"));
  EXPECT_THAT(documents("--- {a: 1}\n...\n"), ElementsAre("1: --- {a: 1}\n"));
  EXPECT_THAT(documents("---\ta: 1\n..."), ElementsAre("1: ---\ta: 1\n"));
  EXPECT_THAT(documents("a: 1\n... # the end\nb: 2\n...\n"), ElementsAre("1: a: 1\n", "3: b: 2\n"));
}

TEST(Scan, NeedsNoEndWhereTheNextBegins) {
  EXPECT_THAT(documents("---\na: 1\n---\nb: 2\n...\n"), ElementsAre("1: ---\na: 1\n", "3: ---\nb: 2\n"));
}

TEST(Scan, TakesMarksAtTheBeginningOfALineOnly) {
  EXPECT_THAT(documents("a: |\n  ---\n  ...\n---x\n....\n...\n"),
              ElementsAre("1: a: |\n  ---\n  ...\n---x\n....\n"));
}

TEST(Scan, LeavesOutWhatHoldsNothing) {
  EXPECT_THAT(documents(""), IsEmpty());
  EXPECT_THAT(documents("# a comment\n\n  # another\n"), IsEmpty());
  EXPECT_THAT(documents("---\n...\n--- # nothing\n\n...\n...\n---\na: 1\n...\n\n# end\n"),
              ElementsAre("7: ---\na: 1\n"));
}

TEST(Scan, PassesOverDirectives) {
  EXPECT_THAT(documents("%YAML 1.2\n---\na: 1\n...\n%TAG ! x\n---\nb: 2\n...\n"),
              ElementsAre("2: ---\na: 1\n", "6: ---\nb: 2\n"));
}

TEST(Scan, CountsFromTheFirstLineWithSomethingInIt) {
  EXPECT_THAT(documents("# one\n\na: 1\n...\n"), ElementsAre("3: a: 1\n"));
}

TEST(Scan, TellsWhereAConflictWasLeft) {
  for (const auto* mark : {"<<<<<<< HEAD", "=======", ">>>>>>> topic", "||||||| base"}) {
    const auto found = scan_documents(std::string("---\na: 1\n") + mark + "\nb: 2\n...\n");
    ASSERT_FALSE(found) << mark;
    EXPECT_EQ(found.error().offset, 3U) << mark;
    EXPECT_THAT(found.error().message, HasSubstr("a merge conflict was left here")) << mark;
  }
  EXPECT_THAT(documents("a: |\n  <<<<<<< HEAD\n...\n"), ElementsAre("1: a: |\n  <<<<<<< HEAD\n"));
}

// Wherever a recording is cut off, either that shows or whole interactions are left.
TEST(Scan, TellsATornDocumentFromAWholeOne) {
  const auto header = yaml_beginning({});
  const auto one = header + yaml_document(support::weather());
  const auto two = one + yaml_document(support::weather());
  for (std::size_t size = 0; size <= two.size(); ++size) {
    const auto found = scan_documents(std::string_view(two).substr(0, size));
    if (!found) {
      EXPECT_THAT(found.error().message, HasSubstr("unfinished")) << size;
      const auto start = size > one.size()      ? one
                         : size > header.size() ? header
                                                : header.substr(0, header.find("---"));
      EXPECT_EQ(found.error().offset,
                static_cast<std::size_t>(std::count(start.begin(), start.end(), '\n')) + 1)
          << size;
      continue;
    }
    for (const auto& whole : {header, one, two}) {
      if (size >= whole.size()) {
        EXPECT_GE(found->size(), whole == header ? 1U : whole == one ? 2U : 3U) << size;
      }
    }
    // The end of the mark "..." is enough; what follows of the next may be its "---" or nothing.
    const auto end = std::string_view(two).substr(0, size).rfind("...");
    if (end != std::string_view::npos) {
      EXPECT_LE(size - end, std::string_view("...\n---\n").size()) << size;
    }
  }
}

TEST(Glance, SeesMethodAndUrlOfWhatTheWriterWrote) {
  const auto text = yaml_document(support::weather());
  const auto glance = glance_at({text, 1});
  ASSERT_TRUE(glance);
  EXPECT_EQ(glance->method, "GET");
  EXPECT_EQ(glance->url, "https://api.weather.test/today?city=Oslo");
}

TEST(Glance, IsSureOrSeesNothing) {
  const auto sees = [](std::string_view text) { return glance_at({text, 1}).has_value(); };
  EXPECT_TRUE(sees("---\nrequest:\n  method: GET\n  url: http://a/\n  version: HTTP/1.0\n"));
  EXPECT_TRUE(sees("---\nrequest:\n  method: GET\n  url: http://a/\nresponse:\n"));
  for (const auto* text :
       {"request:\n  method: GET\n  url: http://a/\n", "---\nrequest:\n  url: http://a/\n  method: GET\n",
        "---\nrequest:\n  method: \"GET\"\n  url: http://a/\n",
        "---\nrequest:\n  method: GET\n  url: http://a/ # c\n",
        "---\nrequest:\n  method: GET\n  url: http://a/\n    b\n",
        "---\nrequest:\n  method: GET\n  url: 'http://a/'\n",
        "---\nrequest:\n  method: GET\n  url: {scheme: http, host: a}\n",
        "---\nrequest:\n  method: GET\n  url: http://a/", "---\nrequest:\n  method: ~\n  url: http://a/\n",
        "---\nrequest:\n  method: GET\n  url: http://a/\xFF\n",
        "---\nrequest:\n  method: GET\n  url: &u http://a/\n", "---\nrequest:\n  method: GET\n  url:\n",
        ""}) {
    EXPECT_FALSE(sees(text)) << escape_control(text);
  }
}

}  // namespace
}  // namespace wiretape::cassette
