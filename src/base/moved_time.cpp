// SPDX-License-Identifier: MIT
#include "base/moved_time.hpp"

#include <array>
#include <chrono>
#include <cstdio>

#include "base/text.hpp"

namespace wiretape {

namespace {

using Seconds = std::chrono::sys_seconds;

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> days{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                               "Thursday", "Friday", "Saturday"};

// Takes text from the front as a format has it.
class Cursor {
public:
  explicit Cursor(std::string_view text) : text_(text) {}

  int number(std::size_t digits) {
    const auto value = parse_decimal(text_.substr(0, digits));
    is_good_ = is_good_ && value && text_.size() >= digits;
    skip(digits);
    return value ? static_cast<int>(*value) : 0;
  }
  void literal(std::string_view expected) {
    is_good_ = is_good_ && text_.starts_with(expected);
    skip(expected.size());
  }
  char one_of(std::string_view choices) {
    is_good_ = is_good_ && !text_.empty() && choices.find(text_.front()) != std::string_view::npos;
    const char found = text_.empty() ? '\0' : text_.front();
    skip(1);
    return found;
  }
  unsigned month() {
    unsigned found = 0;
    for (unsigned i = 0; i < months.size(); ++i) {
      if (text_.starts_with(months.at(i))) found = i + 1;
    }
    is_good_ = is_good_ && found > 0;
    skip(3);
    return found;
  }
  // "Sun", or "Sunday"; whether it was the long one.
  bool day_name() {
    for (const auto name : days) {
      if (text_.starts_with(name)) return skip(name.size()), true;
      if (text_.starts_with(name.substr(0, 3))) return skip(3), false;
    }
    is_good_ = false;
    return false;
  }
  [[nodiscard]] std::string_view rest() const { return text_; }
  [[nodiscard]] bool is_good() const { return is_good_; }

private:
  void skip(std::size_t count) { text_.remove_prefix(std::min(count, text_.size())); }

