// SPDX-License-Identifier: MIT
#include "deck/redacted_file.hpp"

#include <gmock/gmock.h>

#include "base/digest.hpp"
#include "http/content_coding.hpp"
#include "support/temp_directory.hpp"

namespace wiretape::deck {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct RedactedFileTest : testing::Test {
  std::unique_ptr<cassette::SideFileWriter> open() {
    return std::make_unique<cassette::SideFileWriter>(cassette::Place{dir.path("a.yaml"), "a.yaml"});
  }
  RedactedFile redact(std::string_view bytes, const Headers& headers = {}) {
    const auto file = open();
    file->append(bytes);
    return redacted_file({redactor, true, variables}, file->reader(), headers, true,
                         [this] { return open(); });
  }
  static std::string text_of(const RedactedFile& redacted) {
    const auto reader = redacted.file->reader();
    return reader.read(0, static_cast<std::size_t>(reader.size()));
  }

  support::TempDirectory dir;
  secrets::Redactor redactor{secrets::default_rules()};
  secrets::Variables variables;
};

// Lines of many bytes, one of which has a secret.
std::string lines(std::size_t bytes, const std::string& with) {
  std::string text;
  while (text.size() < bytes) text += "{\"city\": \"Oslo\", \"celsius\": -3}\n";
  return text.insert(text.find('\n', bytes / 2) + 1, with + "\n");
}

TEST_F(RedactedFileTest, HasPlaceholders) {
  const auto text = lines(5'000'000, R"({"password": "hunter2"})");
  const auto redacted = redact(text);
  ASSERT_NE(redacted.file, nullptr);
  const auto written = text_of(redacted);
  EXPECT_THAT(written, Not(HasSubstr("hunter2")));
  EXPECT_THAT(written, HasSubstr(R"({"password": "{{secret:1:text:7}}"})"));
  EXPECT_EQ(written.size(), text.size() + 19 - 7);
  EXPECT_EQ(redacted.body.size, written.size());
  EXPECT_EQ(redacted.body.sha256, sha256_hex(written));
}

TEST_F(RedactedFileTest, IsNoneWhereThereIsNothingToReplace) {
  EXPECT_EQ(redact(lines(3'000'000, "")).file, nullptr);
  EXPECT_EQ(redact("").file, nullptr);
}

TEST_F(RedactedFileTest, IsDecodedAndCodedAgain) {
  const Headers headers{{"Content-Encoding", "gzip"}};
  const auto redacted =
      redact(*http::encode_content(lines(3'000'000, R"({"pin": "4711"})"), "gzip"), headers);
  ASSERT_NE(redacted.file, nullptr);
  const auto decoded = http::decode_content(text_of(redacted), headers);
  ASSERT_TRUE(decoded);
  EXPECT_THAT(*decoded, HasSubstr("{{secret:1:digits:4}}"));
}

TEST_F(RedactedFileTest, SaysWhatCouldNotBeLookedThrough) {
  const auto redacted = redact("no gzip", {{"Content-Encoding", "gzip"}});
  EXPECT_EQ(redacted.file, nullptr);
  EXPECT_FALSE(redacted.is_looked_through);
}

TEST_F(RedactedFileTest, IsLookedThroughByTheGate) {
  const auto redacted = redact(lines(2'000'000, R"({"mySecretThing": "q7Zk29vLxT04mWbR8sYd"})"));
  ASSERT_EQ(redacted.suspects.size(), 1U);
  EXPECT_EQ(redacted.suspects[0].where, "the response's body, /mySecretThing");
  EXPECT_EQ(redacted.file, nullptr);
  EXPECT_THAT(redact(lines(2'000'000, "")).suspects, IsEmpty());
}

}  // namespace
}  // namespace wiretape::deck
