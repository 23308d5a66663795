// SPDX-License-Identifier: MIT
#include "proxy/upload.hpp"

#include "http/http1_writer.hpp"
#include "proxy/answers.hpp"
#include "proxy/recorded_source.hpp"
#include "proxy/told.hpp"

namespace wiretape::proxy {

namespace {

constexpr std::size_t enough_to_write = 64 * 1024;

bool is_end(const ClientInput& input) { return event_in<http::End>(input) != nullptr; }

}  // namespace

io::Task<void> Upload::run() {
  Request& request = current_->request;
  collector_.begin(request);
  http::BodyWriter writer(request.framing);
  bool is_taken = true;  // the origin takes what we write
  std::string bytes;
  while (!is_done_) {
    ClientInput input = co_await client_.next();
    while (true) {
      auto* const* event = std::get_if<http::Event*>(&input);
      if (!event) break;
      collector_.add(**event);
      bytes += writer.write(**event);
      if (is_end(input)) break;
      auto next = bytes.size() < enough_to_write ? client_.poll() : std::nullopt;
      if (!next) break;
      input = *next;
    }
    if (is_taken && !bytes.empty()) {
      const std::error_code error = co_await origin_.write(bytes);
      is_taken = !error;
    }
    bytes.clear();
    if (is_end(input)) {
      finish();
    } else if (!std::holds_alternative<http::Event*>(input)) {
      if (auto* error = std::get_if<http::ReadError*>(&input)) error_ = std::move(**error);
      is_broken_off_ = true;
      origin_.close();
      co_return;
    }
  }
}

void Upload::finish() {
  is_done_ = true;
  collector_.finish();
  if (const auto& why = collector_.refused_decoding())
    tell_undecoded(context_, line(context_, current_->request), *why);
  tell(context_, client_.number(), JournalKind::request, line(context_, current_->request),
       AnswerSource::none, current_);
}

void Upload::give_up() {
  if (is_done_) return;
  current_->request.body.is_truncated = true;
  finish();
}

std::optional<Step> UploadGuard::poll() {
  if (refusal_) return refusal_->poll();
  auto step = inner_.poll();
  if (!step) return step;
  const bool is_failure = std::holds_alternative<TransportError>(*step);
  if (is_failure && !has_begun_ && upload_.error()) {
    auto made = std::make_shared<Interaction>();
    made->outcome = answer_to_error(*upload_.error());
    refusal_ = std::make_unique<RecordedSource>(std::move(made));
    return refusal_->poll();
  }
  has_begun_ = true;
  return step;
}

}  // namespace wiretape::proxy
