// SPDX-License-Identifier: MIT
// Messages kept as files: EXPECT_TRUE(is_golden("unmatched_query", finding.message)).
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace wiretape::test {

// Whether `text` is fixtures/messages/<name>.txt, whose last line ends. With WIRETAPE_UPDATE_GOLDENS=1
// the file is rewritten, and the test fails to say so: what changed wants to be read.
inline testing::AssertionResult is_golden(const std::string& name, std::string_view text) {
  const auto path = std::string(WIRETAPE_SOURCE_DIR "/fixtures/messages/") + name + ".txt";
  std::ifstream in(path, std::ios::binary);
  const std::string golden{std::istreambuf_iterator<char>(in), {}};
  const auto wanted = std::string(text) + '\n';
  if (in && golden == wanted) return testing::AssertionSuccess();

  const char* update = std::getenv("WIRETAPE_UPDATE_GOLDENS");
  if (update == nullptr || std::string_view(update) != "1") {
    return testing::AssertionFailure() << "fixtures/messages/" << name << ".txt holds\n"
                                       << (in ? golden : "(there is no such file)\n") << "and the text is\n"
                                       << wanted << "WIRETAPE_UPDATE_GOLDENS=1 rewrites it";
  }
  std::ofstream out(path, std::ios::binary);
  if (!(out << wanted << std::flush)) return testing::AssertionFailure() << "cannot write " << path;
  return testing::AssertionFailure() << "rewrote fixtures/messages/" << name
                                     << ".txt; read the change, and run again";
}

}  // namespace wiretape::test
