// SPDX-License-Identifier: MIT
// Waits for a whole answer, changes it, and gives it anew.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <wiretape/interaction.hpp>

#include "proxy/filter.hpp"
#include "proxy/recorded_source.hpp"

namespace wiretape::proxy {

// A body of more than `most_bytes` goes on as it is, and so does an answer that fails before its end.
class ChangeFilter final : public Filter {
public:
  static constexpr std::size_t most_bytes = std::size_t{64} * 1024 * 1024;

  using Change = std::function<void(Response&)>;
  ChangeFilter(Source& inner, Change change) : Filter(inner), change_(std::move(change)) {}

protected:
  void take(Step step) override;

private:
  void add(http::Event& event);
  // Gives all that is held: changed, where it is whole.
  void let_go(std::optional<TransportError> failure, bool is_whole);

  Change change_;
  std::optional<Response> held_;
  bool is_passing_ = false;
};

// What a coding or a length says follows the body again.
void settle_body(Response& response, const Body& before);

}  // namespace wiretape::proxy
