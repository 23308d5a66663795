// SPDX-License-Identifier: MIT
#include "http/client_hello.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <random>

namespace wiretape::http {
namespace {

using namespace std::string_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::uint16_t tls12 = 0x0303, tls13 = 0x0304, x25519 = 29, x448 = 30, p256 = 23;

const std::vector<std::string> captured = {"openssl_tls13", "openssl_tls12", "openssl_no_sni", "curl",
                                           "python"};

std::string bytes_of(const std::string& name) {
  std::ifstream file(WIRETAPE_SOURCE_DIR "/fixtures/hellos/" + name + ".bin", std::ios::binary);
  EXPECT_TRUE(file) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

ClientHello hello_of(const std::string& bytes) {
  auto read = parse_client_hello(bytes);
  if (!read || !*read) {
    ADD_FAILURE() << (read ? "more bytes are needed" : read.error().message);
    return {};
  }
  return **std::move(read);
}

TEST(ClientHello, SaysWhatRealClientsOffer) {
  const auto modern = hello_of(bytes_of("openssl_tls13"));
  EXPECT_EQ(modern.server_name, "api.weather.test");
  EXPECT_THAT(modern.alpn, ElementsAre("h2", "http/1.1"));
  EXPECT_THAT(modern.versions, Contains(tls13));
  EXPECT_THAT(modern.groups, Contains(x25519));

  const auto old = hello_of(bytes_of("openssl_tls12"));
  EXPECT_EQ(old.server_name, "old.test");
  EXPECT_THAT(old.alpn, IsEmpty());
  EXPECT_THAT(old.versions, ElementsAre(tls12));
  EXPECT_THAT(old.groups, ElementsAre(p256, x448));

  const auto nameless = hello_of(bytes_of("openssl_no_sni"));
  EXPECT_EQ(nameless.server_name, "");
  EXPECT_THAT(nameless.groups, ElementsAre(x25519));

  EXPECT_EQ(hello_of(bytes_of("curl")).server_name, "curl.test");
  EXPECT_THAT(hello_of(bytes_of("curl")).alpn, Contains("http/1.1"));
  EXPECT_EQ(hello_of(bytes_of("python")).server_name, "python.test");
}

TEST(ClientHello, EveryPrefixNeedsMoreBytes) {
  for (const auto& name : captured) {
    const auto bytes = bytes_of(name);
    for (std::size_t n = 0; n < bytes.size(); ++n) {
      const auto read = parse_client_hello(bytes.substr(0, n));
      ASSERT_TRUE(read) << name << " at " << n << ": " << read.error().message;
      EXPECT_FALSE(*read) << name << " at " << n;
    }
    EXPECT_TRUE(*parse_client_hello(bytes + "\x16\x03\x01 whatever")) << name;
  }
}

TEST(ClientHello, MayBeCutIntoRecords) {
  for (const std::size_t cut : {1U, 2U, 3U, 100U}) {
    const auto whole = bytes_of("openssl_tls13");
    std::string pieces;
    for (std::size_t at = 5; at < whole.size(); at += cut) {
      const auto piece = whole.substr(at, cut);
      pieces += "\x16\x03\x01"s + '\0' + static_cast<char>(piece.size()) + piece;
    }
    EXPECT_EQ(hello_of(pieces).server_name, "api.weather.test") << cut;
    EXPECT_FALSE(*parse_client_hello(pieces.substr(0, pieces.size() - 1))) << cut;
  }
}

// A hello in one record, with these extensions; lengths of two bytes each.
std::string sized(const std::string& bytes) {
  return std::string{static_cast<char>(bytes.size() >> 8), static_cast<char>(bytes.size() & 255)} + bytes;
}
std::string extension(int type, const std::string& data) {
  return "\0"s + static_cast<char>(type) + sized(data);
}
std::string hello_with(const std::string& extensions) {
  const auto body = "\x03\x03"s + std::string(32, 'r') + "\0"s + sized("\x13\x01"s) + "\x01\0"s + extensions;
  return "\x16\x03\x01"s + sized("\x01\0"s + sized(body));
}

TEST(ClientHello, LeavesGreaseOut) {
  const auto hello = hello_of(hello_with(
      sized(extension(10, sized("\x1a\x1a\x00\x1d\x0a\x0b"s)) + extension(43, "\x04\xfa\xfa\x03\x04") +
            extension(16, sized("\x02\x8a\x8a\x02h2"s)) + "\x2a\x2a\0\0"s)));
  EXPECT_THAT(hello.groups, ElementsAre(x25519, 0x0a0b));
  EXPECT_THAT(hello.versions, ElementsAre(tls13));
  EXPECT_THAT(hello.alpn, ElementsAre("h2"));
}

TEST(ClientHello, WithoutExtensionsItsLegacyVersionCounts) {
  EXPECT_THAT(hello_of(hello_with("")).versions, ElementsAre(tls12));
}

TEST(ClientHello, SaysWhatIsWrong) {
  const auto error = [](const std::string& bytes) { return parse_client_hello(bytes).error(); };
  EXPECT_EQ(error("GET / HTTP/1.1\r\n"), (Error{"no TLS handshake record", 0}));
  EXPECT_EQ(error("\x16\x02"), (Error{"a TLS record of an unknown version", 1}));
  EXPECT_EQ(error("\x16\x03\x01\0\0"s), (Error{"a TLS record of an impossible size", 3}));
  EXPECT_EQ(error("\x16\x03\x01\x40\x01"s), (Error{"a TLS record of an impossible size", 3}));
  EXPECT_EQ(error("\x16\x03\x01\0\x04\x02"s),
            (Error{"a TLS handshake that begins without a ClientHello", 5}));
  EXPECT_EQ(error("\x16\x03\x01\0\x04\x01\x01\0\x01"s), (Error{"a TLS ClientHello of more than 64 KiB", 5}));
  EXPECT_EQ(error("\x16\x03\x01\0\x04\x01\0\0\0"s),
            (Error{"a TLS ClientHello that is shorter than its parts", 0}));
  EXPECT_EQ(error("\x16\x03\x01\0\x04\x01\0\x01\0\x15"s), (Error{"no TLS handshake record", 9}));
  EXPECT_EQ(error(hello_with("\0\x09"s)),
            (Error{"a TLS ClientHello that is shorter than its extensions", 0}));
  EXPECT_EQ(error(hello_with(sized("\0\x10\0\x09"s))),
            (Error{"a TLS ClientHello that is shorter than its extensions", 0}));
  const Error bad_name{"a TLS ClientHello whose extension 0 is malformed", 0};
  EXPECT_EQ(error(hello_with(sized(extension(0, sized("\0\0\x09xx"s))))), bad_name);
  EXPECT_EQ(error(hello_with(sized(extension(0, sized("\0\0\x02x\n"s))))), bad_name);
  EXPECT_EQ(error(hello_with(sized(extension(10, "\0\x09\0"s)))).message,
            "a TLS ClientHello whose extension 10 is malformed");
  EXPECT_EQ(error(hello_with(sized(extension(10, sized("\0\x1d\0"s))))).message,
            "a TLS ClientHello whose extension 10 is malformed");
  EXPECT_EQ(error(hello_with(sized(extension(16, sized("\x05h2"s))))).message,
            "a TLS ClientHello whose extension 16 is malformed");
  EXPECT_EQ(error(hello_with(sized(extension(43, "\x02\x03"s)))).message,
            "a TLS ClientHello whose extension 43 is malformed");
}

TEST(ClientHello, SurvivesAnyOneByteChanged) {
  std::mt19937 random(1);  // NOLINT: the same bytes on every run
  for (const auto& name : captured) {
    const auto bytes = bytes_of(name);
    int read = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      auto changed = bytes;
      changed[i] = static_cast<char>(random());
      read += parse_client_hello(changed).has_value() ? 1 : 0;
    }
    EXPECT_GT(read, 100) << name;  // most bytes are random, keys and names
  }
}

}  // namespace
}  // namespace wiretape::http
