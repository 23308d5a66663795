// SPDX-License-Identifier: MIT
// Interactions for tests: an ordinary one, and hostile ones by the number.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <wiretape/interaction.hpp>

namespace wiretape::support {

// GET https://api.weather.test/today?city=Oslo, answered with JSON.
inline Interaction weather() {
  Interaction interaction;
  interaction.request.method = "GET";
  interaction.request.url = {"https", "api.weather.test", 443, "/today?city=Oslo"};
  interaction.request.headers = {{"Host", "api.weather.test"}, {"Accept", "*/*"}};
  Response response;
  response.body.bytes = R"({"city":"Oslo","celsius":-3,"wind":[1.50,2]})";
  response.headers = {{"Content-Type", "application/json"},
                      {"Content-Length", std::to_string(response.body.bytes.size())}};
  response.framing = Framing::content_length;
  interaction.outcome = response;
  interaction.timing = {std::chrono::milliseconds(3), std::chrono::milliseconds(4)};
  interaction.recorded_at = "2026-11-24T04:13:45Z";
  return interaction;
}

// A WebSocket conversation of three messages.
inline Interaction chat() {
  Interaction interaction;
  interaction.request.url = Url::parse("http://chat.test/room");
  interaction.request.headers = {{"Host", "chat.test"}, {"Upgrade", "websocket"}, {"Connection", "Upgrade"}};
  Response response;
  response.status = 101;
  response.reason = "Switching Protocols";
  response.headers = {{"Upgrade", "websocket"}, {"Connection", "Upgrade"}};
  interaction.outcome = response;
  WebSocketConversation said;
  said.messages = {text_message("welcome\n"), binary_message("\xff"), close_message(1000, "bye")};
  said.messages[1].from = WebSocketSender::client;
  said.messages[1].at = std::chrono::milliseconds(5);
  said.messages[2].at = std::chrono::milliseconds(7);
  said.ended_at = std::chrono::milliseconds(8);
  interaction.conversation = said;
  return interaction;
}

// Values that a format may stumble over; the same for the same seed.
class HostileValues {
public:
  explicit HostileValues(std::uint32_t seed) : random_(seed) {}

  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool one_in(std::size_t n) { return below(n) == 0; }

