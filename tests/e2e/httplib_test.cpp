// SPDX-License-Identifier: MIT
// cpp-httplib on both sides: the client that C++ tests use first, and servers in this process.
#include <httplib.h>

#include <sstream>
#include <thread>

#include "support/replayed.hpp"
#include "support/untrusting_httplib.hpp"

namespace wiretape {

bool support::untrusting_httplib_gets_through(std::uint16_t port, int tls_version) {
  httplib::Client client("https://api.weather.test");
  client.set_proxy("127.0.0.1", port);
  SSL_CTX_set_min_proto_version(client.ssl_context(), tls_version);
  SSL_CTX_set_max_proto_version(client.ssl_context(), tls_version);
  const auto result = client.Get("/");
  EXPECT_EQ(result.error(), httplib::Error::SSLServerVerification);
  return static_cast<bool>(result);
}

namespace {

using namespace support;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;

// An HTTP server and an HTTPS one with the same pages.
class HttplibOrigin final : public Origin {
public:
  HttplibOrigin() : tls_(certificate_.file().c_str(), certificate_.key_file().c_str()) {
    http = "http://127.0.0.1:" + std::to_string(start(plain_));
    https = "https://localhost:" + std::to_string(start(tls_));
    ca_file = certificate_.ca_file();
  }
  ~HttplibOrigin() override {
    plain_.stop();
    tls_.stop();
    for (auto& thread : threads_) thread.join();
  }

private:
  int start(httplib::Server& server) {
    server.Get("/hello", [](const auto&, auto& answer) { answer.set_content("hello", "text/plain"); });
    server.Post("/echo", [](const auto& request, auto& answer) {
      answer.set_header("X-Length", std::to_string(request.body.size()));
      answer.set_content(request.body, request.get_header_value("Content-Type").c_str());
    });
    server.Post("/form", [](const auto& request, auto& answer) {
      const auto file = request.get_file_value("file");
      answer.set_content(file.filename + ": " + file.content, "text/plain");
    });
    server.Get("/chunks", [](const auto&, auto& answer) {
      answer.set_chunked_content_provider("text/plain", [](std::size_t offset, httplib::DataSink& sink) {
        if (offset >= 40) {
          sink.done();
          return true;
        }
        return sink.write("ten bytes.", 10);
      });
    });
    server.Get("/text", [](const auto&, auto& answer) {
      answer.set_content(std::string(5000, 't'), "text/plain");  // which it compresses when it may
    });
    const int port = server.bind_to_any_port("127.0.0.1");
    threads_.emplace_back([&server] { server.listen_after_bind(); });
    while (!server.is_running()) std::this_thread::yield();  // until then it cannot be stopped
    return port;
  }

  OriginCertificate certificate_;
  httplib::Server plain_;
  httplib::SSLServer tls_;
  std::vector<std::thread> threads_;
};

std::string show(const httplib::Result& result) {
  if (!result) return "no answer: " + httplib::to_string(result.error()) + "\n";
  std::ostringstream out;
  out << result->status << ' ' << result->reason << '\n';
  for (const auto& [name, value] : result->headers) out << name << ": " << value << '\n';
  out << '\n' << result->body << '\n';
  return out.str();
}

class ReplayedHttplib : public testing::TestWithParam<bool> {
protected:
  // What the client sees of both origins' pages.
  static std::string see(const Scene& scene, const std::function<std::string(httplib::Client&)>& ask) {
    httplib::Client client(GetParam() ? scene.https : scene.http);
    scene.deck.configure(client);
    return ask(client);
  }
};

TEST_P(ReplayedHttplib, Gets) {
  record_and_replay(an<HttplibOrigin>(), [](const Scene& scene) {
    return see(scene, [](httplib::Client& client) {
      client.set_keep_alive(true);
      auto seen = show(client.Get("/hello")) + show(client.Get("/nowhere")) + show(client.Head("/hello"));
      EXPECT_THAT(seen, AllOf(HasSubstr("\n\nhello\n"), HasSubstr("404 Not Found\n")));
      return seen + show(client.Options("/hello"));
    });
  });
}

TEST_P(ReplayedHttplib, Posts) {
  record_and_replay(an<HttplibOrigin>(), [](const Scene& scene) {
    auto seen = see(scene, [](httplib::Client& client) {
      return show(client.Post("/echo", R"({"a": [1, 2]})", "application/json")) +
             show(client.Post("/form", {{"file", "what is in it", "a.txt", "text/plain"}}));
    });
    EXPECT_THAT(seen, HasSubstr("X-Length: 13\n"));
    EXPECT_THAT(seen, EndsWith("a.txt: what is in it\n"));
    EXPECT_THAT(scene.deck, Received(1, HasJson("/a/1", 2) && HasHeader("content-type", "application/json")));
    EXPECT_THAT(scene.deck, Received(1, HasFormField("file", "what is in it")));
    return seen;
  });
}

TEST_P(ReplayedHttplib, GetsChunks) {
  record_and_replay(an<HttplibOrigin>(), [](const Scene& scene) {
    auto seen = see(scene, [](httplib::Client& client) { return show(client.Get("/chunks")); });
    EXPECT_THAT(seen, EndsWith("ten bytes.ten bytes.ten bytes.ten bytes.\n"));
    EXPECT_EQ(std::get<Response>(answered(scene.deck).at(0)->outcome).chunks.size(), 4U);
    return seen;
  });
}

TEST_P(ReplayedHttplib, PostsInChunks) {
  record_and_replay(an<HttplibOrigin>(), [](const Scene& scene) {
    auto seen = see(scene, [](httplib::Client& client) {
      return show(client.Post(
          "/echo",
          [](std::size_t offset, httplib::DataSink& sink) {
            if (offset < 30) return sink.write("ten bytes.", 10);
            sink.done();
            return true;
          },
          "text/plain"));
    });
    EXPECT_THAT(seen, AllOf(HasSubstr("X-Length: 30\n"), EndsWith("ten bytes.ten bytes.ten bytes.\n")));
    EXPECT_THAT(scene.deck, Received(1, HasHeader("Transfer-Encoding", "chunked")));
    return seen;
  });
}

TEST_P(ReplayedHttplib, GetsWhatIsCompressed) {
  record_and_replay(
      an<HttplibOrigin>(),
      [](const Scene& scene) {
        auto seen = see(scene, [](httplib::Client& client) {
          return show(client.Get("/text", {{"Accept-Encoding", "br"}})) +
                 show(client.Get("/text", {{"Accept-Encoding", "gzip"}}));
        });
        EXPECT_THAT(seen, AllOf(HasSubstr("Content-Encoding: br\n"), HasSubstr("Content-Encoding: gzip\n")));
        EXPECT_THAT(seen, EndsWith(std::string(5000, 't') + "\n"));
        return seen;
      },
      [] {
        DeckOptions options;
        options.match_on.push_back(match::header("Accept-Encoding"));
        return options;
      }());
}

INSTANTIATE_TEST_SUITE_P(Over, ReplayedHttplib, testing::Bool(),
                         [](const auto& test) { return test.param ? "Https" : "Http"; });

}  // namespace
}  // namespace wiretape
