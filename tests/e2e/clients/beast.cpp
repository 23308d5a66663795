// SPDX-License-Identifier: MIT
// An HTTP client for the end-to-end tests: Boost.Beast, which has no proxy of its own, so that it names the
// whole URL as a client of a proxy does. usage: beast_client ORIGIN PROXY_HOST PROXY_PORT. Prints what it
// hears.
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <iostream>
#include <string>

namespace http = boost::beast::http;
using boost::asio::ip::tcp;

struct Ask {
  http::verb method;
  std::string path, type, body;
};

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::string origin = argv[1], boundary = "beast-boundary-7f3a";
  const Ask all[] = {
      {http::verb::get, "/today?city=Oslo&unit=c", "", ""},
      {http::verb::post, "/orders", "application/json",
       "{ \"item\": \"sled\", \"count\": 2, \"gift\": true }"},
      {http::verb::post, "/login", "application/x-www-form-urlencoded", "user=mona&note=a%20b%2Bc"},
      {http::verb::post, "/upload", "multipart/form-data; boundary=" + boundary,
       "--" + boundary + "\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--" + boundary +
           "--\r\n"},
  };
  boost::asio::io_context context;
  tcp::resolver resolver(context);
  for (const auto& ask : all) {
    boost::beast::tcp_stream stream(context);
    stream.connect(resolver.resolve(argv[2], argv[3]));
    boost::beast::flat_buffer buffer;
    http::request<http::string_body> request(ask.method, origin + ask.path, 11);
    request.set(http::field::host, origin.substr(origin.find("//") + 2));
    request.set(http::field::user_agent, "beast");
    if (!ask.type.empty()) request.set(http::field::content_type, ask.type);
    request.body() = ask.body;
    request.prepare_payload();
    http::write(stream, request);
    http::response<http::string_body> response;
    http::read(stream, buffer, response);
    std::cout << response.result_int() << ' ' << response.body() << '\n';
  }
  return 0;
}
