// SPDX-License-Identifier: MIT
// Carries a request's body from the client to the origin as it comes, and keeps a copy.
#pragma once

#include <memory>
#include <optional>

#include "proxy/client_side.hpp"
#include "proxy/collector.hpp"
#include "proxy/source.hpp"

namespace wiretape::proxy {

class Upload {
public:
  // All but `current` outlive the upload. `current` holds the request; once its last byte has come it
  // is in the journal and no longer changes.
  Upload(Context& context, ClientSide& client, io::Stream& origin, std::shared_ptr<Interaction> current,
         OpenSideFile open_file)
      : context_(context),
        client_(client),
        origin_(origin),
        current_(std::move(current)),
        collector_(context.timers, context.limits, std::move(open_file)) {}

  // Ends with the request. When the client leaves or breaks the rules, the origin's connection is
  // closed, which ends the answer too. When the origin takes no more, the rest is read and dropped.
  io::Task<void> run();

  [[nodiscard]] bool is_done() const { return is_done_; }
  [[nodiscard]] bool is_broken_off() const { return is_broken_off_; }  // the client left, or broke the rules
  [[nodiscard]] const std::optional<http::ReadError>& error() const { return error_; }
  // Puts a request whose end never came into the journal, as far as it came.
  void give_up();
  [[nodiscard]] std::unique_ptr<cassette::SideFileWriter> take_file() { return collector_.take_file(); }

private:
  void take(const http::Event& event, std::string& bytes);
  void finish();

  Context& context_;
  ClientSide& client_;
  io::Stream& origin_;
  std::shared_ptr<Interaction> current_;
  BodyCollector collector_;
  bool is_done_ = false;
  bool is_broken_off_ = false;
  std::optional<http::ReadError> error_;
};

// Puts a 400 in the place of an answer when the request turned out to be none while it came.
class UploadGuard final : public Source {
public:
  UploadGuard(Source& inner, const Upload& upload) : inner_(inner), upload_(upload) {}

  std::optional<Step> poll() override;
  io::Task<void> wait() override { return inner_.wait(); }

private:
  Source& inner_;
  const Upload& upload_;
  std::unique_ptr<Source> refusal_;
  bool has_begun_ = false;
};

}  // namespace wiretape::proxy
