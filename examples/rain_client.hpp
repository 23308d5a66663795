// SPDX-License-Identifier: MIT
// The code under test of sweep_test.cpp: adds up the rain of a day, of lines "06:00,0.4" that it takes as
// they come, and asks again where they break off. It can do so as it did before sweep_test.cpp was written.
#pragma once

#include <httplib.h>

#include <sstream>
#include <stdexcept>
#include <string>

class RainClient {
public:
  enum class Version { with_the_bug, mended };

  RainClient(const std::string& base_url, Version version) : http_(base_url), version_(version) {}

  httplib::Client& http() { return http_; }

  // Tenths of a millimetre.
  int rain(const std::string& city) {
    std::string lines;
    for (int attempt = 1; attempt <= 3; ++attempt) {
      if (version_ == Version::mended) lines.clear();  // of an attempt that broke off
      const auto answer = http_.Get("/rain.csv?city=" + city, [&](const char* data, std::size_t size) {
        lines.append(data, size);
        return true;
      });
      if (answer && answer->status == 200) return sum(lines);
      const bool may_be_better_soon = !answer || answer->status >= 500 || answer->status == 429;
      if (!may_be_better_soon) throw std::runtime_error("the service says " + std::to_string(answer->status));
    }
    throw std::runtime_error("the service does not answer");
  }

private:
  static int sum(const std::string& lines) {
    std::istringstream in(lines);
    int tenths = 0;
    for (std::string line; std::getline(in, line);) {
      const auto comma = line.find(',');
      if (comma == std::string::npos) throw std::runtime_error("no line of rain: " + line);
      const double millimetres = std::stod(line.substr(comma + 1));
      tenths += static_cast<int>(millimetres * 10 + 0.5);
    }
    return tenths;
  }

  httplib::Client http_;
  Version version_;
};
