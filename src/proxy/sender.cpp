// SPDX-License-Identifier: MIT
#include "proxy/sender.hpp"

#include <optional>
#include <type_traits>

#include "http/http1_writer.hpp"
#include "proxy/answers.hpp"
#include "proxy/hop.hpp"

namespace wiretape::proxy {

namespace {

constexpr std::size_t enough_to_write = 64 * 1024;

// Turns steps into the bytes this client gets.
class Writing {
public:
  explicit Writing(AnswerTo to) : to_(std::move(to)) {}

  void add(http::Event&& event) {
    std::visit([this](auto& what) { put(std::move(what)); }, event);
  }
  // The failure as bytes, where HTTP has to say it: the connection is then fine. False: it is a
  // socket event.
  bool add(const TransportError& error) {
    if (has_begun_ || error.kind == TransportErrorKind::reset || error.kind == TransportErrorKind::closed) {
      return false;
    }
    const auto answer = answer_for_failure(error);
    bytes_ += http::write_response_head(answer);
    if (!has_no_body(to_.method, answer.status)) bytes_ += answer.body.bytes;
    has_begun_ = keeps_alive_ = true;
    return true;
  }

  void add(const Raw& raw) {
    bytes_ += raw.bytes;
    has_begun_ = true;
  }

  [[nodiscard]] std::string& bytes() { return bytes_; }
  [[nodiscard]] bool keeps_alive() const { return keeps_alive_; }
  [[nodiscard]] bool has_ended() const { return has_ended_; }

private:
  void put(http::InterimHead&& head) {
    if (to_.version == "HTTP/1.0") return;  // RFC 9110 §15.2
    if (head.interim.status == 100 && std::exchange(to_.has_continued, false)) return;
    bytes_ += http::write_interim_head(head.interim);
  }
  void put(http::ResponseHead&& head) {
    Response& response = head.response;
    fit_to_client(response, to_.version);
    bytes_.reserve(1024);  // most answers of one piece fit
    http::append_response_head(bytes_, response);
    has_begun_ = true;
    keeps_alive_ = head.keeps_alive && response.framing != Framing::until_close;
    if (!has_no_body(to_.method, response.status)) body_.emplace(response.framing);
  }
  void put(http::End&& end) {
    if (body_) bytes_ += body_->write(end);
    has_ended_ = true;
  }
  void put(http::Data&& data) {
    if (body_) body_->append(bytes_, data);
  }
  void put(http::RequestHead&&) {}
  template <class Piece>
  void put(Piece&& piece) {
    if (body_) bytes_ += body_->write(piece);
  }

  AnswerTo to_;
  std::string bytes_;
  std::optional<http::BodyWriter> body_;
  bool has_begun_ = false;
  bool keeps_alive_ = false;
  bool has_ended_ = false;
};

}  // namespace

io::Task<Sent> send_answer(io::Stream& client, Source& source, AnswerTo to) {
  Writing writing(std::move(to));
  Sent sent;
  bool is_first = true;
  while (true) {
    std::optional<TransportError> failure;
    while (!writing.has_ended() && !failure && writing.bytes().size() < enough_to_write) {
      auto step = source.poll();
      if (!step) break;
      if (auto* event = std::get_if<http::Event>(&*step)) writing.add(std::move(*event));
      if (auto* error = std::get_if<TransportError>(&*step)) failure = std::move(*error);
      if (auto* raw = std::get_if<Raw>(&*step)) writing.add(*raw);
    }
    const bool is_socket_event = failure && !writing.add(*failure);
    const bool has_bytes = !writing.bytes().empty();
    if (has_bytes) {
      const std::error_code error = co_await client.write(writing.bytes());
      if (error) co_return sent;
    }
    sent.is_whole = is_socket_event || failure || writing.has_ended();
    if (is_socket_event) failure->kind == TransportErrorKind::reset ? client.reset() : client.close();
    if (sent.is_whole) {
      sent.keeps_alive = !is_socket_event && writing.keeps_alive();
      if (is_first && !failure) sent.bytes = std::move(writing.bytes());
      co_return sent;
    }
    writing.bytes().clear();
    is_first = is_first && !has_bytes;
    if (!has_bytes) co_await source.wait();
  }
}

}  // namespace wiretape::proxy
