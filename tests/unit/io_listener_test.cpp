// SPDX-License-Identifier: MIT
#include "io/listener.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <asio/ip/tcp.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "io/scope.hpp"
#include "support/coroutines.hpp"

namespace wiretape::io {
namespace {

using asio::ip::tcp;
using testing::HasSubstr;

class ListenerTest : public testing::Test {
protected:
  std::unique_ptr<Listener> open(const std::string& address) {
    auto opened = Listener::open(context_.get_executor(), address, false);
    return opened ? std::move(*opened) : nullptr;
  }
  std::string refusal(const std::string& address) {
    const auto opened = Listener::open(context_.get_executor(), address, false);
    return opened ? "opened" : opened.error().message;
  }
  tcp::socket connect_to(const Listener& listener) {
    tcp::socket socket(context_);
    socket.connect(tcp::endpoint(asio::ip::make_address(listener.host()), listener.port()));
    return socket;
  }

  asio::io_context context_;
};

TEST_F(ListenerTest, AcceptsOnAFreePort) {
  const auto listener = open("127.0.0.1:0");
  ASSERT_TRUE(listener);
  EXPECT_EQ(listener->host(), "127.0.0.1");
  EXPECT_NE(listener->port(), 0);
  auto client = connect_to(*listener);
  const auto stream = run_until_ended(context_, listener->accept());
  ASSERT_TRUE(stream);
  client.send(asio::buffer("hello", 5));
  EXPECT_EQ(run_until_ended(context_, stream->read_some(scratch())).count, 5u);
}

TEST_F(ListenerTest, SpeaksIpV6) {
  const auto listener = open("[::1]:0");
  if (!listener) GTEST_SKIP() << "no IPv6 here: " << refusal("[::1]:0");
  EXPECT_EQ(listener->host(), "::1");
  auto client = connect_to(*listener);
  EXPECT_TRUE(run_until_ended(context_, listener->accept()));
}

TEST_F(ListenerTest, RefusesAddressesThatOtherMachinesReach) {
  EXPECT_EQ(
      refusal("0.0.0.0:0"),
      "cannot listen on \"0.0.0.0:0\": other machines could use this deck; set allows_remote_clients to "
      "mean that, or listen on 127.0.0.1 or [::1]");
  EXPECT_THAT(refusal("[::]:0"), HasSubstr("other machines"));
  EXPECT_TRUE(Listener::open(context_.get_executor(), "0.0.0.0:0", true));
}

TEST_F(ListenerTest, SaysHowAnAddressIsWritten) {
  for (const auto* address : {"", "8080", "localhost:80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536",
                              "127.0.0.1:-1", "::1:80", "[127.0.0.1]:80", "[]:1", "[::1:80"}) {
    EXPECT_EQ(refusal(address), "cannot listen on \"" + std::string(address) +
                                    "\": say an IP address and a port, like 127.0.0.1:0 or [::1]:8080");
  }
}

TEST_F(ListenerTest, SaysWhyAPortCannotBeBound) {
  const auto first = open("127.0.0.1:0");
  const auto address = "127.0.0.1:" + std::to_string(first->port());
  EXPECT_EQ(refusal(address), "cannot listen on \"" + address + "\": Address already in use");
}

TEST_F(ListenerTest, CloseEndsAnAccept) {
  const auto listener = open("127.0.0.1:0");
  const Started<std::unique_ptr<Stream>> accepted(context_, listener->accept());
  settle(context_);
  ASSERT_FALSE(accepted.has_ended());
  listener->close();
  settle(context_);
  EXPECT_EQ(accepted.value(), nullptr);
  EXPECT_EQ(run(context_, listener->accept()), nullptr);
}

Task<void> accept_all(Listener& listener, int& accepted) {
  while (true) {
    const auto stream = co_await listener.accept();
    if (!stream) co_return;
    ++accepted;
  }
}

TEST_F(ListenerTest, CancellingTheScopeEndsAnAccept) {
  const auto listener = open("127.0.0.1:0");
  int accepted = 0;
  Scope scope(context_.get_executor(), [](const std::string&, const std::exception_ptr&) {});
  scope.spawn("acceptor", accept_all(*listener, accepted));
  settle(context_);
  scope.cancel();
  settle(context_);
  EXPECT_EQ(scope.size(), 0u);
}

// The descriptors of this process that an exec'd child would get.
std::vector<int> inheritable_sockets() {
  std::vector<int> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    const int descriptor = std::stoi(entry.path().filename());
    int type = 0;
    socklen_t size = sizeof type;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) != 0) continue;
    if (!(::fcntl(descriptor, F_GETFD) & FD_CLOEXEC)) found.push_back(descriptor);
  }
  return found;
}

TEST_F(ListenerTest, LeavesNoSocketForChildProcesses) {
  const auto before = inheritable_sockets();
  const auto listener = open("127.0.0.1:0");
  auto client = connect_to(*listener);
  ::fcntl(client.native_handle(), F_SETFD, FD_CLOEXEC);
  const auto stream = run_until_ended(context_, listener->accept());
  EXPECT_EQ(inheritable_sockets(), before);
}

// Lowers the limit of descriptors to those that are open, as long as it lives.
class NoMoreDescriptors {
public:
  NoMoreDescriptors() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const int lowest_free = ::dup(0);
    ::close(lowest_free);
    rlimit none = before_;
    none.rlim_cur = static_cast<rlim_t>(lowest_free);
    ::setrlimit(RLIMIT_NOFILE, &none);
  }
  ~NoMoreDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  NoMoreDescriptors(const NoMoreDescriptors&) = delete;
  NoMoreDescriptors& operator=(const NoMoreDescriptors&) = delete;

private:
  rlimit before_{};
};

TEST_F(ListenerTest, WaitsWhereDescriptorsRanOut) {
  const auto listener = open("127.0.0.1:0");
  auto client = connect_to(*listener);
  std::vector<std::string> told;
  listener->on_shortage([&](const std::error_code& why) { told.push_back(why.message()); });
  const Started<std::unique_ptr<Stream>> accepted(context_, listener->accept());
  {
    const NoMoreDescriptors shortage;
    context_.run_for(std::chrono::milliseconds(70));  // looked again three times
    ASSERT_FALSE(accepted.has_ended());
  }
  EXPECT_EQ(told, std::vector<std::string>{"Too many open files"});
  context_.restart();
  context_.run_for(std::chrono::seconds(10));
  EXPECT_TRUE(accepted.value());
}

}  // namespace
}  // namespace wiretape::io
