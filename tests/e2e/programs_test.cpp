// SPDX-License-Identifier: MIT
// Programs of the system as clients, told by Deck::environment() alone where they can be.
#include "support/replayed.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

const std::string hello = "Line 12: the same words again, so that there is something to compress.\n";

// What the program printed, where it succeeds.
std::string output_of(const Scene& scene, std::vector<std::string> command, const std::string& directory = {},
                      std::vector<std::pair<std::string, std::string>> more = {}) {
  ProgramOptions options;
  options.environment = scene.deck.environment();
  options.environment.insert(options.environment.end(), more.begin(), more.end());
  options.directory = directory;
  auto result = run(command, options);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return std::move(result.out);
}

class ReplayedPrograms : public testing::Test {
protected:
  void SetUp() override { NEEDS_PROGRAM("nginx"); }
};

TEST_F(ReplayedPrograms, Wget) {
  NEEDS_PROGRAM("wget");
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    // Its environment names no authority.
    auto seen =
        output_of(scene, {"wget", "-nv", "--tries=1", "--save-headers", "-O", "-", "--ca-certificate",
                          scene.deck.ca_file(), scene.https + "/hello.txt", scene.http + "/hello.txt"});
    EXPECT_THAT(seen, AllOf(StartsWith("HTTP/1.1 200 OK\r\nServer: nginx"), testing::EndsWith(hello)));
    return seen;
  });
}

TEST_F(ReplayedPrograms, PythonsUrllib) {
  NEEDS_PROGRAM("python3");
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    const auto* script = R"(
import sys, urllib.request
for url in sys.argv[1:]:
    with urllib.request.urlopen(url, timeout=30) as answer:
        print(answer.status, answer.reason, answer.headers.items(), answer.read().decode())
)";
    auto seen =
        output_of(scene, {"python3", "-c", script, scene.http + "/cookies", scene.https + "/cookies"});
    EXPECT_THAT(seen, HasSubstr("('Set-Cookie', 'first=1; Path=/'), ('set-cookie', 'second=2')"));
    return seen;
  });
}

TEST_F(ReplayedPrograms, PythonsHttpClient) {
  NEEDS_PROGRAM("python3");
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    const auto* script = R"(
import http.client, os, sys, urllib.parse
proxy = urllib.parse.urlsplit(os.environ["WIRETAPE_PROXY"])
origin = urllib.parse.urlsplit(sys.argv[1])
client = http.client.HTTPSConnection(proxy.hostname, proxy.port, timeout=30)
client.set_tunnel(origin.hostname, origin.port)
for path in "/hello.txt", "/nothing", "/nowhere", "/protocol":
    client.request("GET", path)
    answer = client.getresponse()
    print(answer.status, answer.headers.items(), answer.read().decode())
)";
    auto seen = output_of(scene, {"python3", "-c", script, scene.https});
    EXPECT_THAT(seen, HasSubstr("TLSv1.3 localhost HTTP/1.1 4\n")) << "one connection for all";
    return seen;
  });
}

TEST_F(ReplayedPrograms, NodesHttps) {
  NEEDS_PROGRAM("node");
  record_and_replay(an<Nginx>(), [](const Scene& scene) {
    // Node's own agent knows no proxy: a tunnel by hand, as the agents on npm make it.
    const auto* script = R"(
const http = require('http'), https = require('https'), tls = require('tls');
const proxy = new URL(process.env.WIRETAPE_PROXY), origin = new URL(process.argv[1]);
http.request({host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: origin.host})
  .on('connect', (_, socket) => https.get({
    host: origin.hostname, path: origin.pathname, headers: {Host: origin.host},
    createConnection: () => tls.connect({socket, servername: origin.hostname}),
  }, answer => {
    let body = '';
    answer.on('data', piece => body += piece);
    answer.on('end', () => console.log(answer.statusCode, answer.rawHeaders, body));
  })).end();
)";
    auto seen = output_of(scene, {"node", "-e", script, scene.https + "/hello.txt"});
    EXPECT_THAT(seen, AllOf(StartsWith("200 "), HasSubstr(hello)));
    return seen;
  });
}

// A repository with some history, served by git's own http-backend.
std::unique_ptr<Origin> a_git_server() {
  auto nginx = std::make_unique<Nginx>();
  ProgramOptions options;
  options.environment = {{"GIT_CONFIG_GLOBAL", "/dev/null"}, {"GIT_CONFIG_NOSYSTEM", "1"},
                         {"GIT_AUTHOR_NAME", "A"},           {"GIT_AUTHOR_EMAIL", "a@a.test"},
                         {"GIT_COMMITTER_NAME", "A"},        {"GIT_COMMITTER_EMAIL", "a@a.test"}};
  const auto* script = R"(set -e
mkdir git && cd git && git init -q -b main work && cd work
for n in 1 2 3 4 5; do
  seq $n 2000 >file$n.txt && git add . && git commit -qm "commit $n" && git tag v$n
done
cd .. && git clone -q --bare work repository.git)";
  options.directory = nginx->path("");
  const auto made = run({"sh", "-c", script}, options);
  EXPECT_EQ(made.exit_code, 0) << made.err;
  nginx->serve_git();
  return nginx;
}

TEST_F(ReplayedPrograms, GitClonesOverHttps) {
  NEEDS_PROGRAM("git");
  NEEDS_PROGRAM("fcgiwrap");
  record_and_replay(a_git_server, [](const Scene& scene) {
    const TempDirectory dir;
    const std::vector<std::pair<std::string, std::string>> plain = {{"GIT_CONFIG_GLOBAL", "/dev/null"},
                                                                    {"GIT_CONFIG_NOSYSTEM", "1"},
                                                                    {"GIT_COMMITTER_NAME", "A"},
                                                                    {"GIT_COMMITTER_EMAIL", "a@a.test"},
                                                                    {"GIT_TERMINAL_PROMPT", "0"}};
    output_of(scene, {"git", "clone", "-q", scene.https + "/git/repository.git", "clone"}, dir.path(), plain);
    auto seen =
        output_of(scene, {"git", "log", "--all", "--format=%H %s %D", "--stat"}, dir.path("clone"), plain);
    EXPECT_THAT(seen, AllOf(HasSubstr("commit 5 HEAD -> main"), HasSubstr("commit 1 tag: v1")));
    EXPECT_EQ(output_of(scene, {"git", "fsck", "--strict"}, dir.path("clone"), plain), "");
    EXPECT_THAT(dir.read("clone/file5.txt"), StartsWith("5\n6\n7\n"));
    return seen;
  });
}

}  // namespace
}  // namespace wiretape
