// SPDX-License-Identifier: MIT
// A user's program with an Asio of its own, set up otherwise than ours, and with cpp-httplib: nothing of
// them merges with what is in the library. This file sees `asio` as the user does, not renamed.
#include <httplib.h>

#include <asio.hpp>
#include <chrono>
#include <thread>
#include <wiretape/gtest.hpp>

namespace {

#ifdef asio
#error "the user's Asio is renamed, so this test shows nothing"
#endif

using asio::ip::tcp;
using namespace std::chrono_literals;

// Serves connections one after the other, each with one answer, slowly.
asio::awaitable<void> serve(tcp::acceptor& acceptor, int connections) {
  asio::steady_timer timer(acceptor.get_executor());
  for (int i = 0; i < connections; ++i) {
    auto client = co_await acceptor.async_accept(asio::use_awaitable);
    std::string head;
    co_await asio::async_read_until(client, asio::dynamic_buffer(head), "\r\n\r\n", asio::use_awaitable);
    timer.expires_after(1ms);
    co_await timer.async_wait(asio::use_awaitable);
    const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nasio";
    co_await asio::async_write(client, asio::buffer(answer), asio::use_awaitable);
  }
}

std::string get(const wiretape::Deck& deck, const std::string& origin) {
  httplib::Client client(origin);
  deck.configure(client);
  const auto answer = client.Get("/a");
  return answer ? answer->body : httplib::to_string(answer.error());
}

TEST(Coexistence, OfTheUsersAsioAndHttplibWithOurs) {
  const auto dir = std::string(testing::TempDir()) + "wiretape-coexist-" + std::to_string(::getpid());
  wiretape::DeckOptions options;
  options.cassette = "tape";
  options.cassette_dir = dir;
  options.mode = wiretape::RecordMode::all;

  asio::io_context context;
  tcp::acceptor acceptor(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  const auto origin = "http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port());
  asio::co_spawn(context, serve(acceptor, 3), [](std::exception_ptr escaped) { EXPECT_FALSE(escaped); });
  std::thread loop([&] { context.run(); });
  {
    wiretape::TestDeck deck(options);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(get(deck, origin), "asio");
  }
  loop.join();
  acceptor.close();

  options.mode = wiretape::RecordMode::none;
  {
    wiretape::TestDeck deck(options);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(get(deck, origin), "asio");
  }
  std::remove((dir + "/tape.yaml").c_str());
  std::remove(dir.c_str());
}

}  // namespace
