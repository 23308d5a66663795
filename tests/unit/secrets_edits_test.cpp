// SPDX-License-Identifier: MIT
#include "secrets/edits.hpp"

#include <gmock/gmock.h>

#include "http/content_coding.hpp"

namespace wiretape::secrets {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Edits, TakeTheirPlaces) {
  const Edits edits{{2, 3, "X"}, {7, 0, "YY"}};
  EXPECT_EQ(edited("01234567", edits), "01X56YY7");
  EXPECT_EQ(moved(0, edits), 0U);
  EXPECT_EQ(moved(2, edits), 2U);
  EXPECT_EQ(moved(4, edits), 3U) << "within the first: behind it";
  EXPECT_EQ(moved(5, edits), 3U);
  EXPECT_EQ(moved(8, edits), 8U);
}

Response chunked(std::string body, std::vector<Chunk> chunks) {
  Response response;
  response.headers.add("Transfer-Encoding", "chunked");
  response.framing = Framing::chunked;
  response.body.bytes = std::move(body);
  response.chunks = std::move(chunks);
  return response;
}

std::vector<std::uint64_t> sizes(const Response& response) {
  std::vector<std::uint64_t> out;
  for (const auto& chunk : response.chunks) out.push_back(chunk.size);
  return out;
}

TEST(EditedBodies, KeepTheirChunks) {
  auto response = chunked("aaaSECRETbbb", {{5}, {5}, {2}});
  edit_body(response, {{3, 6, "<the placeholder>"}});
  EXPECT_EQ(response.body.bytes, "aaa<the placeholder>bbb");
  EXPECT_THAT(sizes(response), ElementsAre(20U, 1U, 2U)) << "what stood across a border stands before it";
  edit_body(response, {{3, 17, "HARMLE"}});
  EXPECT_EQ(response.body.bytes, "aaaHARMLEbbb");
  EXPECT_THAT(sizes(response), ElementsAre(9U, 1U, 2U));
}

TEST(EditedBodies, NeverHaveAnEmptyChunk) {
  auto response = chunked("SECRET", {{2}, {2}, {2}});
  edit_body(response, {{0, 6, "x"}});
  EXPECT_THAT(sizes(response), ElementsAre(1U));
}

TEST(EditedBodies, HaveTheirLength) {
  Request request;
  request.headers.add("Content-Length", "6");
  request.framing = Framing::content_length;
  request.body.bytes = "SECRET";
  edit_body(request, {{0, 6, "ten bytes!"}});
  EXPECT_EQ(request.headers.find("Content-Length"), "10");
}

TEST(EditedBodies, AreCodedAnew) {
  Response response;
  response.headers.add("Content-Encoding", "gzip");
  response.body.decoded = "a SECRET";
  response.body.bytes = *http::encode_content(*response.body.decoded, "gzip");
  response.headers.add("Content-Length", std::to_string(response.body.bytes.size()));
  response.framing = Framing::content_length;
  edit_body(response, {{2, 6, "word"}});
  EXPECT_EQ(response.body.decoded, "a word");
  EXPECT_EQ(*http::decode_content(response.body.bytes, response.headers), "a word");
  EXPECT_EQ(response.headers.find("Content-Length"), std::to_string(response.body.bytes.size()));
}

TEST(EditedBodies, ThatCannotBeCodedAreNot) {
  Response response;
  response.headers.add("Content-Encoding", "gzip, mystery");
  response.body.bytes = "??";
  response.body.decoded = "a SECRET";
  edit_body(response, {{2, 6, "word"}});
  EXPECT_FALSE(response.headers.has("Content-Encoding"));
  EXPECT_EQ(response.body.bytes, "a word");
  EXPECT_EQ(response.body.decoded, std::nullopt);
}

TEST(EditedBodies, StayAsTheyAreWithoutEdits) {
  auto response = chunked("abc", {{1}, {1}, {7}});
  const auto before = response;
  edit_body(response, {});
  EXPECT_EQ(response, before) << "even what does not add up";
}

TEST(EditedMessages, KeepTheirFragments) {
  auto message = text_message("aaSECRETbb");
  message.fragments = {{4, 4}, {6, 6}};
  edit_payload(message, {{2, 6, "x"}});
  EXPECT_EQ(message.payload, "aaxbb");
  ASSERT_EQ(message.fragments.size(), 2U);
  EXPECT_EQ(message.fragments[0].size + message.fragments[1].size, 5U);
  message.is_compressed = true;
  message.wire = "old";
  edit_payload(message, {{2, 1, "y"}});
  EXPECT_THAT(message.fragments, IsEmpty());
  EXPECT_EQ(message.wire, std::nullopt) << "it is compressed anew";
}

}  // namespace
}  // namespace wiretape::secrets
