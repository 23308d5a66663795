// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "http/url.hpp"

namespace wiretape::http {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;

constexpr auto type = "multipart/form-data; boundary=xyz";

// As curl -F sends it.
TEST(Multipart, ReadsFieldsAndFiles) {
  const auto parts =
      parse_multipart("Multipart/Form-Data; charset=utf-8; Boundary=\"x y\"",
                      "--x y\r\n"
                      "Content-Disposition: form-data; name=\"city\"\r\n"
                      "\r\n"
                      "Oslo\r\n"
                      "--x y\r\n"
                      "content-disposition: form-data; name=\"file\"; filename=\"a;b\\\".txt\"\r\n"
                      "Content-Type: text/plain\r\n"
                      "\r\n"
                      "line\r\n\r\n--x z\r\n"
                      "--x y--\r\n");
  EXPECT_THAT(parts, Optional(ElementsAre(Part{"city", "", "", "Oslo"},
                                          Part{"file", "a;b\".txt", "text/plain", "line\r\n\r\n--x z"})));
}

TEST(Multipart, KeepsABackslashOfAPath) {
  const auto parts =
      parse_multipart(type,
                      "--xyz\r\nContent-Disposition: form-data; name=f; filename=\"C:\\a.txt\"\r\n"
                      "\r\n\r\n--xyz--");
  EXPECT_THAT(parts, Optional(ElementsAre(Part{"f", "C:\\a.txt", "", ""})));
}

TEST(Multipart, LeavesPreambleAndEpilogueOut) {
  const auto parts = parse_multipart(type,
                                     "preamble --xyz\r\n--xyz \t\r\nContent-Disposition: form-data; "
                                     "name=\"a\"\r\n\r\n1\r\n--xyz--\r\nepilogue");
  EXPECT_THAT(parts, Optional(ElementsAre(Part{"a", "", "", "1"})));
}

TEST(Multipart, ALongerBoundaryIsContent) {
  const auto parts = parse_multipart(type, "--xyz\r\n\r\n1\r\n--xyzz\r\n2\r\n--xyz--");
  EXPECT_THAT(parts, Optional(ElementsAre(Part{"", "", "", "1\r\n--xyzz\r\n2"})));
}

TEST(Multipart, MayHaveNoPart) { EXPECT_THAT(parse_multipart(type, "--xyz--\r\n"), Optional(IsEmpty())); }

// Compared at every place, this would take minutes.
TEST(Multipart, SeeksABoundaryWhereLinesBeginOnly) {
  const auto boundary = std::string(60'000, '-') + 'x';
  const std::string body(32 << 20, '-');
  EXPECT_FALSE(parse_multipart("multipart/form-data; boundary=" + boundary, body));
  EXPECT_THAT(parse_multipart(type, "pre--xyz\r\n\n--xyz\r\n\r\n--xyz--\r\n--xyz--"), Optional(IsEmpty()));
}

TEST(Multipart, IsNothingWhenItDoesNotFollowItsBoundary) {
  const auto* body = "--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--xyz--";
  EXPECT_TRUE(parse_multipart(type, body));
  EXPECT_FALSE(parse_multipart("multipart/form-data", body));
  EXPECT_FALSE(parse_multipart("multipart/form-data; boundary=", body));
  EXPECT_FALSE(parse_multipart("multipart/form-data; boundary=other", body));
  EXPECT_FALSE(parse_multipart("multipart/mixed; boundary=xyz", body));
  EXPECT_FALSE(parse_multipart(type, ""));
  EXPECT_FALSE(parse_multipart(type, std::string_view(body).substr(0, 60)));  // no end
  EXPECT_FALSE(parse_multipart(type, "--xyz\r\nno empty line\r\n--xyz--"));
  EXPECT_FALSE(parse_multipart(type, "--xyz\r\n--xyz--"));
}

TEST(Multipart, EveryPrefixIsNothing) {
  const std::string body = "--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--xyz--";
  for (std::size_t n = 0; n < body.size(); ++n) EXPECT_FALSE(parse_multipart(type, body.substr(0, n))) << n;
}

}  // namespace
}  // namespace wiretape::http
