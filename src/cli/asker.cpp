// SPDX-License-Identifier: MIT
#include "cli/asker.hpp"

#include <array>
#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.hpp"
#include "cassette/framing.hpp"
#include "cli/failure.hpp"
#include "drift/answer_json.hpp"
#include "http/http1_writer.hpp"
#include "proxy/recorded_body.hpp"
#include "secrets/edits.hpp"
#include "secrets/placeholder.hpp"
#include "secrets/texts.hpp"

namespace wiretape::cli {

namespace {

// A connection to the deck; gone with its object.
class Connection {
public:
  explicit Connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto* to = reinterpret_cast<const sockaddr*>(&address);
    if (socket_ < 0 || ::connect(socket_, to, sizeof address) != 0) fail();
  }
  ~Connection() {
    if (socket_ >= 0) ::close(socket_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // False: the deck reads no more, which has its reason in the answer.
  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR) continue;
      if (sent < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void read_to_end() const {
    std::array<char, 65536> piece{};
    for (;;) {
      const auto count = ::recv(socket_, piece.data(), piece.size(), 0);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return;
    }
  }

private:
  [[noreturn]] static void fail() {
    throw Failure(std::string("the deck cannot be reached: ") + std::strerror(errno),
                  "look at the limits of this user");
  }
  int socket_;
};

std::string variable_of(std::string_view secret) {
  std::string out = "WIRETAPE_SECRET_";
  for (const char c : secret) {
    const bool is_lower = c >= 'a' && c <= 'z';
    out += c == '-' ? '_' : is_lower ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return out;
}

}  // namespace

std::optional<std::string> Asker::expanded(std::string_view text, std::string& missing) const {
  std::string out;
  std::size_t done = 0;
  for (auto found = secrets::find_placeholder(text); found;
       found = secrets::find_placeholder(text, found->at + found->size)) {
    const auto name = found->placeholder.name;
    const auto variable = variable_of(name);
    auto value = environment_(variable.c_str());
    if (const auto known = secrets_.find(name); !value && known != secrets_.end()) value = known->second;
    if (!value) {
      missing = variable;
      return std::nullopt;
    }
    out += std::string(text.substr(done, found->at - done)) + *value;
    done = found->at + found->size;
  }
  return out + std::string(text.substr(done));
}

std::optional<Request> Asker::as_live(const Request& recorded, std::string& missing) const {
  auto live = bindings_.replaced(recorded);
  const auto expand = [&](std::string& text) {
    if (auto value = expanded(text, missing)) text = *std::move(value);
  };
  secrets::for_each_text(
      live, [&](const secrets::About&, std::string& text) { expand(text); },
      [&](const secrets::About&, Request& request) {
        if (request.body.large || !secrets::has_placeholder(request.body.text())) return;
        auto text = request.body.text();
        const auto size = text.size();
        expand(text);
        secrets::edit_body(request, {{0, size, std::move(text)}});
      });
  if (!missing.empty()) return std::nullopt;
  live.raw_request_line.clear();
  live.headers.remove("Expect");
  live.headers.set("Connection", "close");
  cassette::mend_lengths(live);
  return live;
}

void Asker::ask(const Request& live) const {
  const Connection deck(port_);
  proxy::RequestBody body(live);
  bool is_read = deck.send(http::write_request_head(live, live.url.str()));
  for (auto next = body.next(); is_read && !next.empty(); next = body.next()) is_read = deck.send(next);
  deck.read_to_end();
}

void Asker::hear(const Response& recorded, const Response& live) {
  bindings_.learn(recorded, live, {});
  for (const auto& field : recorded.headers) {
    const auto then = recorded.headers.all(field.name), now = live.headers.all(field.name);
    for (std::size_t i = 0; i < std::min(then.size(), now.size()); ++i) learn(then[i], now[i]);
  }
  const auto then = drift::json_of(recorded), now = drift::json_of(live);
  if (!then || !now) return;
  for (const auto& [pointer, was, is] : policy::differences(*then, *now)) {
    if (was && is) learn(was->text, is->text);
  }
}

// Where the texts around a single placeholder are the same, it stood for what is between them.
void Asker::learn(std::string_view recorded, std::string_view live) {
  const auto found = secrets::find_placeholder(recorded);
  if (!found) return;
  const auto before = recorded.substr(0, found->at);
  if (!live.starts_with(before)) return;
  live.remove_prefix(before.size());
  auto behind = recorded.substr(found->at + found->size);
  behind = behind.substr(0, behind.find_first_of(";,"));  // of a cookie what follows is another matter
  const auto end = behind.empty() ? live.find_first_of(";,") : live.find(behind);
  if (!behind.empty() && end == std::string_view::npos) return;
  secrets_.insert_or_assign(std::string(found->placeholder.name), std::string(live.substr(0, end)));
}

}  // namespace wiretape::cli
