// SPDX-License-Identifier: MIT
// Both libraries' names at once, as a test file may have them.
#include <gmock/gmock.h>

#include <wiretape/gtest.hpp>

namespace both {
namespace {

using namespace testing;
using namespace wiretape;

TEST(NamesOfBothLibraries, StandBesideEachOther) {
  Request request;
  request.url = Url::parse("https://api.weather.test/today?city=Oslo");
  request.headers = {HeaderField{"Accept", "text/html"}};
  const std::vector<Request> requests{request};
  EXPECT_THAT(requests, Received(Exactly(1), HasPath("/today") && HasQueryParam("city", "Oslo")));
  EXPECT_THAT(request, AllOf(Field(&Request::version, "HTTP/1.1"), HasHeader("accept"), Not(HasBody("x"))));
  EXPECT_THAT(request, HasUrl(StartsWith("https://")));
  EXPECT_THAT(requests, ReceivedInOrder(HasMethod("GET")));
  EXPECT_THAT(requests, Each(HasHost("api.weather.test")));
}

}  // namespace
}  // namespace both
