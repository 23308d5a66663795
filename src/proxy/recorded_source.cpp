// SPDX-License-Identifier: MIT
#include "proxy/recorded_source.hpp"

#include "proxy/hop.hpp"

namespace wiretape::proxy {

RecordedSource::RecordedSource(std::shared_ptr<const Interaction> interaction)
    : interaction_(std::move(interaction)), response_(std::get_if<Response>(&interaction_->outcome)) {
  if (!response_) {
    error_ = &std::get<TransportError>(interaction_->outcome);
    if (error_->partial) response_ = &*error_->partial;
  }
  if (response_) {
    body_.emplace(*response_, error_ != nullptr);
  } else {
    stage_ = Stage::failure;
  }
}

std::optional<Step> RecordedSource::poll() {
  switch (stage_) {
    case Stage::interim:
      if (interim_ < response_->interim.size()) {
        return step_of(http::InterimHead{response_->interim[interim_++]});
      }
      [[fallthrough]];
    case Stage::head:
      stage_ = Stage::body;
      return step_of(head());
    case Stage::body:
      if (auto event = body_->next()) return std::move(*event);
      stage_ = error_ ? Stage::failure : Stage::trailers;
      return poll();
    case Stage::failure:
      return *error_;
    case Stage::trailers:
      stage_ = Stage::end;
      if (response_->framing == Framing::chunked) {
        return step_of(http::Trailers{response_->trailers, response_->last_chunk_extension});
      }
      [[fallthrough]];
    case Stage::end:
      break;
  }
  return step_of(http::End{});
}

http::ResponseHead RecordedSource::head() const {
  http::ResponseHead head;
  auto& to = head.response;
  to.status = response_->status;
  to.reason = response_->reason;
  to.version = response_->version;
  to.raw_status_line = response_->raw_status_line;
  to.headers = response_->headers;
  to.raw_head_end = response_->raw_head_end;
  to.framing = response_->framing;
  head.content_length = response_->body.size();
  head.keeps_alive = keeps_alive(*response_);
  return head;
}

}  // namespace wiretape::proxy
