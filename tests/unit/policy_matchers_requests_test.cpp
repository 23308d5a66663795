// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <wiretape/matchers.hpp>

#include "support/matching.hpp"

namespace wiretape {
namespace {

using test::description;
using test::get;
using test::negation;
using test::verdict;

static_assert(!std::convertible_to<double (*)(), Times>);

const std::vector<Request> three{get("http://h/a"), get("http://h/b"), get("http://h/a")};

TEST(Received, CountsWhatFits) {
  EXPECT_EQ(verdict(Received(2, HasPath("/a")), three), "yes: which has it twice: numbers 1 and 3");
  EXPECT_EQ(verdict(Received(2, HasPath("/b")), three), "no: which has it once: number 2");
  EXPECT_EQ(verdict(Received(0, HasPath("/a")), three), "no: which has it twice: numbers 1 and 3");
}

TEST(Received, ExplainsEachMissWhereNothingFits) {
  EXPECT_EQ(
      verdict(Received(1, HasPath("/c")), three),
      "no: which has none; number 1, GET http://h/a, whose path is \"/a\"; number 2, GET http://h/b, whose "
      "path is \"/b\"; number 3, GET http://h/a, whose path is \"/a\"");
  EXPECT_EQ(
      verdict(Received(1, HasMethod("PUT")), std::vector(5, get("http://h/"))),
      "no: which has none; number 1, GET http://h/, whose method is \"GET\"; number 2, GET http://h/, whose "
      "method is \"GET\"; number 3, GET http://h/, whose method is \"GET\"; and 2 more");
  EXPECT_EQ(verdict(Received(1, AnyRequest()), std::vector<Request>{}), "no: which has no request at all");
}

TEST(Received, DescribesItself) {
  EXPECT_EQ(description(Received(2, HasPath("/a"))), R"(received a request that has path "/a": twice)");
  EXPECT_EQ(negation(Received(1, HasPath("/a"))), R"(did not receive a request that has path "/a": once)");
  EXPECT_EQ(description(Received(0, AnyRequest())), "received a request that is any request: never");
  EXPECT_EQ(description(Received(Times::at_least(3), AnyRequest())),
            "received a request that is any request: at least 3 times");
}

// The same count said by gmock and by us.
TEST(Times, SpeaksAsGmocksCardinalities) {
  const std::vector<std::pair<Times, Times>> pairs{{Times(0), testing::Exactly(0)},
                                                   {Times(1), testing::Exactly(1)},
                                                   {Times(3), testing::Exactly(3)},
                                                   {Times::at_least(2), testing::AtLeast(2)},
                                                   {Times::at_least(0), testing::AnyNumber()},
                                                   {Times::at_most(2), testing::AtMost(2)},
                                                   {Times::between(1, 2), testing::Between(1, 2)},
                                                   {Times::between(2, 4), testing::Between(2, 4)}};
  for (const auto& [ours, gmocks] : pairs) {
    std::ostringstream a, b;
    ours.describe(&a);
    gmocks.describe(&b);
    EXPECT_EQ(a.str(), b.str());
    for (int n = 0; n < 6; ++n) EXPECT_EQ(ours.accepts(n), gmocks.accepts(n)) << a.str() << ' ' << n;
  }
}

TEST(Times, RefusesWhatIsNoRange) {
  EXPECT_THROW(Times(-1), std::invalid_argument);
  EXPECT_THROW(Times::between(3, 2), std::invalid_argument);
}

TEST(ReceivedInOrder, LetsOthersStandBetween) {
  const std::vector list{get("http://h/a"), get("http://h/x"), get("http://h/b"), get("http://h/a")};
  EXPECT_EQ(verdict(ReceivedInOrder(HasPath("/a"), HasPath("/b")), list),
            "yes: which has them as numbers 1 and 3");
  EXPECT_EQ(verdict(ReceivedInOrder(HasPath("/b"), HasPath("/b")), list),
            "no: which has none that has path \"/b\" after number 3; number 4, GET http://h/a, whose path is "
            "\"/a\"");
  EXPECT_EQ(verdict(ReceivedInOrder(HasPath("/c")), std::vector{get("http://h/a")}),
            "no: which has none that has path \"/c\"; number 1, GET http://h/a, whose path is \"/a\"");
}

TEST(ReceivedInOrder, DescribesItself) {
  EXPECT_EQ(description(ReceivedInOrder(HasPath("/a"), HasPath("/b"))),
            R"(received in this order: a request that has path "/a", then one that has path "/b")");
  EXPECT_EQ(negation(ReceivedInOrder(HasPath("/a"))),
            R"(did not receive in this order: a request that has path "/a")");
}

struct SomethingWithRequests {
  [[nodiscard]] std::vector<Request> requests() const { return three; }
};

TEST(Received, LooksIntoWhateverHasRequests) {
  EXPECT_THAT(three, Received(2, HasPath("/a")));
  EXPECT_THAT(SomethingWithRequests{}, Received(testing::AtLeast(1), HasPath("/b")));
  EXPECT_THAT(SomethingWithRequests{}, testing::Not(ReceivedInOrder(HasPath("/b"), HasPath("/b"))));
}

}  // namespace
}  // namespace wiretape
