// SPDX-License-Identifier: MIT
// Messages through permessage-deflate (RFC 7692 §7.2), both ways, over zlib.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "http/content_coding.hpp"
#include "http/websocket_permessage_deflate.hpp"
#include "http/websocket_rules.hpp"

namespace wiretape::http::websocket {

// What a side's messages so far let the next one refer back to: the end of what they decode to.
class History {
public:
  void add(std::string_view decoded);
  void clear() { window_.clear(); }
  [[nodiscard]] std::string_view window() const { return window_; }  // at most 32 KiB

private:
  std::string window_;
};

struct Inflated {
  std::string payload;
  std::vector<std::uint64_t> sizes;  // what each fragment gave of it
};

// Decodes a whole message. `wire` is its payload on the wire, and `sizes` the fragments it came in.
// A message without a byte is an empty one, as some senders have it. A window is 32 KiB whatever was
// agreed. Faults: corrupt data and a message cut short 1007, a limit passed 1009; they have no offset.
std::variant<Inflated, Fault> inflate_message(std::string_view wire, const std::vector<std::uint64_t>& sizes,
                                              std::string_view window, const DecodeLimits& limits);

// How another program uses zlib, to find out what it wrote.
using DeflateSettings = WebSocketDeflate;

// The sending half, for one side's messages in order. Takes 268 KiB from the first message on.
class Deflater {
public:
  Deflater(const Compression& agreed, const DeflateSettings& settings);

  // A message's payload for the wire. `sizes` are its fragments before compression; they matter only where
  // each is flushed.
  [[nodiscard]] std::string deflate(std::string_view payload, const std::vector<std::uint64_t>& sizes);
  // The next message refers to nothing before it.
  void forget();

private:
  struct Stream;
  struct EndStream {
    void operator()(Stream* stream) const;
  };

  void start();
  void flush(std::string_view bytes, std::string& out);

  int window_bits_;
  bool keeps_context_;
  DeflateSettings settings_;
  std::unique_ptr<Stream, EndStream> stream_;
};

}  // namespace wiretape::http::websocket
