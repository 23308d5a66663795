// SPDX-License-Identifier: MIT
// Breaks an answer.
#pragma once

#include <functional>
#include <string>

#include <wiretape/fault.hpp>

#include "proxy/change_filter.hpp"
#include "proxy/filter.hpp"

namespace wiretape::proxy {

class FaultFilter final : public Filter {
public:
  // Ends once the client has left for good, or the deck stops.
  using UntilLeft = std::function<io::Task<void>()>;

  FaultFilter(Source& inner, Fault fault, UntilLeft until_left)
      : Filter(inner), fault_(std::move(fault)), until_left_(std::move(until_left)) {}

  io::Task<void> wait() override;

protected:
  void take(Step step) override;

private:
  // Instead of an answer. False: the fault is not of that sort.
  bool replaces();
  void bend_head(Response& response) const;
  void pass_data(http::Data data);
  void stop_here();  // close_after, reset_after, stall_after

  Fault fault_;
  UntilLeft until_left_;
  std::uint64_t passed_ = 0;  // bytes of the body
  bool is_stalled_ = false;
  bool ends_connection_ = false;
};

// What an answer must be before this fault can be put into it: cut into chunks, or with a length. Empty: as
// it is.
[[nodiscard]] ChangeFilter::Change preparation_for(const Fault& fault);

}  // namespace wiretape::proxy
