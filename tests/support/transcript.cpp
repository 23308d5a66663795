// SPDX-License-Identifier: MIT
#include "support/transcript.hpp"

#include <fstream>
#include <stdexcept>

#include "base/text.hpp"

namespace wiretape::test {

namespace {

using http::Http1Reader;
using http::Strictness;

std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// False when there is no such setting.
bool apply(std::string_view setting, Transcript& to) {
  const auto words = split(setting, ' ');
  const auto first = words[0];
  const auto second = words.size() == 2 ? words[1] : std::string_view();
  if (first == "requests" || first == "responses") {
    to.how.side = first == "requests" ? Http1Reader::Side::requests : Http1Reader::Side::responses;
    to.how.strictness = second == "strict" ? Strictness::strict : Strictness::lenient;
    return second == "strict" || second == "lenient";
  }
  if (first == "client-frames" || first == "server-frames") {
    to.frames.emplace();
    to.frames->from = first == "client-frames" ? WebSocketSender::client : WebSocketSender::server;
    to.frames->strictness = second == "strict" ? Strictness::strict : Strictness::lenient;
    return second == "strict" || second == "lenient";
  }
  if (to.frames) {
    if (setting == "ended") return to.frames->is_ended = true;
    if (setting != "deflate") return false;
    to.frames->agreement.deflate.emplace();
    return true;
  }
  if (first == "answers") return to.how.answers.emplace_back(second), true;
  if (first == "ended") return to.how.is_ended = true;
  if (first == "rewritten") return to.is_rewritten = true;
  const auto number = parse_decimal(second);
  if (!number) return false;
  if (first == "head_bytes") return to.how.limits.head_bytes = *number, true;
  if (first == "fields") return to.how.limits.fields = *number, true;
  if (first == "chunk_line_bytes") return to.how.limits.chunk_line_bytes = *number, true;
  return false;
}

bool apply_all(std::string_view line, Transcript& to) {
  for (const auto setting : split(line.substr(1, line.size() - 2), ',')) {
    if (!apply(trim(setting), to)) return false;
  }
  return true;
}

// The lines up to the closing fence, joined; `at` moves onto the fence.
std::string block(const std::vector<std::string>& lines, std::size_t& at) {
  std::string out;
  for (++at; at < lines.size() && lines[at] != "```"; ++at) out += lines[at] + '\n';
  return out;
}

}  // namespace

std::vector<Transcript> read_transcripts(const std::string& file) {
  const auto lines = lines_of(file);
  std::vector<Transcript> out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& line = lines[i];
    const auto fail = [&] { throw std::runtime_error(file + ':' + std::to_string(i + 1) + ": " + line); };
    if (line.starts_with("## ")) {
      out.push_back({.name = line.substr(3)});
    } else if (out.empty()) {
      continue;
    } else if (line.starts_with('`') && !line.starts_with("```")) {
      if (!line.ends_with('`') || !apply_all(line, out.back())) fail();
    } else if (line == "```bytes") {
      out.back().bytes = unescape(block(lines, i));
    } else if (line == "```events") {
      out.back().events_begin = i + 1;
      out.back().events = block(lines, i);
      out.back().events_end = i;
    } else if (line.starts_with("```")) {
      fail();
    }
  }
  return out;
}

void write_events(const std::string& file, const std::vector<Transcript>& transcripts,
                  const std::vector<std::string>& events) {
  const auto lines = lines_of(file);
  std::ofstream out(file, std::ios::trunc);
  std::size_t at = 0;
  for (std::size_t i = 0; i < transcripts.size(); ++i) {
    for (; at < transcripts[i].events_begin; ++at) out << lines[at] << '\n';
    out << events[i];
    at = transcripts[i].events_end;
  }
  for (; at < lines.size(); ++at) out << lines[at] << '\n';
}

}  // namespace wiretape::test
