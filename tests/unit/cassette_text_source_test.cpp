// SPDX-License-Identifier: MIT
#include "cassette/text_source.hpp"

#include <gmock/gmock.h>

#include "support/temp_directory.hpp"

namespace wiretape::cassette {
namespace {

using Lines = std::vector<std::pair<std::string, std::uint64_t>>;

Lines lines_of(const TextSource& source) {
  Lines lines;
  EXPECT_TRUE(source.for_each_line([&](std::string_view line, std::uint64_t offset) {
    lines.emplace_back(line, offset);
    return true;
  }));
  return lines;
}

TEST(TextSource, GivesTheSameLinesFromMemoryAndFromAFile) {
  const support::TempDirectory dir;
  std::string longest;
  for (int i = 0; i < 100'000; ++i) longest += "line " + std::to_string(i) + (i % 3 == 0 ? "\n\n" : "\n");
  for (const auto& text :
       {std::string(), std::string("a"), std::string("a\n"), std::string("a\nb"), std::string("\n\n"),
        std::string(700'000, 'x') + "\n" + std::string(600'000, 'y'), longest}) {
    dir.write("text", text);
    const TextSource held(text), file{SideFileReader(dir.path("text"))};
    const auto lines = lines_of(held);
    EXPECT_TRUE(lines_of(file) == lines) << text.substr(0, 20);
    std::string buffer;
    for (const auto& [line, offset] : lines) EXPECT_TRUE(line == held.at(offset, line.size(), buffer));
    EXPECT_TRUE(file.at(0, text.size() + 1, buffer) == text);
  }
}

TEST(TextSource, StopsWhereItIsTold) {
  const TextSource held("a\nb\nc");
  int count = 0;
  EXPECT_TRUE(held.for_each_line([&](std::string_view, std::uint64_t) { return ++count < 2; }));
  EXPECT_EQ(count, 2);
}

TEST(TextSource, OfAFileHasNoCarriageReturn) {
  const support::TempDirectory dir;
  dir.write("text", "a\r\nb");
  const TextSource file{SideFileReader(dir.path("text"))};
  EXPECT_FALSE(file.for_each_line([](std::string_view, std::uint64_t) { return true; }));
}

}  // namespace
}  // namespace wiretape::cassette
