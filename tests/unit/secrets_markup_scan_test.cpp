// SPDX-License-Identifier: MIT
#include "secrets/markup_scan.hpp"

#include <gmock/gmock.h>

namespace wiretape::secrets {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> scanned(std::string_view text) {
  std::vector<std::string> out;
  scan_markup(text, [&](std::string_view name, std::size_t at, std::size_t size) {
    out.push_back(std::string(name) + '=' + std::string(text.substr(at, size)));
  });
  return out;
}

TEST(MarkupScan, TellsAttributesAndTexts) {
  EXPECT_THAT(
      scanned(
          R"(<?xml version="1.0"?><a:login xmlns:a="urn:x"><a:Password type='clear'>hunter2</a:Password></a:login>)"),
      ElementsAre("version=1.0", "a=urn:x", "type=clear", "Password=hunter2"));
  EXPECT_THAT(scanned(R"(<input name = "pin" value="1234"/><br/>)"), ElementsAre("name=pin", "value=1234"));
}

TEST(MarkupScan, PassesWhatIsNone) {
  for (const auto* text : {"", "a < b", "<", "</", "<a", "<a b", "<a b=", "<a b=\"", "<a b=\"c\"", "</a>",
                           "<a></a", "{\"a\": \"</b>\"}"}) {
    for (const auto& told : scanned(text)) EXPECT_EQ(told.find('<'), std::string::npos) << text;
  }
  EXPECT_THAT(scanned("1 < 2 and 3 > 2"), IsEmpty());
}

}  // namespace
}  // namespace wiretape::secrets
