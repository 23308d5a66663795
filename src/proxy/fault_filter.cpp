// SPDX-License-Identifier: MIT
#include "proxy/fault_filter.hpp"

#include <algorithm>
#include <cstdlib>

namespace wiretape::proxy {

namespace {

void set_length(Response& response) {
  if (response.framing == Framing::none) return;
  response.headers.remove("Transfer-Encoding");
  response.headers.set("Content-Length", std::to_string(response.body.bytes.size()));
  response.framing = Framing::content_length;
  response.chunks.clear();
  response.trailers = {};
}

void cut_into_chunks(Response& response) {
  if (response.framing == Framing::chunked || response.framing == Framing::none) return;
  response.headers.remove("Content-Length");
  response.headers.set("Transfer-Encoding", "chunked");
  response.framing = Framing::chunked;
  response.chunks.clear();
  if (!response.body.empty()) response.chunks.push_back({response.body.bytes.size()});
}

void leave_length_out(Response& response) {
  if (response.framing == Framing::none) return;
  response.headers.remove("Content-Length");
  response.headers.remove("Transfer-Encoding");
  response.framing = Framing::until_close;
  response.chunks.clear();
  response.trailers = {};
}

bool is_of_head(FaultKind kind) {
  return kind >= FaultKind::content_length_too_big && kind <= FaultKind::invalid_field;
}

bool cuts_body(FaultKind kind) {
  return kind == FaultKind::close_after || kind == FaultKind::reset_after || kind == FaultKind::stall_after;
}

// The text as it is, under a name that says that it is compressed.
void code_wrongly(Response& response) {
  if (response.body.decoded) response.body.bytes = *std::exchange(response.body.decoded, std::nullopt);
  response.headers.set("Content-Encoding", "gzip");
}

}  // namespace

ChangeFilter::Change preparation_for(const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::content_length_too_big:
    case FaultKind::content_length_too_small:
    case FaultKind::content_length_twice:
      return set_length;
    case FaultKind::content_length_missing:
    case FaultKind::slow_close:
      return leave_length_out;
    case FaultKind::malformed_chunk:
    case FaultKind::missing_last_chunk:
      return cut_into_chunks;
    case FaultKind::wrong_coding:
      return code_wrongly;
    default:
      return {};
  }
}

io::Task<void> FaultFilter::wait() {
  if (!is_stalled_ || has_ready()) {
    co_await Filter::wait();
    co_return;
  }
  co_await until_left_();
  is_stalled_ = false;
  end(TransportErrorKind::closed);
}

void FaultFilter::take(Step step) {
  if (replaces()) return;
  if (auto* head = event_of<http::ResponseHead>(step)) {
    bend_head(head->response);
    ends_connection_ = is_of_head(fault_.kind);
    give(std::move(step));
    if (cuts_body(fault_.kind) && fault_.count == 0) stop_here();
    return;
  }
  if (auto* data = event_of<http::Data>(step)) return pass_data(std::move(*data));
  if (fault_.kind == FaultKind::malformed_chunk &&
      (event_of<http::ChunkStart>(step) || event_of<http::Trailers>(step))) {
    give(Raw{"zz\r\n"});
    return end(TransportErrorKind::closed);
  }
  if (fault_.kind == FaultKind::missing_last_chunk && event_of<http::Trailers>(step)) {
    return end(TransportErrorKind::closed);
  }
  if (event_of<http::End>(step) && ends_connection_) return end(TransportErrorKind::closed);
  give(std::move(step));
}

bool FaultFilter::replaces() {
  switch (fault_.kind) {
    case FaultKind::no_answer:
      is_stalled_ = is_over_ = true;
      return true;
    case FaultKind::empty_reply:
      end(TransportErrorKind::closed);
      return true;
    case FaultKind::reset:
      end(TransportErrorKind::reset);
      return true;
    case FaultKind::garbage:
      give(Raw{fault_.bytes});
      end(TransportErrorKind::closed);
      return true;
    case FaultKind::bad_status_line:
      give(Raw{"HTTP/1.1 TWO HUNDRED OK\r\nContent-Length: 0\r\n\r\n"});
      end(TransportErrorKind::closed);
      return true;
    default:
      return false;
  }
}

void FaultFilter::bend_head(Response& response) const {
  auto& headers = response.headers;
  std::uint64_t length = 0;
  if (const auto text = headers.find("Content-Length"))
    length = std::strtoull(std::string(*text).c_str(), nullptr, 10);
  switch (fault_.kind) {
    case FaultKind::content_length_too_big:
      headers.set("Content-Length", std::to_string(length + fault_.count));
      break;
    case FaultKind::content_length_too_small:
      headers.set("Content-Length", std::to_string(length - std::min(length, fault_.count)));
      break;
    case FaultKind::content_length_twice:
      headers.add("Content-Length", std::to_string(length + 1));
      break;
    case FaultKind::duplicate_field: {
      const std::string value(headers.find(fault_.bytes).value_or("first"));
      headers.set(fault_.bytes, value);
      headers.add(fault_.bytes, value + "-and-another");
      break;
    }
    case FaultKind::oversized_field:
      headers.add("X-Oversized", std::string(fault_.count, 'x'));
      break;
    case FaultKind::invalid_field:
      headers.add("Invalid Field Name", "x");
      break;
    default:
      break;
  }
}

void FaultFilter::pass_data(http::Data data) {
  const auto begins = std::exchange(passed_, passed_ + data.bytes.size());
  if (fault_.kind == FaultKind::corrupt_byte && fault_.count >= begins && fault_.count < passed_) {
    auto& byte = data.bytes[static_cast<std::size_t>(fault_.count - begins)];
    byte = static_cast<char>(byte ^ 0x01);
  }
  if (!cuts_body(fault_.kind) || passed_ < fault_.count) return give(http::Event(std::move(data)));
  data.bytes.resize(static_cast<std::size_t>(fault_.count - begins));
  if (!data.bytes.empty()) give(http::Event(std::move(data)));
  stop_here();
}

void FaultFilter::stop_here() {
  if (fault_.kind == FaultKind::stall_after) {
    is_stalled_ = is_over_ = true;
  } else {
    end(fault_.kind == FaultKind::reset_after ? TransportErrorKind::reset : TransportErrorKind::closed);
  }
}

}  // namespace wiretape::proxy
