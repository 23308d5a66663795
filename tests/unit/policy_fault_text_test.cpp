// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <stdexcept>

#include <wiretape/fault.hpp>

namespace wiretape {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(Fault, IsSaidAsItIsWritten) {
  EXPECT_EQ(fault::reset_after(512).str(), "reset_after(512)");
  EXPECT_EQ(fault::empty_reply().str(), "empty_reply()");
  EXPECT_EQ(fault::garbage("\x01").str(), "garbage(\"\\x01\")");
  EXPECT_EQ(fault::slow_close(std::chrono::milliseconds(5)).str(), "slow_close(5 ms)");
  EXPECT_EQ(fault::tls_alert(80).str(), "tls_alert(80)");
  EXPECT_EQ(fault::close_at_message(3, 1001).str(), "close_at_message(3, 1001)");
}

TEST(Fault, IsReadAsItIsSaid) {
  for (const auto& entry : fault_catalogue()) {
    EXPECT_EQ(parse_fault(entry.example.str()), entry.example) << entry.example.str();
    EXPECT_EQ(parse_fault(to_string(entry.example.kind)), entry.example);
  }
  for (const auto& fault : {fault::close_after(0), fault::close_at_message(7, 4001),
                            fault::slow_close(std::chrono::milliseconds(7)), fault::duplicate_field("X-A"),
                            fault::garbage("\r\n\t\"\\ \x01"), fault::refuse_upgrade(401)}) {
    EXPECT_EQ(parse_fault(fault.str()), fault) << fault.str();
  }
  EXPECT_EQ(parse_fault("  reset_after ( 7 ) "), fault::reset_after(7));
  EXPECT_EQ(parse_fault("slow_close(20ms)"), fault::slow_close(std::chrono::milliseconds(20)));
  EXPECT_EQ(parse_fault("close_at_message(2)"), fault::close_at_message(2));
  EXPECT_EQ(parse_fault("empty_reply()"), fault::empty_reply());
}

TEST(Fault, IsRefusedWithWhatWasMeant) {
  const auto refusal = [](std::string text, const std::string& says) {
    EXPECT_THAT([=] { static_cast<void>(parse_fault(text)); },
                ThrowsMessage<std::invalid_argument>(HasSubstr(says)))
        << text;
  };
  refusal("rest_after(3)", "there is no fault 'rest_after'; is it reset_after?");
  refusal("xyz", "there is no fault 'xyz'");
  refusal("", "there is no fault ''");
  for (const auto* text : {"reset_after(x)", "reset_after(-1)", "reset_after(1", "reset_after(1, 2)",
                           "reset_after(99999999999999999999)"}) {
    refusal(text, std::string("'") + text + "' is no reset_after; it is like reset_after(512)");
  }
  refusal("empty_reply(1)", "'empty_reply(1)' is no empty_reply; it is like empty_reply()");
  refusal("garbage(abc)", "'garbage(abc)' is no garbage");
  refusal("close_at_message(1, 70000)", "is no close_at_message; it is like close_at_message(1, 1011)");
  refusal("slow_close(soon)", "is no slow_close; it is like slow_close(500 ms)");
}

}  // namespace
}  // namespace wiretape
