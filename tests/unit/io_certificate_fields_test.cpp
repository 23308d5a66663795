// SPDX-License-Identifier: MIT
#include "io/certificate_fields.hpp"

#include <gmock/gmock.h>

#include <set>
#include <stdexcept>

#include "support/certificates.hpp"

namespace wiretape::io {

namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr std::time_t now = 1'750'000'000;  // 2025-06-15T15:06:40Z
constexpr std::time_t day = 24 * 3600;

TEST(CertificateFields, BeginADayAgoAndLastForTheirDaysInAll) {
  const auto certificate = new_certificate(now, 10);
  std::time_t from = now - day, to = now + 9 * day;
  EXPECT_EQ(ASN1_TIME_cmp_time_t(X509_get0_notBefore(certificate.get()), from), 0);
  EXPECT_EQ(ASN1_TIME_cmp_time_t(X509_get0_notAfter(certificate.get()), to), 0);
  EXPECT_EQ(X509_get_version(certificate.get()), X509_VERSION_3);
}

TEST(CertificateFields, HaveASerialThatIsPositiveAndNeverTheSame) {
  std::set<std::string> serials;
  for (int i = 0; i < 200; ++i) {
    const auto certificate = new_certificate(now, 1);
    const auto serial = serial_text(certificate.get());
    EXPECT_EQ(serial.size(), 16U);
    EXPECT_EQ(serial.front() & 0xc0, 0x40);
    EXPECT_EQ(ASN1_STRING_type(X509_get0_serialNumber(certificate.get())), V_ASN1_INTEGER);
    serials.insert(serial);
  }
  EXPECT_EQ(serials.size(), 200U);
}

TEST(CertificateFields, SayWhatCouldNotBeDone) {
  ERR_clear_error();
  ERR_raise(ERR_LIB_X509, X509_R_KEY_TYPE_MISMATCH);
  EXPECT_THAT([] { require(0, "make a thing"); },
              ThrowsMessage<std::runtime_error>("cannot make a thing: key type mismatch"));
  EXPECT_EQ(ERR_peek_error(), 0U);
  EXPECT_NO_THROW(require(1, "make a thing"));
}

TEST(CertificateFields, RefuseAnExtensionThatIsNone) {
  const auto certificate = new_certificate(now, 1);
  EXPECT_THAT(
      [&] { new_extension(NID_basic_constraints, "nonsense", certificate.get(), certificate.get()).reset(); },
      ThrowsMessage<std::runtime_error>(HasSubstr("cannot make a certificate's extension")));
}

TEST(CertificateFields, RefuseACommonNameLongerThan64Bytes) {
  const auto certificate = new_certificate(now, 1);
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  EXPECT_NO_THROW(add_common_name(subject, std::string(64, 'a')));
  EXPECT_THROW(add_common_name(subject, std::string(65, 'a')), std::runtime_error);
}

TEST(CertificateFields, PrintADateInUtc) {
  const auto certificate = new_certificate(now, 10);
  EXPECT_EQ(date_text(X509_get0_notBefore(certificate.get())), "2025-06-14");
  EXPECT_EQ(date_text(X509_get0_notAfter(certificate.get())), "2025-06-24");
}

}  // namespace

}  // namespace wiretape::io
