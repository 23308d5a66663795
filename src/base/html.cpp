// SPDX-License-Identifier: MIT
#include "base/html.hpp"

#include "base/text.hpp"

namespace wiretape::html {

namespace {

constexpr std::string_view common_style = R"(
  :root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
  body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.4rem; } h2 { font-size: 1.05rem; margin-top: 2rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid #8884; vertical-align: top; }
  td.number { text-align: right; font-variant-numeric: tabular-nums; }
  .tag { border-radius: .3rem; padding: 0 .4rem; white-space: nowrap; color: #fff; }
  .counts .tag { margin-right: .5rem; }
  pre { margin: .2rem 0 0; white-space: pre-wrap; font-size: .85rem; }
)";

}  // namespace

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

std::string shown(std::string_view text) {
  std::string out;
  for (const auto line : split(text, '\n')) out += escaped(escape_control(line)) + '\n';
  while (out.ends_with('\n')) out.pop_back();
  return out;
}

std::string tag(std::string_view kind, const std::string& words) {
  return "<span class=\"tag " + std::string(kind) + "\">" + words + "</span>";
}

std::string page(const std::string& title, std::string_view style, const std::string& content) {
  return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title +
         "</title><meta name=\"viewport\" content=\"width=device-width\"><style>" +
         std::string(common_style) + std::string(style) + "</style></head><body>\n<h1>" + title + "</h1>\n" +
         content + "</body></html>\n";
}

}  // namespace wiretape::html
