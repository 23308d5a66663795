// SPDX-License-Identifier: MIT
// What a reader makes of bytes, as text: the events side of fixtures/wire/README.md.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "http/http1_reader.hpp"

namespace wiretape::test {

struct Reading {
  http::Http1Reader::Side side = http::Http1Reader::Side::requests;
  http::Strictness strictness = http::Strictness::strict;
  http::ReaderLimits limits = {};
  std::vector<std::string> answers = {};  // the methods of the requests that the responses answer
  bool is_ended = false;                  // the peer ends its side behind the bytes
};

struct Read {
  std::string text;                 // one line for each event and each part of a head
  std::vector<http::Event> events;  // Data that follows Data is joined to it
  std::string rest;                 // behind the last message: what another protocol begins with
  bool has_error = false;
};

// Feeds `bytes` in pieces of `cut` bytes, 0 for all at once.
Read read_events(std::string_view bytes, const Reading& how, std::size_t cut = 0);
// The same in pieces of these sizes, over and over; none of them is 0.
Read read_events(std::string_view bytes, const Reading& how, const std::vector<std::size_t>& cuts);

// The events written again, heads and bodies.
std::string write_events(const std::vector<http::Event>& events);

// Bytes to visible text (\r \n \t \\ \xNN) and back. unescape drops real newlines, so that text can be
// set in lines.
std::string escape(std::string_view bytes);
std::string unescape(std::string_view text);

}  // namespace wiretape::test
