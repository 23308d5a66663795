// SPDX-License-Identifier: MIT
#include "base/moved_time.hpp"

#include <gtest/gtest.h>

namespace wiretape {
namespace {

constexpr std::int64_t day = 24 * 60 * 60;

TEST(MovedHttpDate, KeepsItsFormat) {
  EXPECT_EQ(moved_http_date("Sun, 06 Nov 1994 08:49:37 GMT", 30), "Sun, 06 Nov 1994 08:50:07 GMT");
  EXPECT_EQ(moved_http_date("Sunday, 06-Nov-94 08:49:37 GMT", day), "Monday, 07-Nov-94 08:49:37 GMT");
  EXPECT_EQ(moved_http_date("Sun Nov  6 08:49:37 1994", 4 * day), "Thu Nov 10 08:49:37 1994");
  EXPECT_EQ(moved_http_date("Thu Nov 10 08:49:37 1994", -4 * day), "Sun Nov  6 08:49:37 1994");
  EXPECT_EQ(moved_http_date("Wed, 21-Oct-2015 07:28:00 GMT", day), "Thu, 22-Oct-2015 07:28:00 GMT");
}

TEST(MovedHttpDate, PassesTheEndsOfMonthsAndYears) {
  EXPECT_EQ(moved_http_date("Wed, 28 Feb 2024 23:59:59 GMT", 1), "Thu, 29 Feb 2024 00:00:00 GMT");
  EXPECT_EQ(moved_http_date("Wed, 31 Dec 2025 23:59:59 GMT", 1), "Thu, 01 Jan 2026 00:00:00 GMT");
  EXPECT_EQ(moved_http_date("Thu, 01 Jan 2026 00:00:00 GMT", -1), "Wed, 31 Dec 2025 23:59:59 GMT");
}

TEST(MovedHttpDate, IsNoneOfWhatIsNoDate) {
  for (const auto* text :
       {"", "0", "-1", "Sun", "Sun, 06 Nov 1994", "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET", "Son, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06-Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ", "Sun Nov  6 08:49:37 1994x",
        "2026-11-30T10:00:00Z"})
    EXPECT_EQ(moved_http_date(text, 1), std::nullopt) << text;
}

TEST(MovedTimestamp, KeepsItsFormat) {
  EXPECT_EQ(moved_timestamp("2026-11-30T23:59:59Z", 1), "2026-12-01T00:00:00Z");
  EXPECT_EQ(moved_timestamp("2026-11-30 23:59:59.123456+02:00", day), "2026-12-01 23:59:59.123456+02:00");
  EXPECT_EQ(moved_timestamp("2026-11-30T10:00:00", -day), "2026-11-29T10:00:00");
  EXPECT_EQ(moved_timestamp("2026-11-30", 2 * day + 5), "2026-12-02");
  EXPECT_EQ(moved_timestamp("1764460800", 60), "1764460860");
  EXPECT_EQ(moved_timestamp("1764460800123", 60), "1764460860123");
}

TEST(MovedTimestamp, IsNoneOfWhatIsNoTime) {
  for (const auto* text :
       {"", "12", "12345678", "123456789012345", "060800123", "2026-13-01", "2026-02-30T10:00:00Z",
        "2026-11-3x", "2026-11-30T25:00:00Z", "2026-11-30x10:00:00Z", "tomorrow", "99999999999999999999"})
    EXPECT_EQ(moved_timestamp(text, 1), std::nullopt) << text;
  EXPECT_EQ(moved_timestamp("100000000", -100000001), std::nullopt) << "before 1970";
  EXPECT_EQ(moved_timestamp("9999-12-31", day), std::nullopt) << "there are four digits for a year";
}

}  // namespace
}  // namespace wiretape
