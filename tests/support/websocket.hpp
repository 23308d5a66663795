// SPDX-License-Identifier: MIT
// What WebSocket's frame reader makes of bytes, as text, and conversations for tests.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "http/websocket_frame_reader.hpp"
#include "support/events_text.hpp"

namespace wiretape::test {

// Whole, and in pieces of so many bytes.
inline const std::vector<std::size_t> cuts = {0, 1, 2, 3, 7};

struct FrameReading {
  http::websocket::Sender from = http::websocket::Sender::server;
  http::Strictness strictness = http::Strictness::strict;
  http::websocket::Agreement agreement = {};
  http::websocket::MessageLimits limits = {};
  bool is_ended = false;  // the peer ends its side behind the bytes
};

struct ReadFrames {
  std::string text;  // an event or a fault a line; data that came in pieces is joined
  std::vector<http::websocket::FrameEvent> events;
  std::vector<http::websocket::Fault> faults;
  std::string rest;
};

inline std::string to_text(const http::websocket::FrameHead& head) {
  using namespace http::websocket;
  auto out = to_string(head.opcode) + ' ' + std::to_string(head.length);
  if (head.is_final) out += " final";
  for (const auto& [bit, name] :
       {std::pair(rsv1, " rsv1"), std::pair(rsv2, " rsv2"), std::pair(rsv3, " rsv3")}) {
    if ((head.reserved & bit) != 0) out += name;
  }
  if (head.mask) out += " mask " + escape({reinterpret_cast<const char*>(head.mask->data()), 4});
  if (head.length_form == LengthForm::two_bytes) out += " in 2 bytes";
  if (head.length_form == LengthForm::eight_bytes) out += " in 8 bytes";
  return out;
}

inline std::string to_text(const http::websocket::Fault& fault) {
  return "fault " + std::to_string(fault.close_code) + " at " + std::to_string(fault.offset) + ": " +
         fault.message;
}

class FrameTranscriber {
public:
  void hear(const http::websocket::FrameHead& head) { line(to_text(head)); }
  void hear(const http::Data& data) { data_ += data.bytes; }
  void hear(const http::websocket::FrameEnd&) { line("end"); }
  void hear(const http::websocket::Fault& fault) { line(to_text(fault)); }
  std::string text() {
    flush();
    return out_;
  }

private:
  void flush() {
    if (!data_.empty()) out_ += "data " + escape(data_) + '\n';
    data_.clear();
  }
  void line(const std::string& line) {
    flush();
    out_ += line + '\n';
  }
  std::string out_, data_;
};

// Feeds `bytes` in pieces of `cut` bytes, 0 for all at once.
inline ReadFrames read_frames(std::string_view bytes, const FrameReading& how, std::size_t cut = 0) {
  using namespace http::websocket;
  FrameReader reader(how.from, how.agreement, how.strictness, how.limits);
  ReadFrames out;
  FrameTranscriber text;
  bool is_over = false;
  const auto drain = [&] {
    while (!is_over) {
      auto next = reader.next();
      if (next.index() == 0) return;
      if (auto* event = std::get_if<FrameEvent>(&next)) {
        std::visit([&](const auto& e) { text.hear(e); }, *event);
        out.events.push_back(std::move(*event));
        continue;
      }
      out.faults.push_back(std::get<Fault>(next));
      text.hear(out.faults.back());
      is_over = how.strictness == http::Strictness::strict;
    }
  };
  for (std::string_view left = bytes; !left.empty();) {
    const auto piece = left.substr(0, cut == 0 ? left.size() : cut);
    reader.feed(piece);
    left.remove_prefix(piece.size());
    drain();
  }
  if (how.is_ended) reader.feed_end();
  drain();
  out.text = text.text();
  out.rest = reader.take_rest();
  return out;
}

inline std::string write_frames(const std::vector<http::websocket::FrameEvent>& events) {
  http::websocket::FrameWriter writer;
  std::string out;
  for (const auto& event : events) out += writer.write(event);
  return out;
}

inline std::string write_frames(const std::vector<http::websocket::Frame>& frames) {
  std::string out;
  for (const auto& frame : frames) out += http::websocket::write_frame(frame);
  return out;
}

}  // namespace wiretape::test
