// SPDX-License-Identifier: MIT
// A WebSocket client for the end-to-end tests: websocketpp. A program of its own, for it brings its Asio.
// usage: websocketpp_client URL PROXY_URL. Says its part and prints what it hears, a line each.
#include <iostream>
#include <string>
#include <vector>
#include <websocketpp/client.hpp>
#include <websocketpp/config/asio_no_tls_client.hpp>

using Client = websocketpp::client<websocketpp::config::asio_client>;
using websocketpp::connection_hdl;

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::vector<std::string> says = {"hello", "pieces", "ping", "big" + std::string(90000, 'x'), "close"};
  const std::vector<std::size_t> answers = {1, 1, 1, 1, 2};  // before each
  std::size_t said = 0, heard = 0;

  Client client;
  client.clear_access_channels(websocketpp::log::alevel::all);
  client.clear_error_channels(websocketpp::log::elevel::all);
  client.init_asio();
  client.set_message_handler([&](connection_hdl handle, Client::message_ptr message) {
    const auto& payload = message->get_payload();
    std::cout << "text " << (payload.size() < 100 ? payload : std::to_string(payload.size()) + " bytes")
              << '\n';
    if (++heard < answers.at(said)) return;
    heard = 0;
    client.send(handle, says.at(said++), websocketpp::frame::opcode::text);
  });
  client.set_fail_handler([&](connection_hdl handle) {
    const auto connection = client.get_con_from_hdl(handle);
    std::cout << "failed: " << connection->get_ec().message() << ", status "
              << connection->get_response_code() << '\n';
  });
  client.set_close_handler([&](connection_hdl handle) {
    const auto connection = client.get_con_from_hdl(handle);
    std::cout << "closed " << connection->get_remote_close_code() << ' '
              << connection->get_remote_close_reason() << '\n';
  });
  websocketpp::lib::error_code error;
  const auto connection = client.get_connection(argv[1], error);
  if (error) return 1;
  connection->add_subprotocol("chat");
  connection->set_proxy(argv[2]);
  client.connect(connection);
  client.run();
  return 0;
}
