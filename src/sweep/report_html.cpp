// SPDX-License-Identifier: MIT
#include <wiretape/sweep.hpp>

#include "base/text.hpp"

namespace wiretape {

namespace {

constexpr std::string_view style = R"(
  :root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
  body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.4rem; } h2 { font-size: 1.05rem; margin-top: 2rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid #8884; vertical-align: top; }
  td.number { text-align: right; font-variant-numeric: tabular-nums; }
  .tag { border-radius: .3rem; padding: 0 .4rem; white-space: nowrap; color: #fff; }
  .survived { background: #2a7d46; } .unnoticed { background: #9a6700; } .not_met { background: #6b7280; }
  .failed, .hung { background: #b42318; }
  .counts .tag { margin-right: .5rem; }
  pre { margin: .2rem 0 0; white-space: pre-wrap; font-size: .85rem; }
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// Line by line; control bytes and bytes that are no UTF-8 have no place in a page.
std::string shown(const std::string& text) {
  std::string out;
  for (const auto line : split(text, '\n')) out += escaped(escape_control(line)) + '\n';
  while (out.ends_with('\n')) out.pop_back();
  return out;
}

std::string tag(SweepOutcome outcome, const std::string& words) {
  std::string kind(to_string(outcome));
  for (auto& c : kind) {
    if (c == ' ') c = '_';
  }
  return "<span class=\"tag " + kind + "\">" + words + "</span>";
}

std::string row(const SweepResult& result) {
  std::string out = "<tr id=\"" + escaped(result.what.name()) + "\"><td>" +
                    tag(result.outcome, std::string(to_string(result.outcome))) + "</td><td>" +
                    escaped(to_string(result.what.group())) + "</td><td>" + escaped(result.what.name());
  if (!result.note.empty()) out += "<pre>" + shown(result.note) + "</pre>";
  return out + "</td><td>" + shown(result.what.fault()) + "</td><td class=\"number\">" +
         std::to_string(result.took.count()) + " ms</td></tr>\n";
}

}  // namespace

std::string SweepReport::html() const {
  const auto title = "Sweep of " + shown(cassette_);
  std::string out = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title +
                    "</title><meta name=\"viewport\" content=\"width=device-width\"><style>" +
                    std::string(style) + "</style></head><body>\n<h1>" + title +
                    "</h1>\n<p class=\"counts\">";
  for (const auto outcome : {SweepOutcome::survived, SweepOutcome::unnoticed, SweepOutcome::not_met,
                             SweepOutcome::failed, SweepOutcome::hung}) {
    out += tag(outcome, std::to_string(count(outcome)) + ' ' + std::string(to_string(outcome)));
  }
  out += "</p>\n";
  const std::string* request = nullptr;
  for (const auto& result : results_) {
    const bool is_next = request == nullptr || *request != result.what.request();
    if (is_next) {
      if (request != nullptr) out += "</table>\n";
      request = &result.what.request();
      out +=
          "<h2>" + (request->empty() ? std::string("The recording itself") : shown(*request)) +
          "</h2>\n<table><tr><th>outcome</th><th>group</th><th>case</th><th>fault</th><th>took</th></tr>\n";
    }
    out += row(result);
  }
  if (request != nullptr) out += "</table>\n";
  return out + "</body></html>\n";
}

}  // namespace wiretape
