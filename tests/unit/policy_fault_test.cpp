// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <stdexcept>

#include <wiretape/fault.hpp>

namespace wiretape {
namespace {

TEST(Fault, RefusesWhatCannotBeMeant) {
  EXPECT_THROW(static_cast<void>(fault::garbage("")), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(fault::slow_close(std::chrono::milliseconds(-1))), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(fault::tls_alert(256)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(fault::refuse_upgrade(101)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(fault::close_at_message(1, 65536)), std::invalid_argument);
  for (auto* of_message :
       {fault::drop_message, fault::duplicate_message, fault::reorder_messages, fault::half_frame,
        fault::wrong_opcode, fault::masked_message, fault::reset_at_message, fault::silent_death}) {
    EXPECT_THROW(static_cast<void>(of_message(0)), std::invalid_argument);
    EXPECT_EQ(of_message(3).count, 3U);
  }
}

}  // namespace
}  // namespace wiretape
