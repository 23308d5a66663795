// SPDX-License-Identifier: MIT
#include "cli/command_line.hpp"

#include <gmock/gmock.h>

#include <wiretape/version.hpp>

#include "cli/match_parts.hpp"

namespace wiretape::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

using Arguments = std::vector<std::string>;

template <class T>
T parsed(Arguments arguments) {
  auto line = parse_command_line(std::move(arguments));
  if (auto* wanted = std::get_if<T>(&line)) return *wanted;
  const auto* say = std::get_if<Say>(&line);
  ADD_FAILURE() << (say ? say->text : "another command");
  return {};
}

// What is said of a wrong command line.
std::string mistake(Arguments arguments) {
  const auto say = parsed<Say>(std::move(arguments));
  EXPECT_EQ(say.exit_code, 2) << say.text;
  EXPECT_THAT(say.text, testing::EndsWith("\n"));
  return say.text;
}

TEST(CommandLine, RecordsEverythingAnewUnlessToldOtherwise) {
  EXPECT_EQ(parsed<RunDeck>({"record", "-c", "a"}).mode, RecordMode::all);
  EXPECT_EQ(parsed<RunDeck>({"record", "-c", "a", "--add"}).mode, RecordMode::new_episodes);
  EXPECT_EQ(parsed<RunDeck>({"record", "-c", "a", "--mode", "new_episodes"}).mode, RecordMode::new_episodes);
  EXPECT_EQ(parsed<RunDeck>({"record", "-c", "a", "--mode=once"}).mode, RecordMode::once);
}

TEST(CommandLine, PlaysWithoutTheNetwork) {
  EXPECT_EQ(parsed<RunDeck>({"play", "--cassette", "a.yaml"}).mode, RecordMode::none);
}

TEST(CommandLine, PassesThroughOrAddsToACassette) {
  EXPECT_EQ(parsed<RunDeck>({"proxy"}).mode, RecordMode::passthrough);
  EXPECT_EQ(parsed<RunDeck>({"proxy", "-c", "a"}).mode, RecordMode::new_episodes);
}

TEST(CommandLine, HasDefaultsForADeck) {
  const auto run = parsed<RunDeck>({"record", "-c", "a.yaml"});
  EXPECT_EQ(run.cassette, "a.yaml");
  EXPECT_EQ(run.listen, "127.0.0.1:0");
  EXPECT_EQ(format_match_parts(run.match_on), "method,scheme,host,port,path,query,body");
  EXPECT_EQ(run.body_limit_mib, 2048U);
  EXPECT_FALSE(run.has_insecure_origin || run.allows_remote || run.accepts_malformed || run.must_use_all ||
               run.is_quiet);
  EXPECT_THAT(run.command, IsEmpty());
}

TEST(CommandLine, TakesEveryOptionOfADeck) {
  const auto run = parsed<RunDeck>({"play",
                                    "-c",
                                    "a.json",
                                    "--listen",
                                    "8080",
                                    "--reverse",
                                    "https://api.weather.test/v2",
                                    "--ca-out",
                                    "ca.pem",
                                    "--allow-remote",
                                    "--accept-malformed",
                                    "--require-all-used",
                                    "--upstream-proxy",
                                    "http://a:b@p.test:3128",
                                    "--only",
                                    "a.test",
                                    "--only",
                                    "*.b.test:443",
                                    "--pass-through",
                                    "c.test",
                                    "--resolve",
                                    "a.test=127.0.0.1:8443",
                                    "--speed",
                                    "0.5",
                                    "--origin-cert",
                                    "mona.pem",
                                    "--origin-key",
                                    "mona.key",
                                    "--message-order",
                                    "by_time",
                                    "--json-messages",
                                    "--ignore",
                                    "query:now",
                                    "--ignore-value",
                                    "json:/id",
                                    "--rules",
                                    "rules.yaml",
                                    "--repeats",
                                    "last",
                                    "--match",
                                    "method,header:X-Tenant",
                                    "--body-limit",
                                    "2",
                                    "-q",
                                    "--origin-ca",
                                    "roots.pem"});
  EXPECT_EQ(run.listen, "127.0.0.1:8080");
  EXPECT_EQ(run.reverse, "https://api.weather.test/v2");
  EXPECT_EQ(run.ca_out, "ca.pem");
  EXPECT_EQ(run.origin_ca, "roots.pem");
  EXPECT_EQ(format_match_parts(run.match_on), "method,header:X-Tenant");
  EXPECT_EQ(run.body_limit_mib, 2U);
  EXPECT_EQ(run.repeats, Repeats::last);
  EXPECT_EQ(run.websocket.order, MessageOrder::by_time);
  EXPECT_EQ(run.origin_client_cert, "mona.pem");
  EXPECT_EQ(run.origin_client_key, "mona.key");
  EXPECT_TRUE(run.websocket.compares_json);
  EXPECT_EQ(run.rules, "rules.yaml");
  EXPECT_THAT(run.ignored, ElementsAre(ignore::query("now"), ignore_value::json("/id")));
  EXPECT_EQ(run.speed.factor(), 0.5);
  EXPECT_EQ(parsed<RunDeck>({"proxy", "--speed", "recorded"}).speed.factor(), 1);
  EXPECT_EQ(run.upstream_proxy, "http://a:b@p.test:3128");
  EXPECT_THAT(run.only, testing::ElementsAre("a.test", "*.b.test:443"));
  EXPECT_THAT(run.pass_through, testing::ElementsAre("c.test"));
  EXPECT_THAT(run.resolve, testing::ElementsAre(testing::Pair("a.test", "127.0.0.1:8443")));
  EXPECT_TRUE(run.allows_remote && run.accepts_malformed && run.must_use_all && run.is_quiet);
  EXPECT_TRUE(parsed<RunDeck>({"proxy", "--insecure-origin"}).has_insecure_origin);
}

