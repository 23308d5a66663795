// SPDX-License-Identifier: MIT
// What a deck costs that has a large cassette. Prints a figure a line, "name value".
//
// usage: bench_scale DIRECTORY COUNT yaml|json
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include <wiretape/wiretape.hpp>

namespace {

using namespace wiretape;
using Clock = std::chrono::steady_clock;

constexpr std::size_t bytes_each = 2048;

double ms_since(Clock::time_point begun) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
}

void tell(const char* name, double value) { std::printf("%s %.3f\n", name, value); }

// Of this process now, in MiB.
double memory() {
  std::ifstream status("/proc/self/statm");
  long size = 0, resident = 0;
  status >> size >> resident;
  return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

std::string order_body(std::size_t number, const std::string& now) {
  return R"({"order": )" + std::to_string(number) + R"(, "sent_at": ")" + now + R"(", "nonce": ")" + now +
         R"(", "trace": ")" + now + "\"}";
}

// Half of them GETs of URLs of their own, half POSTs to one URL, told apart by their bodies.
Interaction interaction(std::size_t number) {
  Interaction made;
  auto& request = made.request;
  const bool is_post = number % 2 == 1;
  request.url = Url::parse(is_post ? "http://api.shop.test/orders"
                                   : "http://api.shop.test/items/" + std::to_string(number));
  request.headers = {{"Host", "api.shop.test"}, {"User-Agent", "shop/1.0"}, {"Accept", "application/json"}};
  if (is_post) {
    request.method = "POST";
    request.body.bytes = order_body(number, "then");
    request.headers.add("Content-Type", "application/json");
    request.headers.add("Content-Length", std::to_string(request.body.bytes.size()));
    request.framing = Framing::content_length;
  }
  Response response;
  auto& body = response.body.bytes;
  body = R"({"id":)" + std::to_string(number) + R"(,"lines":[)";
  while (body.size() < bytes_each - 600)
    body += R"({"sku":"a-long-name-of-a-thing","count":3,"price":"12.50"},)";
  body += R"({"sku":"the last one","count":1,"price":"1.00"}]})";
  response.headers = {{"Server", "shop/1.0"},
                      {"Content-Type", "application/json"},
                      {"Content-Length", std::to_string(body.size())}};
  response.framing = Framing::content_length;
  made.outcome = std::move(response);
  made.recorded_at = "2026-11-30T00:00:00Z";
  return made;
}

void write(const std::string& path, std::size_t count) {
  Cassette cassette;
  cassette.header.recorded_by = "bench_scale";
  cassette.header.recorded_at = "2026-11-30T00:00:00Z";
  for (std::size_t i = 0; i < count; ++i) cassette.interactions.push_back(interaction(i));
  const auto begun = Clock::now();
  write_cassette(cassette, path);
  tell("write_ms", ms_since(begun));
}

// From the first byte of the request to the last of the answer's head.
double ask(int socket, const std::string& request) {
  const auto begun = Clock::now();
  if (::send(socket, request.data(), request.size(), 0) < 0) std::abort();
  std::string answer;
  char piece[16 * 1024];
  while (answer.find("]}") == std::string::npos) {
    const auto got = ::recv(socket, piece, sizeof piece, 0);
    if (got <= 0) break;
    answer.append(piece, static_cast<std::size_t>(got));
  }
  if (!answer.starts_with("HTTP/1.1 200")) std::fprintf(stderr, "%.400s\n", answer.c_str());
  return ms_since(begun);
}

std::string get(std::size_t number) {
  return "GET http://api.shop.test/items/" + std::to_string(number) +
         " HTTP/1.1\r\nHost: api.shop.test\r\n\r\n";
}
std::string post(std::size_t number) {
  const auto body = order_body(number, "now");
  return "POST http://api.shop.test/orders HTTP/1.1\r\nHost: api.shop.test\r\nContent-Type: "
         "application/json\r\n"
         "Content-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

int connected(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) std::abort();
  return socket;
}

void play(const std::string& directory, const std::string& name, std::size_t count) {
  DeckOptions options;
  options.cassette = name;
  options.cassette_dir = directory;
  options.mode = RecordMode::none;
  options.repeats = Repeats::last;
  options.allows_unused_interactions = true;
  options.ignore = {ignore::json("/sent_at"), ignore::json("/nonce"), ignore::json("/trace")};
  const double before = memory();
  const auto begun = Clock::now();
  Deck deck(options);
  tell("open_ms", ms_since(begun));
  tell("open_mib", memory() - before);
  const int socket = connected(deck.port());
  tell("first_get_ms", ask(socket, get(0)));
  const auto last = (count - 1) / 2 * 2;
  tell("last_get_ms", ask(socket, get(last)));
  tell("middle_get_ms", ask(socket, get(last / 4 * 2)));
  tell("first_post_ms", ask(socket, post(1)));
  tell("second_post_ms", ask(socket, post(3)));
  tell("last_post_ms", ask(socket, post((count - 1) | 1)));
  tell("a_later_post_ms", ask(socket, post((count / 2) | 1)));
  double most = 0, sum = 0;
  for (std::size_t i = 0; i < 1000; ++i) {
    const double took = ask(socket, post((i * 37 % (count / 2 - 10)) * 2 + 5));
    most = std::max(most, took);
    sum += took;
  }
  tell("thousand_posts_mean_ms", sum / 1000);
  tell("thousand_posts_most_ms", most);
  ::close(socket);
  const auto findings = deck.stop();
  if (!findings.empty()) std::fprintf(stderr, "%s\n", findings.front().message.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::string directory = argv[1], name = std::string("scale.") + argv[3];
  const auto count = static_cast<std::size_t>(std::atol(argv[2]));
  // In a process of its own: what it held would count.
  std::fflush(stdout);
  const pid_t writer = ::fork();
  if (writer == 0) {
    write(directory + "/" + name, count);
    std::fflush(stdout);
    ::_exit(0);
  }
  ::waitpid(writer, nullptr, 0);
  play(directory, name, count);
}
