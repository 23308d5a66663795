// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <stdexcept>
#include <vector>

#include <wiretape/fault.hpp>

#include "base/closest.hpp"
#include "base/text.hpp"

namespace wiretape {

namespace {

enum class Measure : std::uint8_t { none, count, bytes, time, code, count_and_code };

struct Named {
  std::string_view name;
  Measure measure = Measure::none;
};

constexpr std::array<Named, 45> names{{
    {"refuse"},
    {"accept_and_close"},
    {"accept_and_reset"},
    {"tls_alert", Measure::code},
    {"handshake_stall"},
    {"certificate_expired"},
    {"certificate_not_yet_valid"},
    {"certificate_for_another_host"},
    {"certificate_self_signed"},
    {"certificate_of_unknown_authority"},
    {"certificate_with_weak_key"},
    {"close_in_request", Measure::count},
    {"reset_in_request", Measure::count},
    {"stall_in_request", Measure::count},
    {"no_answer"},
    {"empty_reply"},
    {"reset"},
    {"garbage", Measure::bytes},
    {"bad_status_line"},
    {"content_length_too_big", Measure::count},
    {"content_length_too_small", Measure::count},
    {"content_length_missing"},
    {"content_length_twice"},
    {"duplicate_field", Measure::bytes},
    {"oversized_field", Measure::count},
    {"invalid_field"},
    {"close_after", Measure::count},
    {"reset_after", Measure::count},
    {"stall_after", Measure::count},
    {"corrupt_byte", Measure::count},
    {"malformed_chunk"},
    {"missing_last_chunk"},
    {"wrong_coding"},
    {"slow_close", Measure::time},
    {"refuse_upgrade", Measure::code},
    {"drop_message", Measure::count},
    {"duplicate_message", Measure::count},
    {"reorder_messages", Measure::count},
    {"half_frame", Measure::count},
    {"wrong_opcode", Measure::count},
    {"masked_message", Measure::count},
    {"close_at_message", Measure::count_and_code},
    {"reset_at_message", Measure::count},
    {"silent_death", Measure::count},
    {"no_pong"},
}};

const Named& named(FaultKind kind) { return names.at(static_cast<std::size_t>(kind)); }

// As bytes_of reads it.
std::string quoted(std::string_view bytes) {
  std::string escaped;
  for (const char c : bytes) {
    if (c == '\\' || c == '"') escaped += '\\';
    escaped += c;
  }
  return '"' + escape_control(escaped, 100) + '"';
}

std::string measures_of(const Fault& fault) {
  switch (named(fault.kind).measure) {
    case Measure::none:
      return "";
    case Measure::count:
      return std::to_string(fault.count);
    case Measure::bytes:
      return quoted(fault.bytes);
    case Measure::time:
      return std::to_string(fault.time.count()) + " ms";
    case Measure::code:
      return std::to_string(fault.code);
    case Measure::count_and_code:
      return std::to_string(fault.count) + ", " + std::to_string(fault.code);
  }
  return "";
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  const auto number = parse_decimal(trim(text));
  if (!number || *number > std::numeric_limits<Number>::max()) return std::nullopt;
  return static_cast<Number>(*number);
}

// What stands between quotes, as str() writes it: \xNN for what cannot be shown.
std::optional<std::string> bytes_of(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::nullopt;
  text = text.substr(1, text.size() - 2);
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      bytes += text[i];
      continue;
    }
    const char escaped = text[++i];
    if (escaped == 'n') bytes += '\n';
    if (escaped == 'r') bytes += '\r';
    if (escaped == 't') bytes += '\t';
    if (escaped == '\\' || escaped == '"') bytes += escaped;
    if (escaped != 'x') continue;
    unsigned value = 0;
    const auto digits = text.substr(i + 1, 2);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (read.ptr != digits.data() + 2) return std::nullopt;
    bytes += static_cast<char>(value);
    i += 2;
  }
  return bytes;
}

// False: that is no such measure.
bool read_measures(Fault& fault, std::string_view text) {
  const auto measure = named(fault.kind).measure;
  if (measure == Measure::none) return false;
  if (measure == Measure::bytes) {
    auto bytes = bytes_of(text);
    if (bytes) fault.bytes = *std::move(bytes);
    return bytes.has_value();
  }
  if (measure == Measure::time) {
    if (text.ends_with("ms")) text.remove_suffix(2);
    const auto time = number_of<std::uint32_t>(text);
    if (time) fault.time = std::chrono::milliseconds(*time);
    return time.has_value();
  }
  const auto comma = text.find(',');
  const bool has_two = measure == Measure::count_and_code && comma != std::string_view::npos;
  if (measure == Measure::code || has_two) {
    const auto code = number_of<std::uint16_t>(has_two ? text.substr(comma + 1) : text);
    if (!code) return false;
    fault.code = *code;
  }
  if (measure == Measure::code) return true;
  const auto count = number_of<std::uint64_t>(text.substr(0, has_two ? comma : text.size()));
  if (count) fault.count = *count;
  return count.has_value();
}

[[noreturn]] void refuse_name(std::string_view name) {
  std::vector<std::string_view> known;
  for (const auto& each : names) known.push_back(each.name);
  const auto meant = closest_name(name, known);
  throw std::invalid_argument("there is no fault '" + escape_control(name, 60) + "'" +
                              (meant ? "; is it " + std::string(*meant) + "?" : ""));
}

}  // namespace

std::string_view to_string(FaultKind kind) { return named(kind).name; }

std::string Fault::str() const { return std::string(to_string(kind)) + '(' + measures_of(*this) + ')'; }

Fault parse_fault(std::string_view text) {
  text = trim(text);
  const auto open = std::min(text.find('('), text.size());
  const auto name = trim(text.substr(0, open));
  const auto catalogue = fault_catalogue();
  const auto entry = std::find_if(catalogue.begin(), catalogue.end(), [=](const FaultEntry& each) {
    return to_string(each.example.kind) == name;
  });
  if (entry == catalogue.end()) refuse_name(name);
  Fault fault = entry->example;
  if (open == text.size()) return fault;
  const auto measures = text.ends_with(')') ? trim(text.substr(open + 1, text.size() - open - 2)) : ")";
  if (!measures.empty() && !read_measures(fault, measures)) {
    throw std::invalid_argument("'" + escape_control(text, 100) + "' is no " + std::string(name) +
                                "; it is like " + entry->example.str());
  }
  return fault;
}

}  // namespace wiretape
