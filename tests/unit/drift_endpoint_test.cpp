// SPDX-License-Identifier: MIT
#include "drift/endpoint.hpp"

#include <gmock/gmock.h>

namespace wiretape::drift {
namespace {

TEST(Endpoints, AreOneWhateverIdentifierIsAskedFor) {
  const auto of = [](const char* method, const char* url) {
    Request request;
    request.method = method;
    request.url = Url::parse(url);
    return endpoint_of(request);
  };
  EXPECT_EQ(of("GET", "https://a.test/orders/17/lines?x=1"), "GET https://a.test/orders/*/lines");
  EXPECT_EQ(of("GET", "https://a.test//orders/b2c/lines"), of("GET", "https://a.test/orders/17/lines/"));
  EXPECT_EQ(of("PUT", "http://a.test:81/"), "PUT http://a.test:81");
}

}  // namespace
}  // namespace wiretape::drift
