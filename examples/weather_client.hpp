// SPDX-License-Identifier: MIT
// A small client of a weather service, over cpp-httplib: the code under test of the examples. It knows
// nothing of Wiretape; like any client it is told which proxy to use and which authorities to trust.
#pragma once

#include <httplib.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

struct Weather {
  int celsius = 0;
  std::string sky;
};

class WeatherClient {
public:
  explicit WeatherClient(const std::string& base_url, const std::string& proxy_url = "",
                         const std::string& ca_file = "")
      : http_(base_url) {
    if (!proxy_url.empty()) {
      const auto port = proxy_url.rfind(':');
      const auto host = proxy_url.find("://") + 3;
      http_.set_proxy(proxy_url.substr(host, port - host), std::stoi(proxy_url.substr(port + 1)));
    }
    if (!ca_file.empty()) http_.set_ca_cert_path(ca_file);
  }

  // For Deck::configure, and for whatever else a test wants to set.
  httplib::Client& http() { return http_; }

  // Asks up to three times while the service says that it is busy.
  Weather today(const std::string& city) {
    for (int attempt = 1;; ++attempt) {
      const auto answer = http_.Get("/today?city=" + city, {{"X-Attempt", std::to_string(attempt)}});
      if (answer && answer->status == 503 && attempt < 3) continue;
      const auto weather = nlohmann::json::parse(body_of(answer));
      return {weather["celsius"], weather["sky"]};
    }
  }

  // Temperatures of the coming days.
  std::vector<int> week(const std::string& city) {
    const auto answer = http_.Get("/week?city=" + city, {{"Accept-Encoding", "gzip"}});
    return nlohmann::json::parse(body_of(answer))["celsius"];
  }

  // Sends what was measured; returns the report's number.
  int report(const std::string& city, int celsius) {
    const nlohmann::json report = {{"city", city}, {"celsius", celsius}};
    return nlohmann::json::parse(
        body_of(http_.Post("/reports", report.dump(), "application/json")))["number"];
  }

private:
  static std::string body_of(const httplib::Result& answer) {
    if (!answer) throw std::runtime_error("no answer: " + httplib::to_string(answer.error()));
    if (answer->status / 100 == 2) return answer->body;
    throw std::runtime_error("the weather service answered " + std::to_string(answer->status));
  }

  httplib::Client http_;
};