  std::string_view text_;
  bool is_good_ = true;
};

struct Time {
  int year = 0;
  unsigned month = 0;
  int day = 0, hour = 0, minute = 0, second = 0;
};

std::optional<Time> moved(const Time& time, std::int64_t seconds) {
  const std::chrono::year_month_day date{std::chrono::year(time.year), std::chrono::month(time.month),
                                         std::chrono::day(static_cast<unsigned>(time.day))};
  if (!date.ok() || time.hour > 23 || time.minute > 59 || time.second > 60) return std::nullopt;
  const auto then = Seconds(std::chrono::sys_days(date)) + std::chrono::hours(time.hour) +
                    std::chrono::minutes(time.minute) + std::chrono::seconds(time.second + seconds);
  const auto day = std::chrono::floor<std::chrono::days>(then);
  const std::chrono::year_month_day now{day};
  if (int(now.year()) < 0 || int(now.year()) > 9999) return std::nullopt;  // no format has more digits
  const auto in_day = (then - day).count();
  return Time{int(now.year()),
              unsigned(now.month()),
              static_cast<int>(unsigned(now.day())),
              static_cast<int>(in_day / 3600),
              static_cast<int>(in_day / 60 % 60),
              static_cast<int>(in_day % 60)};
}

std::string_view day_of(const Time& time) {
  const std::chrono::year_month_day date{std::chrono::year(time.year), std::chrono::month(time.month),
                                         std::chrono::day(static_cast<unsigned>(time.day))};
  return days.at(std::chrono::weekday(std::chrono::sys_days(date)).c_encoding());
}

std::string padded_number(int value, int digits) {
  auto text = std::to_string(value);
  return text.insert(0, static_cast<std::size_t>(std::max(0, digits - static_cast<int>(text.size()))), '0');
}

std::string clock_of(const Time& time) {
  return padded_number(time.hour, 2) + ':' + padded_number(time.minute, 2) + ':' +
         padded_number(time.second, 2);
}

void read_date(Cursor& in, Time& time) {
  time.year = in.number(4);
  in.literal("-");
  time.month = static_cast<unsigned>(in.number(2));
  in.literal("-");
  time.day = in.number(2);
}

std::string date_of(const Time& time) {
  return padded_number(time.year, 4) + '-' + padded_number(static_cast<int>(time.month), 2) + '-' +
         padded_number(time.day, 2);
}

void read_clock(Cursor& in, Time& time) {
  time.hour = in.number(2);
  in.literal(":");
  time.minute = in.number(2);
  in.literal(":");
  time.second = in.number(2);
}

std::optional<std::string> moved_date_alone(std::string_view text, std::int64_t seconds) {
  Cursor in(text);
  Time time;
  read_date(in, time);
  if (!in.is_good() || !in.rest().empty()) return std::nullopt;
  const auto is = moved(time, seconds);
  if (!is) return std::nullopt;
  return date_of(*is);
}

std::optional<std::string> moved_unix_time(std::string_view text, std::int64_t seconds) {
  const auto value = parse_decimal(text);
  if (!value || text.size() < 9 || text.size() > 14 || text.starts_with('0')) return std::nullopt;
  const std::int64_t unit = text.size() >= 12 ? 1000 : 1;
  const auto is = static_cast<std::int64_t>(*value) + seconds * unit;
  if (is < 0) return std::nullopt;
  return std::to_string(is);
}

// "Sun Nov  6 08:49:37 1994"
std::optional<std::string> moved_asctime(std::string_view text, std::int64_t seconds) {
  Cursor in(text);
  Time time;
  in.day_name();
  in.literal(" ");
  time.month = in.month();
  in.literal(" ");
  const bool is_padded = in.rest().starts_with(' ');
  if (is_padded) in.literal(" ");
  time.day = in.number(is_padded ? 1 : 2);
  in.literal(" ");
  read_clock(in, time);
  in.literal(" ");
  time.year = in.number(4);
  if (!in.is_good() || !in.rest().empty()) return std::nullopt;
  const auto is = moved(time, seconds);
  if (!is) return std::nullopt;
  const auto day = is->day < 10 ? ' ' + std::to_string(is->day) : std::to_string(is->day);
  return std::string(day_of(*is).substr(0, 3)) + ' ' + std::string(months.at(is->month - 1)) + ' ' + day +
         ' ' + clock_of(*is) + ' ' + padded_number(is->year, 4);
}

}  // namespace

std::optional<std::string> moved_http_date(std::string_view text, std::int64_t seconds) {
  Cursor in(text);
  Time time;
  const bool is_long_name = in.day_name();
  if (!in.rest().starts_with(',')) return moved_asctime(text, seconds);
  in.literal(", ");
  time.day = in.number(2);
  const char between = in.one_of(" -");
  time.month = in.month();
  in.one_of({&between, 1});
  const bool has_short_year = in.rest().size() > 2 && in.rest()[2] == ' ';
  time.year = in.number(has_short_year ? 2 : 4);
  if (has_short_year) time.year += time.year < 70 ? 2000 : 1900;
  in.literal(" ");
  read_clock(in, time);
  in.literal(" GMT");
  if (!in.is_good() || !in.rest().empty()) return std::nullopt;
  const auto is = moved(time, seconds);
  if (!is) return std::nullopt;
  const auto name = is_long_name ? day_of(*is) : day_of(*is).substr(0, 3);
  const auto year = has_short_year ? padded_number(is->year % 100, 2) : padded_number(is->year, 4);
  return std::string(name) + ", " + padded_number(is->day, 2) + between +
         std::string(months.at(is->month - 1)) + between + year + ' ' + clock_of(*is) + " GMT";
}

std::optional<std::string> moved_timestamp(std::string_view text, std::int64_t seconds) {
  constexpr std::size_t date_and_clock = 19;
  if (auto unix_time = moved_unix_time(text, seconds)) return unix_time;
  if (text.size() < date_and_clock) return moved_date_alone(text, seconds);
  Cursor in(text);
  Time time;
  read_date(in, time);
  const char between = in.one_of("Tt ");
  read_clock(in, time);
  if (!in.is_good()) return std::nullopt;
  const auto is = moved(time, seconds);
  if (!is) return std::nullopt;
  return date_of(*is) + between + clock_of(*is) + std::string(in.rest());
}

}  // namespace wiretape