  // Any bytes.
  std::string bytes() {
    std::string out;
    for (auto pieces = below(8); pieces-- > 0;) out += piece();
    if (one_in(400)) out += std::string(5000 + below(5000), one_in(2) ? 'x' : ' ');
    return out;
  }
  // Without what ends a line of a head.
  std::string line() {
    auto out = bytes();
    std::erase_if(out, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
    return out;
  }
  std::string json() { return json(0) + (one_in(4) ? "\n" : ""); }

  Headers headers() {
    Headers out;
    for (auto n = below(5); n-- > 0;) {
      if (one_in(5)) {
        out.add(HeaderField{bytes(), bytes(), "x" + bytes()});
      } else if (one_in(3)) {
        out.add(line(), line());
      } else {
        out.add(one_in(2) ? "Accept" : "x-" + std::to_string(below(20)), line());
      }
    }
    if (one_in(4)) out.add("Content-Length", std::to_string(below(30)));
    if (one_in(6)) out.add("Transfer-Encoding", "chunked");
    if (one_in(6)) out.add("Content-Encoding", one_in(2) ? "gzip" : line());
    return out;
  }
  Body body() {
    Body out{.bytes = one_in(3) ? json() : bytes()};
    if (one_in(4)) out.decoded = one_in(2) ? json() : bytes();
    out.is_truncated = one_in(8);
    return out;
  }
  std::vector<Chunk> chunks() {
    std::vector<Chunk> out;
    for (auto n = one_in(2) ? 0 : below(5); n-- > 0;) {
      out.push_back({.size = random_()});
      if (one_in(3)) out.back().extension = ";" + bytes();
      if (one_in(2)) out.back().at = std::chrono::milliseconds(random_());
    }
    return out;
  }
  template <class Message>
  void fill(Message& message) {
    message.headers = headers();
    message.body = body();
    message.framing = static_cast<Framing>(below(4));
    message.chunks = chunks();
    if (one_in(6)) message.last_chunk_extension = ";" + line();
    if (one_in(4)) message.trailers = headers();
    if (one_in(6)) message.raw_head_end = bytes();
    if (one_in(3)) message.version = line();
  }
  Request request() {
    Request out;
    fill(out);
    out.method = one_in(2) ? "HEAD" : line();
    if (one_in(6)) out.raw_request_line = bytes();
    switch (below(4)) {
      case 0:
        out.url = {bytes(), bytes(), static_cast<std::uint16_t>(random_()), bytes()};
        break;
      case 1:
        out.url = {"https", "::1", 8443, "*"};
        break;
      default:
        out.url = {"http", "127.0.0.1", 80, "/" + line()};
    }
    return out;
  }
  Response response() {
    Response out;
    fill(out);
    out.status = static_cast<int>(below(1000));
    out.reason = line();
    if (one_in(6)) out.raw_status_line = "x" + bytes();
    for (auto n = one_in(3) ? below(3) : 0; n-- > 0;) {
      out.interim.push_back(
          {static_cast<int>(100 + below(100)), bytes(), headers(), one_in(3) ? line() : "HTTP/1.1"});
    }
    return out;
  }
  WebSocketMessage message() {
    WebSocketMessage out;
    out.opcode = one_in(3) ? WebSocketOpcode::close : static_cast<WebSocketOpcode>(below(16));
    out.payload = one_in(3) ? json() : bytes();
    if (one_in(3)) out.payload = "\x03\xe8" + bytes();
    out.from = one_in(2) ? WebSocketSender::server : WebSocketSender::client;
    out.at = std::chrono::milliseconds(random_());
    out.is_compressed = one_in(3);
    if (one_in(3)) out.wire = bytes();
    if (one_in(6)) out.undecoded = bytes();
    out.is_finished = !one_in(6);
    if (one_in(6)) out.missing = random_();
    out.is_truncated = one_in(8);
    out.after_fragment = one_in(4) ? random_() : 0;
    for (auto n = one_in(2) ? 0 : below(4); n-- > 0;) {
      WebSocketFragment fragment{.size = random_(), .decoded_size = random_()};
      if (one_in(2)) fragment.at = std::chrono::milliseconds(random_());
      if (one_in(3)) fragment.mask = {1, static_cast<std::uint8_t>(below(256)), 0, 255};
      fragment.reserved = static_cast<std::uint8_t>(below(8));
      fragment.length_form = static_cast<WebSocketLengthForm>(below(3));
      out.fragments.push_back(fragment);
    }
    return out;
  }
  WebSocketConversation conversation() {
    WebSocketConversation out;
    for (auto n = below(5); n-- > 0;) out.messages.push_back(message());
    out.end = static_cast<WebSocketEnd>(below(5));
    out.ended_at = std::chrono::milliseconds(random_());
    if (one_in(2)) {
      out.deflate = {static_cast<int>(below(10)), static_cast<int>(1 + below(9)), static_cast<int>(below(5)),
                     one_in(2), one_in(2)};
    }
    return out;
  }
  Interaction interaction() {
    Interaction out;
    out.request = request();
    if (one_in(3)) {
      TransportError error{static_cast<TransportErrorKind>(below(8)), bytes()};
      if (one_in(2)) error.partial = response();
      out.outcome = error;
    } else {
      auto answer = response();
      if (one_in(3)) {
        answer.status = 101;
        out.conversation = conversation();
      }
      out.outcome = std::move(answer);
    }
    if (one_in(2)) out.timing = {std::chrono::milliseconds(random_()), std::chrono::milliseconds(random_())};
    if (one_in(2)) out.recorded_at = bytes();
    if (one_in(3)) out.tls = TlsSession{line(), bytes(), line(), bytes(), {bytes(), line()}};
    return out;
  }

private:
  std::string piece() {
    static const std::vector<std::string> pieces = {"---",
                                                    "...",
                                                    "\n---\n",
                                                    "\n...\n",
                                                    "key: value",
                                                    "- x",
                                                    "#",
                                                    " # c",
                                                    ": ",
                                                    ":",
                                                    "'",
                                                    "\"",
                                                    "\\",
                                                    "|",
                                                    ">",
                                                    "|-",
                                                    "{",
                                                    "}",
                                                    "[",
                                                    "]",
                                                    ",",
                                                    "&a",
                                                    "*a",
                                                    "!!str",
                                                    "%YAML",
                                                    "@",
                                                    "`",
                                                    "?",
                                                    "? ",
                                                    "-",
                                                    "- ",
                                                    "~",
                                                    "null",
                                                    "true",
                                                    "no",
                                                    "1",
                                                    "0x1F",
                                                    "1e5",
                                                    "-.inf",
                                                    "12:30:45",
                                                    "2026-11-24",
                                                    "<<",
                                                    "<<<<<<<",
                                                    "=",
                                                    " ",
                                                    "  ",
                                                    "\t",
                                                    "\n",
                                                    "\n\n",
                                                    "\n ",
                                                    " \n",
                                                    "\r\n",
                                                    "\r",
                                                    "hello",
                                                    "x\ny\nz",
                                                    "line\n  deeper\nback\n",
                                                    "\xC3\xA9",
                                                    "\xF0\x9F\x98\x80",
                                                    "\xE2\x80\xA8",
                                                    "\xE2\x80\xA9",
                                                    "\xC2\x85",
                                                    "\xEF\xBB\xBF",
                                                    "\xC2\xA0",
                                                    "\xEF\xBF\xBE",
                                                    "\xEF\xBF\xBD",
                                                    "\x7f",
                                                    "\x1b",
                                                    "\x04",
                                                    "\x01",
                                                    "\xff",
                                                    "\xC0\x80",
                                                    "\xED\xA0\x80",
                                                    "base64",
                                                    "a=b&c=d",
                                                    "/path?q=1"};
    if (one_in(8)) return std::string(1, static_cast<char>(below(256)));
    if (one_in(30)) return std::string(1, '\0');
    return pieces[below(pieces.size())];
  }

  std::string json(std::size_t depth) {
    static const std::vector<std::string> scalars = {"1",
                                                     "-0",
                                                     "0.10",
                                                     "1E400",
                                                     "-1.5e-7",
                                                     "12345678901234567890123",
                                                     "true",
                                                     "false",
                                                     "null",
                                                     "\"\"",
                                                     "\"a\"",
                                                     "\"1\"",
                                                     "\"null\"",
                                                     "\"\\u0000\"",
                                                     "\"a\\nb\\nc\"",
                                                     "\"- x: y\"",
                                                     "\"\xC3\xA9\"",
                                                     "\"\\u00e9\"",
                                                     "\"\\/\"",
                                                     "\" a \"",
                                                     "\"\\ud83d\\ude00\"",
                                                     "\"<b>\"",
                                                     "\"\xE2\x80\xA8\"",
                                                     "\"~\""};
    if (depth > 4 || (depth > 0 && one_in(2))) return scalars[below(scalars.size())];
    const bool is_object = one_in(2);
    const char* gap = one_in(10) ? " " : "";
    std::string out = is_object ? "{" : "[";
    for (std::size_t n = below(4), i = 0; i < n; ++i) {
      if (i > 0) out += std::string(",") + gap;
      if (is_object)
        out += one_in(20) ? "\"k\":" : name(scalars[9 + below(scalars.size() - 9)], i) + ":" + gap;
      out += json(depth + 1);
    }
    return out + (is_object ? "}" : "]");
  }

  static std::string name(std::string scalar, std::size_t i) { return scalar.insert(1, std::to_string(i)); }

  std::mt19937 random_;
};

}  // namespace wiretape::support
