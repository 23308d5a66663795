// SPDX-License-Identifier: MIT
#include "policy/form.hpp"

#include <gmock/gmock.h>

#include "support/matching.hpp"

namespace wiretape::policy {
namespace {

using test::post;
using testing::ElementsAre;
using testing::Pair;

TEST(MediaType, IsLowerCaseAndWithoutParameters) {
  EXPECT_EQ(media_type(post("http://h/", "Application/JSON ; charset=utf-8", "")), "application/json");
  EXPECT_EQ(media_type(test::get("http://h/")), "");
}

TEST(Form, IsReadFromUrlencodedAndFromMultipart) {
  const auto encoded = post("http://h/", "application/x-www-form-urlencoded", "a=1+2&b=%26&a=3");
  EXPECT_THAT(*read_form(encoded), ElementsAre(Pair("a", "1 2"), Pair("b", "&"), Pair("a", "3")));
  const auto parts = post("http://h/", "multipart/form-data; boundary=xx",
                          "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--xx--\r\n");
  EXPECT_THAT(*read_form(parts), ElementsAre(Pair("a", "1")));
}

TEST(Form, SaysWhyThereIsNone) {
  EXPECT_EQ(read_form(test::get("http://h/")).error().message, "it has no Content-Type");
  EXPECT_EQ(read_form(post("http://h/", "text/plain", "a=1")).error().message,
            "its Content-Type is text/plain");
  EXPECT_EQ(read_form(post("http://h/", "multipart/form-data; boundary=xx", "--yy")).error().message,
            "its body does not follow the boundary of its Content-Type");
}

}  // namespace
}  // namespace wiretape::policy
