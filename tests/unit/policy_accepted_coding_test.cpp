// SPDX-License-Identifier: MIT
#include "policy/accepted_coding.hpp"

#include <gmock/gmock.h>

namespace wiretape::policy {
namespace {

bool accepts(const std::string& value, std::string_view coding = "gzip") {
  return accepts_coding({{"Accept-Encoding", value}}, coding);
}

TEST(AcceptedCoding, IsNamedAndNotRuledOut) {
  for (const auto* value : {"gzip", "deflate, GZIP", "br;q=1.0, gzip;q=0.001", "*", "x-gzip", "*;q=0, gzip"})
    EXPECT_TRUE(accepts(value)) << value;
  for (const auto* value : {"", "br", "gzip;q=0", "gzip; q=0.000", "*;q=0", "gzip;q=0, *", "identity"})
    EXPECT_FALSE(accepts(value)) << value;
  EXPECT_FALSE(accepts_coding({}, "gzip"));
  EXPECT_TRUE(accepts("gzip, br", "br"));
}

// "hello" in gzip would be some twenty bytes; what counts here is which of the two is sent.
Interaction coded(const std::string& accepted) {
  Interaction made;
  if (!accepted.empty()) made.request.headers.add("Accept-Encoding", accepted);
  Response response;
  response.headers = {{"Content-Encoding", "gzip"}, {"Content-Length", "3"}, {"Vary", "Accept-Encoding"}};
  response.framing = Framing::content_length;
  response.body.bytes = "zip";
  response.body.decoded = "hello";
  made.outcome = response;
  return made;
}

Request asking(const std::string& accepted) { return coded(accepted).request; }

TEST(AcceptedCoding, IsRemovedForAClientThatDoesNotTakeIt) {
  const auto decoded = decoded_for(asking(""), coded("gzip, br"));
  ASSERT_TRUE(decoded);
  const auto& response = std::get<Response>(decoded->outcome);
  EXPECT_EQ(response.body.bytes, "hello");
  EXPECT_FALSE(response.body.decoded);
  EXPECT_FALSE(response.headers.has("Content-Encoding"));
  EXPECT_EQ(response.headers.find("Content-Length"), "5");
  EXPECT_EQ(response.headers.find("Vary"), "Accept-Encoding");
  EXPECT_TRUE(decoded_for(asking("br"), coded("gzip")));
}

TEST(AcceptedCoding, StaysForOneThatDoesAndForOneLikeTheRecorder) {
  EXPECT_FALSE(decoded_for(asking("gzip"), coded("gzip")));
  EXPECT_FALSE(decoded_for(asking(""), coded(""))) << "the server did it unasked, and it will be played so";
  auto plain = coded("gzip");
  std::get<Response>(plain.outcome).body.decoded.reset();
  EXPECT_FALSE(decoded_for(asking(""), plain)) << "it could not be decoded";
  auto failed = coded("gzip");
  failed.outcome = TransportError{};
  EXPECT_FALSE(decoded_for(asking(""), failed));
}

}  // namespace
}  // namespace wiretape::policy
