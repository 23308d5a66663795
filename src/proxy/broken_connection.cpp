// SPDX-License-Identifier: MIT
#include "proxy/broken_connection.hpp"

namespace wiretape::proxy {

std::optional<io::CertificateFlaw> flaw_of(const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::certificate_expired:
      return io::CertificateFlaw::expired;
    case FaultKind::certificate_not_yet_valid:
      return io::CertificateFlaw::not_yet_valid;
    case FaultKind::certificate_for_another_host:
      return io::CertificateFlaw::another_host;
    case FaultKind::certificate_self_signed:
      return io::CertificateFlaw::self_signed;
    case FaultKind::certificate_of_unknown_authority:
      return io::CertificateFlaw::unknown_authority;
    case FaultKind::certificate_with_weak_key:
      return io::CertificateFlaw::weak_key;
    default:
      return std::nullopt;
  }
}

std::string fatal_alert(int description) {
  // alert, TLS 1.2 as all versions say here, two bytes, fatal
  std::string record{"\x15\x03\x03\x00\x02\x02", 6};
  record += static_cast<char>(description);
  return record;
}

io::Task<void> drain_until_left(io::Stream& client) {
  while (true) {
    const auto into = io::scratch();
    const io::Transfer got = co_await client.read_some(into);
    if (got.count == 0) co_return;
  }
}

}  // namespace wiretape::proxy
