// SPDX-License-Identifier: MIT
#include "policy/side_by_side.hpp"

#include <algorithm>
#include <map>

#include "base/columns.hpp"
#include "base/text.hpp"
#include "http/url.hpp"
#include "policy/form.hpp"
#include "policy/ignored.hpp"
#include "policy/match.hpp"
#include "policy/wording.hpp"

namespace wiretape::policy {

namespace {

using Kind = MatchPart::Kind;

constexpr std::size_t cell_bytes = 40;  // two columns, a label and a mark fit 120 characters
constexpr std::size_t shown_differences = 8;
constexpr const char* absent = "(none)";

// Enough to tell a wrong token from a missing one; of a short value nothing.
std::string masked(const std::string& value) { return (value.size() > 8 ? value.substr(0, 4) : "") + "…"; }

// Both texts from the same byte on, so that a late difference is seen.
Row differing(std::string label, std::string_view recorded, std::string_view live) {
  const auto apart = std::mismatch(recorded.begin(), recorded.end(), live.begin(), live.end()).first;
  const auto equal = static_cast<std::size_t>(apart - recorded.begin());
  auto from = equal > cell_bytes / 2 ? equal - cell_bytes / 4 : 0;
  while (from > 0 && !begins_code_point(recorded[from])) --from;  // inside UTF-8
  const auto cell = [from](std::string_view text) {
    if (text.empty()) return std::string("(empty)");
    return (from > 0 ? "…" : "") + escape_control(text.substr(std::min(from, text.size())), cell_bytes);
  };
  return {std::move(label), cell(recorded), cell(live), true};
}

Row equal(std::string label, std::string_view both) {
  auto cell = both.empty() ? std::string(absent) : escape_control(both, cell_bytes);
  return {std::move(label), cell, cell, false};
}

Row row(std::string label, std::string_view recorded, std::string_view live) {
  return recorded == live ? equal(std::move(label), live) : differing(std::move(label), recorded, live);
}

// Values by name, several joined; only those that differ.
void add_fields(std::vector<Row>& rows, const std::string& label, const http::Parameters& recorded,
                const http::Parameters& live) {
  std::map<std::string, std::pair<std::string, std::string>> by_name;
  const auto collect = [&](const http::Parameters& from, auto side) {
    for (const auto& [name, value] : from) {
      auto& text = by_name[name].*side;
      text += text.empty() ? value : ", " + value;
    }
  };
  collect(recorded, &std::pair<std::string, std::string>::first);
  collect(live, &std::pair<std::string, std::string>::second);
  const auto has = [](const http::Parameters& in, const std::string& name) {
    return std::any_of(in.begin(), in.end(), [&](const auto& field) { return field.first == name; });
  };
  for (const auto& [name, values] : by_name) {
    if (values.first == values.second && has(recorded, name) == has(live, name)) continue;
    auto difference = differing(label + ' ' + escape_control(name, cell_bytes), values.first, values.second);
    if (!has(recorded, name)) difference.recorded = absent;
    if (!has(live, name)) difference.live = absent;
    rows.push_back(std::move(difference));
  }
}

bool add_json(std::vector<Row>& rows, const MatchPart& part, const Request& recorded, const Request& live) {
  const auto a = compared_json(part, recorded);
  const auto b = compared_json(part, live);
  if (!a || !b) return false;
  const auto all = differences(*a, *b);
  for (std::size_t i = 0; i < std::min(all.size(), shown_differences); ++i) {
    const auto text = [](const Json* value) {
      return value == nullptr ? absent : show(*value, 4 * cell_bytes);
    };
    const auto& at = all[i].pointer;
    rows.push_back(differing("body " + (at.empty() ? "(whole)" : escape_control(at, cell_bytes)),
                             text(all[i].a), text(all[i].b)));
  }
  if (all.size() > shown_differences) {
    rows.push_back({"body", "…", std::to_string(all.size() - shown_differences) + " more differences", true});
  }
  return true;
}

void add_first_line(std::vector<Row>& rows, const std::string& recorded, const std::string& live) {
  const auto a = split(recorded, '\n');
  const auto b = split(live, '\n');
  std::size_t line = 0;
  while (line < a.size() && line < b.size() && a[line] == b[line]) ++line;
  const auto text = [line](const auto& lines) {
    return line < lines.size() ? lines[line] : std::string_view();
  };
  rows.push_back(differing("body line " + std::to_string(line + 1), text(a), text(b)));
  if (line >= a.size()) rows.back().recorded = absent;
  if (line >= b.size()) rows.back().live = absent;
}

void add_body(std::vector<Row>& rows, const MatchPart& part, const Request& recorded, const Request& live,
              bool differs) {
  const auto size = [](const Body& body) {
    const bool is_known = body.large && !body.large->sha256.empty();
    const auto bytes = std::to_string(body.size()) + " bytes";
    if (body.is_truncated)
      return bytes + (is_known ? ", sha256 " + body.large->sha256.substr(0, 8) : " and more");
    return body.empty() ? absent : bytes;
  };
  if (!differs) return rows.push_back(equal("body", live.body.text()));
  const bool has_size_only =
      recorded.body.is_truncated || live.body.is_truncated || recorded.body.empty() || live.body.empty();
  if (has_size_only) return rows.push_back({"body", size(recorded.body), size(live.body), true});

  const auto a = compared_form(part, recorded);
  const auto b = compared_form(part, live);
  const auto before = rows.size();
  if (a && b) add_fields(rows, "body", *a, *b);
  if (rows.size() > before) return;
  const bool are_json =
      looks_like_json(recorded) && looks_like_json(live) && add_json(rows, part, recorded, live);
  if (!are_json) add_first_line(rows, recorded.body.text(), live.body.text());
}

void add_query(std::vector<Row>& rows, const MatchPart& part, const Request& recorded, const Request& live,
               bool differs) {
  if (!differs) return rows.push_back(equal("query", live.url.query()));
  add_fields(rows, "query", compared_query(part, recorded.url), compared_query(part, live.url));
}

void add_header(std::vector<Row>& rows, const std::string& name, const Request& recorded, const Request& live,
                bool differs) {
  const auto text = [&](const Request& request) {
    std::string out;
    for (const auto& value : request.headers.all(name)) {
      out += (out.empty() ? "" : ", ") + (may_be_secret(name) ? masked(value) : value);
    }
    return request.headers.has(name) ? out : absent;
  };
  auto added = row("header " + escape_control(name, cell_bytes), text(recorded), text(live));
  added.differs = differs;  // masked values may look equal
  rows.push_back(std::move(added));
}

void add(std::vector<Row>& rows, const MatchPart& part, const Request& recorded, const Request& live) {
  const bool differs = !is_equal(part, recorded, live);
  switch (part.kind()) {
    case Kind::method:
      return rows.push_back(row("method", recorded.method, live.method));
    case Kind::scheme:
      return rows.push_back(row("scheme", recorded.url.scheme, live.url.scheme));
    case Kind::host:
      if (!differs) return rows.push_back(equal("host", live.url.host));
      return rows.push_back(differing("host", recorded.url.host, live.url.host));
    case Kind::port:
      return rows.push_back(row("port", std::to_string(recorded.url.port), std::to_string(live.url.port)));
    case Kind::path:
      return rows.push_back(row("path", recorded.url.path(), live.url.path()));
    case Kind::query:
    case Kind::ordered_query:
      return add_query(rows, part, recorded, live, differs);
    case Kind::header:
      return add_header(rows, part.argument(), recorded, live, differs);
    case Kind::body:
      return add_body(rows, part, recorded, live, differs);
    case Kind::custom:
      const std::string verdict = differs ? "its callback says no" : "its callback says yes";
      return rows.push_back({escape_control(part.name(), cell_bytes), verdict, "", differs});
  }
}

}  // namespace

std::vector<Row> side_by_side(const MatchPolicy& policy, const Request& recorded, const Request& live) {
  std::vector<Row> rows;
  for (const auto& part : policy) add(rows, part, recorded, live);
  return rows;
}

std::string format_table(const std::vector<Row>& rows, std::size_t margin) {
  const Row title{"", "recorded", "live"};
  std::size_t label = 0, recorded = columns(title.recorded), live = columns(title.live);
  for (const auto& row : rows) {
    label = std::max(label, columns(row.label));
    recorded = std::max(recorded, columns(row.recorded));
    live = std::max(live, columns(row.live));
  }
  std::string out;
  const auto add_line = [&](const Row& row) {
    auto line = std::string(margin, ' ') + padded(row.label, label + 2) + padded(row.recorded, recorded + 2) +
                padded(row.live, live + 2) + (row.differs ? "<- differs" : "");
    line.erase(line.find_last_not_of(' ') + 1);
    out += (out.empty() ? "" : "\n") + line;
  };
  add_line(title);
  for (const auto& row : rows) add_line(row);
  return out;
}

}  // namespace wiretape::policy
