// SPDX-License-Identifier: MIT
// How often something happened, or should.
#pragma once

#include <functional>
#include <iosfwd>

namespace wiretape {

// How often. Takes an int (exactly), or a gmock cardinality such as testing::AtLeast(2).
class Times {
public:
  Times(int exactly);  // NOLINT
  template <class C>
  requires requires(const C& c, std::ostream* os) {
    c.IsSatisfiedByCallCount(1);
    c.DescribeTo(os);
  }
  Times(C cardinality)  // NOLINT
      : accepts_([cardinality](int n) { return cardinality.IsSatisfiedByCallCount(n); }),
        describe_([cardinality](std::ostream* os) { cardinality.DescribeTo(os); }) {}

  static Times between(int least, int most);
  static Times at_least(int n);
  static Times at_most(int n);

  [[nodiscard]] bool accepts(int count) const { return accepts_(count); }
  void describe(std::ostream* os) const { describe_(os); }  // "called twice": gmock's words

private:
  Times(std::function<bool(int)> accepts, std::function<void(std::ostream*)> describe);

  std::function<bool(int)> accepts_;
  std::function<void(std::ostream*)> describe_;
};

}  // namespace wiretape
