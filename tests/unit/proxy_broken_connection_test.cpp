// SPDX-License-Identifier: MIT
#include "proxy/broken_connection.hpp"

#include <gmock/gmock.h>

#include <set>

namespace wiretape::proxy {
namespace {

TEST(BrokenConnection, HasAFlawForEachFaultOfACertificate) {
  std::set<io::CertificateFlaw> flaws;
  std::size_t count = 0;
  for (const auto& entry : fault_catalogue()) {
    const bool is_of_certificate = to_string(entry.example.kind).starts_with("certificate_");
    const auto flaw = flaw_of(entry.example);
    EXPECT_EQ(flaw.has_value(), is_of_certificate) << to_string(entry.example.kind);
    if (flaw) flaws.insert(*flaw);
    if (is_of_certificate) ++count;
  }
  EXPECT_EQ(flaws.size(), count);
  EXPECT_FALSE(flaws.contains(io::CertificateFlaw::none));
}

// RFC 8446 §5.1, §6: a record of type 21 and two bytes.
TEST(BrokenConnection, EndsAHandshakeByAnAlert) {
  EXPECT_EQ(fatal_alert(40), std::string("\x15\x03\x03\x00\x02\x02\x28", 7));
  EXPECT_EQ(fatal_alert(255).back(), '\xff');
}

}  // namespace
}  // namespace wiretape::proxy
