// SPDX-License-Identifier: MIT
// What one client has recorded, another one plays: each spells JSON, forms, queries and multipart in its own
// way, and the default match policy minds none of it.
#include <curl/curl.h>
#include <gmock/gmock.h>
#include <httplib.h>

#include <functional>

#include <wiretape/wiretape.hpp>

#include "support/origin.hpp"
#include "support/process.hpp"
#include "support/temp_directory.hpp"

namespace wiretape {
namespace {

using namespace support;
using testing::IsEmpty;

const std::string heard =
    "200 {\"celsius\":-3}\n201 {\"order\":17}\n200 welcome, mona: a b+c\n200 note: hello\n";

// Says what it was asked, so that nobody hears the wrong answer.
class Shop {
public:
  Shop() {
    server_.Get("/today", [](const auto& request, auto& answer) {
      if (request.get_param_value("city") != "Oslo" || request.get_param_value("unit") != "c")
        answer.status = 400;
      answer.set_content(R"({"celsius":-3})", "application/json");
    });
    server_.Post("/orders", [](const auto&, auto& answer) {
      answer.status = 201;
      answer.set_content(R"({"order":17})", "application/json");
    });
    server_.Post("/login", [](const auto& request, auto& answer) {
      answer.set_content(
          "welcome, " + request.get_param_value("user") + ": " + request.get_param_value("note"),
          "text/plain");
    });
    server_.Post("/upload", [](const auto& request, auto& answer) {
      answer.set_content("note: " + request.get_file_value("note").content, "text/plain");
    });
    url = "http://127.0.0.1:" + std::to_string(server_.bind_to_any_port("127.0.0.1"));
    thread_ = std::thread([this] { server_.listen_after_bind(); });
  }
  ~Shop() {
    server_.stop();
    thread_.join();
  }
  std::string url;

private:
  httplib::Server server_;
  std::thread thread_;
};

std::string by_httplib(const Deck& deck, const std::string& url) {
  httplib::Client client(url);
  deck.configure(client);
  const auto said = [](const httplib::Result& result) {
    return result ? std::to_string(result->status) + ' ' + result->body + '\n' : "failed\n";
  };
  auto all = said(client.Get("/today?city=Oslo&unit=c"));
  all += said(client.Post("/orders", R"({"count":2,"gift":true,"item":"sled"})", "application/json"));
  all += said(client.Post("/login", httplib::Params{{"user", "mona"}, {"note", "a b+c"}}));
  return all + said(client.Post("/upload", httplib::MultipartFormDataItems{{"note", "hello", "", ""}}));
}

std::string by_libcurl(const Deck& deck, const std::string& url) {
  std::string all;
  const auto ask = [&](const std::string& path, const std::function<void(CURL*)>& prepare) {
    CURL* easy = curl_easy_init();
    deck.configure(easy);
    std::string body;
    curl_easy_setopt(easy, CURLOPT_URL, (url + path).c_str());
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(
        easy, CURLOPT_WRITEFUNCTION, +[](char* bytes, std::size_t, std::size_t count, void* to) {
          static_cast<std::string*>(to)->append(bytes, count);
          return count;
        });
    prepare(easy);
    EXPECT_EQ(curl_easy_perform(easy), CURLE_OK);
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    all += std::to_string(status) + ' ' + body + '\n';
    curl_easy_cleanup(easy);
  };
  ask("/today?unit=c&city=Osl%6F", [](CURL*) {});
  auto* json = curl_slist_append(nullptr, "Content-Type: application/json; charset=utf-8");
  ask("/orders", [&](CURL* easy) {
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, json);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS,
                     "{\n  \"item\": \"sled\",\n  \"gift\": true,\n  \"count\": 2.0\n}\n");
  });
  curl_slist_free_all(json);
  ask("/login", [](CURL* easy) { curl_easy_setopt(easy, CURLOPT_POSTFIELDS, "note=a+b%2bc&user=mona"); });
  curl_mime* form = nullptr;
  ask("/upload", [&](CURL* easy) {
    form = curl_mime_init(easy);
    auto* part = curl_mime_addpart(form);
    curl_mime_name(part, "note");
    curl_mime_data(part, "hello", CURL_ZERO_TERMINATED);
    curl_easy_setopt(easy, CURLOPT_MIMEPOST, form);
  });
  curl_mime_free(form);
  return all;
}

std::string by_program(const char* program, const Deck& deck, const std::string& url) {
  const auto result = run({program, url, "127.0.0.1", std::to_string(deck.port())});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return result.out;
}

struct Client {
  std::string name;
  std::function<std::string(const Deck&, const std::string&)> ask;
};

std::vector<Client> clients() {
  std::vector<Client> all{{"cpp-httplib", by_httplib}, {"libcurl", by_libcurl}};
#ifdef WIRETAPE_BEAST_CLIENT
  all.push_back({"Beast", [](const Deck& deck, const std::string& url) {
                   return by_program(WIRETAPE_BEAST_CLIENT, deck, url);
                 }});
#endif
#ifdef WIRETAPE_QT_CLIENT
  all.push_back({"Qt", [](const Deck& deck, const std::string& url) {
                   return by_program(WIRETAPE_QT_CLIENT, deck, url);
                 }});
#endif
  return all;
}

TEST(OneForAnother, PlaysWhatAnyOfThemRecorded) {
  const TempDirectory dir;
  std::string url;
  const auto options = [&](const Client& recorder, RecordMode mode) {
    DeckOptions made;
    made.cassette = recorder.name;
    made.cassette_dir = dir.path();
    made.mode = mode;
    return made;
  };
  {
    const Shop shop;
    url = shop.url;
    for (const auto& recorder : clients()) {
      Deck deck(options(recorder, RecordMode::all));
      EXPECT_EQ(recorder.ask(deck, url), heard) << recorder.name;
      EXPECT_THAT(deck.stop(), IsEmpty()) << recorder.name;
    }
  }
  for (const auto& recorder : clients()) {
    for (const auto& player : clients()) {
      Deck deck(options(recorder, RecordMode::none));
      EXPECT_EQ(player.ask(deck, url), heard)
          << player.name << " plays what " << recorder.name << " recorded";
      EXPECT_THAT(deck.stop(), IsEmpty()) << player.name << " plays what " << recorder.name << " recorded";
    }
  }
}

}  // namespace
}  // namespace wiretape
