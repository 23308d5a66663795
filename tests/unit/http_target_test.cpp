// SPDX-License-Identifier: MIT
#include "http/target.hpp"

#include <gtest/gtest.h>

namespace wiretape::http {
namespace {

TEST(Target, FollowsFromMethodAndText) {
  const auto form = [](std::string_view method, std::string_view text) {
    return parse_target(method, text)->form;
  };
  EXPECT_EQ(form("GET", "/x"), TargetForm::origin);
  EXPECT_EQ(form("GET", "//x"), TargetForm::origin);
  EXPECT_EQ(form("GET", "http://a/x"), TargetForm::absolute);
  EXPECT_EQ(form("CONNECT", "a:443"), TargetForm::authority);
  EXPECT_EQ(form("OPTIONS", "*"), TargetForm::asterisk);
}

TEST(Target, KeepsPathAndQueryAsWritten) {
  EXPECT_EQ(parse_target("GET", "/a//b/../c?d=%zz")->url.target, "/a//b/../c?d=%zz");
  EXPECT_EQ(parse_target("GET", "HTTP://A:8080/x?")->url, (Url{"http", "A", 8080, "/x?"}));
  EXPECT_EQ(parse_target("CONNECT", "[::1]:443")->url, (Url{"https", "::1", 443, ""}));
}

TEST(Target, OptionsWithoutPathAsksForTheServer) {
  EXPECT_EQ(parse_target("OPTIONS", "http://a:8001")->url.target, "*");
  EXPECT_EQ(parse_target("OPTIONS", "http://a/")->url.target, "/");
  EXPECT_EQ(parse_target("GET", "http://a")->url.target, "/");
}

TEST(Target, SaysWhatIsWrongAndWhere) {
  const auto error = [](std::string_view method, std::string_view text) {
    return parse_target(method, text).error();
  };
  EXPECT_EQ(error("GET", "/a#b"), (Error{"a fragment in the target", 2}));
  EXPECT_EQ(error("GET", "*"), (Error{"the target * is for OPTIONS only", 0}));
  EXPECT_EQ(error("CONNECT", "a"), (Error{"the target of CONNECT needs a port", 1}));
  EXPECT_EQ(error("CONNECT", "/a").message, "a host cannot contain \"/\"");
  EXPECT_EQ(error("GET", "a/b").message,
            "the target is no URL: no scheme; it begins with http:// or https://");
  EXPECT_EQ(error("GET", "http://a:0/").offset, 9U);
}

Target target_of(std::string_view text) { return *parse_target("GET", text); }

TEST(Host, IsNeededOnceInHttp11) {
  EXPECT_EQ(find_host_fault("HTTP/1.1", target_of("/"), {{"X", "y"}}), (Error{"no Host", 1}));
  EXPECT_EQ(find_host_fault("HTTP/1.0", target_of("/"), {}), std::nullopt);
  EXPECT_EQ(find_host_fault("HTTP/1.1", target_of("/"), {{"host", ""}}), std::nullopt);
  EXPECT_EQ(find_host_fault("HTTP/1.0", target_of("/"), {{"Host", "a"}, {"host", "a"}}),
            (Error{"more than one Host", 1}));
}

TEST(Host, IsAnAuthority) {
  EXPECT_EQ(find_host_fault("HTTP/1.1", target_of("/"), {{"X", "y"}, {"Host", "a b"}}),
            (Error{"the Host \"a b\" is malformed: a host cannot contain \" \"", 1}));
  EXPECT_EQ(find_host_fault("HTTP/1.1", target_of("/"), {{"Host", "a, b"}})->message,
            "the Host \"a, b\" is malformed: a host cannot contain \" \"");
}

TEST(Host, IsTheTargets) {
  const auto target = target_of("http://A.test:80/");
  EXPECT_EQ(find_host_fault("HTTP/1.1", target, {{"Host", "a.test"}}), std::nullopt);
  EXPECT_EQ(find_host_fault("HTTP/1.1", target, {{"Host", "a.test:80"}}), std::nullopt);
  EXPECT_EQ(find_host_fault("HTTP/1.1", target, {{"Host", "b.test"}}),
            (Error{"the Host \"b.test\" is not the target's, \"A.test\"", 0}));
  EXPECT_TRUE(find_host_fault("HTTP/1.1", target, {{"Host", "a.test:81"}}));
}

TEST(Host, TellsWhereATargetWithoutHostGoes) {
  auto target = target_of("/x");
  complete_from_host(target, {{"Host", "a.test:8080"}});
  EXPECT_EQ(target.url, (Url{"http", "a.test", 8080, "/x"}));
  complete_from_host(target, {{"Host", "b.test"}});
  EXPECT_EQ(target.url.host, "a.test");
  auto unknown = target_of("/x");
  complete_from_host(unknown, {{"Host", "a b"}});
  EXPECT_EQ(unknown.url.host, "");
}

}  // namespace
}  // namespace wiretape::http
