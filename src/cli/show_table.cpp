// SPDX-License-Identifier: MIT
#include "cli/show_table.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "base/text.hpp"

namespace wiretape::cli {

namespace {

enum Column : std::size_t { number, method, url, result, type, size, time, count_of_columns };

using Row = std::array<std::string, count_of_columns>;

constexpr std::string_view gap = "  ";
// So much of a URL stays to be seen on the narrowest terminal.
constexpr std::size_t least_url = 24;
// Where nothing is cut, a longer URL moves its own row only.
constexpr std::size_t aligned_url = 100;

bool is_right_aligned(std::size_t column) { return column == number || column == size || column == time; }

// A cell from outside: no control bytes, not wider than a sane value is.
std::string cell(std::string_view text, std::size_t widest) { return cut_to(escape_control(text), widest); }

std::string media_type(const Headers& headers) {
  const auto type = headers.find("Content-Type");
  return type ? cell(trim(type->substr(0, type->find(';'))), 40) : "-";
}

Row row_of(const Interaction& interaction, std::size_t index) {
  Row row;
  row[number] = std::to_string(index);
  row[method] = cell(interaction.request.method, 20);
  row[url] = escape_control(interaction.request.url.str());
  row[time] = format_time(interaction.timing.total);
  row[type] = row[size] = "-";
  if (const auto* response = std::get_if<Response>(&interaction.outcome)) {
    row[result] = std::to_string(response->status);
    row[type] = media_type(response->headers);
    row[size] = format_size(response->body.size());
    if (const auto& said = interaction.conversation) {
      row[type] = "websocket";
      row[size] = std::to_string(said->messages.size()) + " msgs";
    }
  } else {
    row[result] = to_string(std::get<TransportError>(interaction.outcome).kind);
  }
  return row;
}

std::string colour_of(const Interaction& interaction) {
  const auto* response = std::get_if<Response>(&interaction.outcome);
  if (response == nullptr || response->status >= 500) return "\x1b[31m";
  if (response->status >= 400) return "\x1b[33m";
  return response->status >= 300 ? "\x1b[36m" : "\x1b[32m";
}

using Widths = std::array<std::size_t, count_of_columns>;

Widths widths_of(const std::vector<Row>& rows, const Terminal& terminal) {
  Widths widths{};
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(row[i]));
  }
  if (!terminal.width) {
    widths[url] = std::min(widths[url], aligned_url);
    return widths;
  }
  std::size_t others = gap.size() * (count_of_columns - 1);
  for (std::size_t i = 0; i < widths.size(); ++i) others += i == url ? 0 : widths[i];
  const auto left = *terminal.width > others ? *terminal.width - others : 0;
  widths[url] = std::min(widths[url], std::max(left, least_url));
  return widths;
}

std::string format_row(const Row& row, const Widths& widths, const Terminal& terminal,
                       const std::string& colour) {
  std::string line;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const bool is_cut = i == url && terminal.width;
    const auto cell = is_cut ? cut_to(row[i], widths[i]) : row[i];
    const auto text = is_right_aligned(i) ? aligned_right(cell, widths[i]) : padded(cell, widths[i]);
    if (i > 0) line += gap;
    line += i == result && !colour.empty() ? colour + text + "\x1b[0m" : text;
  }
  return line + '\n';
}

std::string heading(const Cassette& cassette, const std::string& file) {
  const auto count = cassette.interactions.size();
  const auto& header = cassette.header;
  auto line =
      escape_control(file) + ": " + std::to_string(count) + (count == 1 ? " interaction" : " interactions");
  if (!header.recorded_at.empty()) line += ", recorded " + escape_control(header.recorded_at);
  if (!header.recorded_by.empty()) line += " by " + escape_control(header.recorded_by);
  std::string parts;
  for (const auto& part : header.match_on) parts += (parts.empty() ? "" : ", ") + escape_control(part);
  if (!parts.empty()) line += ", matched on " + parts;
  return line + '\n';
}

// Three digits at most, with one behind the point below ten.
std::string scaled(double value, const char* unit) {
  char text[32];
  std::snprintf(text, sizeof text, value < 9.95 ? "%.1f %s" : "%.0f %s", value, unit);
  return text;
}

}  // namespace

std::string format_size(std::uint64_t bytes) {
  if (bytes < 1000) return std::to_string(bytes) + " B";
  auto value = static_cast<double>(bytes) / 1000;
  for (const auto* unit : {"kB", "MB", "GB"}) {
    if (value < 999.5) return scaled(value, unit);
    value /= 1000;
  }
  return scaled(value, "TB");
}

std::string format_time(std::chrono::milliseconds time) {
  const auto ms = time.count();
  if (ms < 1000) return std::to_string(ms) + " ms";
  if (ms < 120'000) return scaled(static_cast<double>(ms) / 1000, "s");
  return std::to_string(ms / 60'000) + " min";
}

std::string cassette_table(const Cassette& cassette, const std::string& file, const Terminal& terminal) {
  auto text = heading(cassette, file);
  if (cassette.interactions.empty()) return text;
  std::vector<Row> rows{{"#", "METHOD", "URL", "RESULT", "TYPE", "SIZE", "TIME"}};
  for (const auto& interaction : cassette.interactions) rows.push_back(row_of(interaction, rows.size()));
  const auto widths = widths_of(rows, terminal);
  text += '\n' + format_row(rows[0], widths, terminal, "");
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto colour = terminal.has_colours ? colour_of(cassette.interactions[i - 1]) : "";
    text += format_row(rows[i], widths, terminal, colour);
  }
  return text;
}

}  // namespace wiretape::cli