TEST(CommandLine, LeavesTheCommandAlone) {
  const auto run = parsed<RunDeck>({"record", "-c", "a", "--", "git", "log", "--", "-c", "play", "--help"});
  EXPECT_EQ(run.cassette, "a");
  EXPECT_THAT(run.command, ElementsAre("git", "log", "--", "-c", "play", "--help"));
}

TEST(CommandLine, SaysWhereTheCommandBegins) {
  EXPECT_THAT(mistake({"record", "-c", "a", "curl", "http://b"}), HasSubstr("put -- before the command"));
  EXPECT_THAT(mistake({"record", "-c", "a", "--"}), HasSubstr("no command stands behind --"));
}

TEST(CommandLine, RefusesWhatNoCommandIs) {
  EXPECT_EQ(mistake({"recrod\x1b"}),
            "wiretape: \"recrod\\x1b\" is no command of wiretape\n  next: wiretape --help\n");
  EXPECT_THAT(mistake({}), StartsWith("Wiretape "));
  EXPECT_THAT(mistake({"--foo"}), HasSubstr("--foo"));
}

TEST(CommandLine, RefusesWrongOptionsInOneLineWithTheNextStep) {
  const std::vector<Arguments> wrong = {{"record"},
                                        {"record", "-c"},
                                        {"record", "-c", ""},
                                        {"record", "-c", "a", "-c", "b"},
                                        {"record", "-c", "a", "--mode", "none"},
                                        {"record", "-c", "a", "--mode", "all", "--add"},
                                        {"record", "-c", "a", "--listen", "here"},
                                        {"record", "-c", "a", "--reverse", "api.test"},
                                        {"record", "-c", "a", "--match", "verb"},
                                        {"record", "-c", "a", "--body-limit", "0"},
                                        {"record", "-c", "a", "--origin-ca", "b", "--insecure-origin"},
                                        {"play", "-c", "a", "--mode", "all"},
                                        {"show"},
                                        {"show", "a", "0"},
                                        {"show", "a", "x"},
                                        {"show", "a", "--body"},
                                        {"show", "a", "1", "--body", "--json"},
                                        {"show", "a", "1", "2"},
                                        {"convert", "a"},
                                        {"ca", "x"}};
  for (const auto& arguments : wrong) {
    const auto text = mistake(arguments);
    EXPECT_THAT(text, testing::MatchesRegex("wiretape: [^\n]+\n  next: [^\n]+\n"));
    EXPECT_THAT(text, HasSubstr("wiretape " + arguments[0] + " --help\n"));
  }
}

TEST(CommandLine, ShowsATableOneInteractionOrItsBody) {
  const auto table = parsed<Show>({"show", "a.yaml"});
  EXPECT_EQ(table.file, "a.yaml");
  EXPECT_FALSE(table.number || table.is_json || table.is_body);
  EXPECT_EQ(parsed<Show>({"show", "a.yaml", "12", "--json"}).number, 12U);
  EXPECT_TRUE(parsed<Show>({"show", "--json", "a.yaml"}).is_json);
  EXPECT_TRUE(parsed<Show>({"show", "a.yaml", "1", "--body"}).is_body);
  EXPECT_EQ(parsed<Show>({"show", "--", "-odd.yaml"}).file, "-odd.yaml");
}

TEST(CommandLine, ConvertsOneFileToAnother) {
  const auto files = parsed<Convert>({"convert", "a.yaml", "b.json"});
  EXPECT_EQ(files.from, "a.yaml");
  EXPECT_EQ(files.to, "b.json");
  EXPECT_FALSE(files.may_replace);
  EXPECT_TRUE(parsed<Convert>({"convert", "-f", "a", "b"}).may_replace);
}

TEST(CommandLine, PrintsOrRenewsTheAuthority) {
  EXPECT_FALSE(parsed<Ca>({"ca"}).wants_path);
  EXPECT_TRUE(parsed<Ca>({"ca", "--path"}).wants_path);
  EXPECT_TRUE(parsed<Ca>({"ca", "--renew"}).renews);
}

TEST(CommandLine, HasHelpForTheProgramAndForEachCommand) {
  EXPECT_THAT(parsed<Say>({"--help"}).text, HasSubstr("convert"));
  EXPECT_EQ(parsed<Say>({"--version"}).text, std::string("wiretape ") + version + "\n");
  for (const auto* name : {"record", "play", "proxy", "show", "convert", "ca"}) {
    const auto help = parsed<Say>({name, "--help"});
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_THAT(help.text, HasSubstr(std::string("usage: wiretape ") + name));
    EXPECT_EQ(parsed<Say>({"help", name}).text, help.text);
    EXPECT_EQ(parsed<Say>({name, "-h"}).text, help.text);
  }
}

}  // namespace
}  // namespace wiretape::cli
