// SPDX-License-Identifier: MIT
#include "proxy/change_filter.hpp"

#include <gmock/gmock.h>

#include "http/content_coding.hpp"
#include "support/bent.hpp"

namespace wiretape::proxy {
namespace {

using testing::ElementsAre;

class ChangeFilterTest : public Bent {
protected:
  static Action body_to(std::string text) {
    return ChangeAction{[text = std::move(text)](Response& response) {
      (response.body.decoded ? *response.body.decoded : response.body.bytes) = text;
    }};
  }
};

TEST_F(ChangeFilterTest, KeepsTheLengthRight) {
  EXPECT_THAT(play(with_length("ab"), {body_to("longer")}),
              ElementsAre("200 Content-Length=6", "\"longer\"", "end"));
  EXPECT_THAT(play(in_chunks({"ab", "c"}), {body_to("longer")}),
              ElementsAre("200 Transfer-Encoding=chunked", "chunk 6", "\"longer\"", "trailers", "end"));
}

TEST_F(ChangeFilterTest, LeavesChunksAloneWhereTheBodyStays) {
  const auto head = ChangeAction{[](Response& response) { response.headers.set("X-A", "1"); }};
  EXPECT_THAT(play(in_chunks({"ab", "c"}), {head}),
              ElementsAre("200 Transfer-Encoding=chunked X-A=1", "chunk 2", "\"ab\"", "chunk 1", "\"c\"",
                          "trailers", "end"));
}

TEST_F(ChangeFilterTest, PutsTheCodingOnAgain) {
  auto response = with_length(*http::encode_content("text", "gzip"));
  response.headers.add("Content-Encoding", "gzip");
  const auto coded = *http::encode_content("other", "gzip");
  EXPECT_THAT(play(response, {body_to("other")}),
              ElementsAre("200 Content-Length=" + std::to_string(coded.size()) + " Content-Encoding=gzip",
                          '"' + coded + '"', "end"));
}

TEST_F(ChangeFilterTest, LetsInterimAnswersAndFailuresPass) {
  auto response = with_length("ab");
  response.interim = {Interim{103, "Early Hints"}};
  EXPECT_THAT(play(response, {body_to("c")}), ElementsAre("103", "200 Content-Length=1", "\"c\"", "end"));
  EXPECT_THAT(play(TransportError{TransportErrorKind::reset}, {body_to("c")}), ElementsAre("reset"));
  auto partial = with_length("ab");
  partial.headers.set("Content-Length", "10");
  EXPECT_THAT(play(TransportError{TransportErrorKind::closed, "", partial}, {body_to("c")}),
              ElementsAre("200 Content-Length=10", "\"ab\"", "closed"));
}

TEST_F(ChangeFilterTest, ChangesOneAfterTheOther) {
  const auto add = [](const char* what) {
    return ChangeAction{[what](Response& response) { response.body.bytes += what; }};
  };
  EXPECT_THAT(play(with_length("a"), {add("b"), add("c")}),
              ElementsAre("200 Content-Length=3", "\"abc\"", "end"));
}

}  // namespace
}  // namespace wiretape::proxy
