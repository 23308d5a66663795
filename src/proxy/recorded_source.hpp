// SPDX-License-Identifier: MIT
// Plays an outcome as the events it was made of.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "proxy/recorded_body.hpp"
#include "proxy/source.hpp"

namespace wiretape::proxy {

class RecordedSource final : public Source {
public:
  explicit RecordedSource(std::shared_ptr<const Interaction> interaction);

  std::optional<Step> poll() override;
  io::Task<void> wait() override { co_return; }  // poll() always has something

private:
  enum class Stage { interim, head, body, failure, trailers, end };

  [[nodiscard]] http::ResponseHead head() const;

  std::shared_ptr<const Interaction> interaction_;
  const Response* response_ = nullptr;     // whole or partial; null where nothing had come
  const TransportError* error_ = nullptr;  // what ends it, if not its own end
  std::optional<RecordedBody> body_;
  Stage stage_ = Stage::interim;
  std::size_t interim_ = 0;  // next interim
};

}  // namespace wiretape::proxy
