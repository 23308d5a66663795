// SPDX-License-Identifier: MIT
// A WebSocket client for the end-to-end tests: libwebsockets.
// usage: libwebsockets_client ws|wss HOST PORT PROXY_HOST:PORT CA_FILE. Says its part and prints what it
// hears, a line each.
#include <libwebsockets.h>

#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>
#include <vector>

namespace {

const std::vector<std::string> says = {"hello", "pieces", "ping", "big" + std::string(9000, 'x'), "close"};
const std::vector<std::size_t> answers = {1, 1, 1, 1, 2};  // before each
std::size_t said = 0, heard = 0;
std::string message;
bool is_over = false;

int hear(lws* connection, lws_callback_reasons reason, void*, void* in, size_t size) {
  const auto bytes = [&] { return std::string(static_cast<const char*>(in), size); };
  switch (reason) {
    case LWS_CALLBACK_CLIENT_RECEIVE:
      message += bytes();
      if (!lws_is_final_fragment(connection) || lws_remaining_packet_payload(connection) > 0) break;
      std::cout << "text " << (message.size() < 100 ? message : std::to_string(message.size()) + " bytes")
                << '\n';
      message.clear();
      if (++heard >= answers.at(said)) lws_callback_on_writable(connection);
      break;
    case LWS_CALLBACK_CLIENT_WRITEABLE: {
      if (heard < answers.at(said)) break;
      heard = 0;
      auto out = std::string(LWS_PRE, '\0') + says.at(said++);
      lws_write(connection, reinterpret_cast<unsigned char*>(out.data()) + LWS_PRE, out.size() - LWS_PRE,
                LWS_WRITE_TEXT);
      break;
    }
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE: {
      const auto close = bytes();
      const int code = static_cast<unsigned char>(close[0]) * 256 + static_cast<unsigned char>(close[1]);
      std::cout << "closed " << code << ' ' << close.substr(2) << '\n';
      break;
    }
    case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
      std::cout << "failed: " << (in != nullptr ? bytes() : "") << '\n';
      is_over = true;
      break;
    case LWS_CALLBACK_CLIENT_CLOSED:
      is_over = true;
      break;
    default:
      break;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  lws_set_log_level(0, nullptr);
  const lws_protocols protocols[] = {{"chat", hear, 0, 65536, 0, nullptr, 0},
                                     {nullptr, nullptr, 0, 0, 0, nullptr, 0}};
  const lws_extension extensions[] = {
      {"permessage-deflate", lws_extension_callback_pm_deflate, "permessage-deflate; client_max_window_bits"},
      {nullptr, nullptr, nullptr}};
  lws_context_creation_info info{};
  info.port = CONTEXT_PORT_NO_LISTEN;
  info.protocols = protocols;
  info.extensions = extensions;
  info.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
  info.client_ssl_ca_filepath = argv[5];
  lws_context* context = lws_create_context(&info);
  if (context == nullptr) return 1;
  lws_set_proxy(lws_create_vhost(context, &info), argv[4]);
  info.vhost_name = "through the deck";
  lws_vhost* vhost = lws_get_vhost_by_name(context, "default");
  lws_set_proxy(vhost, argv[4]);

  const std::string authority = std::string(argv[2]) + ":" + argv[3];
  lws_client_connect_info connect{};
  connect.context = context;
  connect.vhost = vhost;
  connect.address = argv[2];
  connect.port = std::atoi(argv[3]);
  connect.path = "/";
  connect.host = authority.c_str();
  connect.origin = argv[2];
  connect.protocol = "chat";
  connect.ssl_connection = std::strcmp(argv[1], "wss") == 0 ? LCCSCF_USE_SSL : 0;
  if (lws_client_connect_via_info(&connect) == nullptr) is_over = true;
  for (int i = 0; i < 100000 && !is_over; ++i) lws_service(context, 0);
  lws_context_destroy(context);
  return is_over ? 0 : 1;
}
