// SPDX-License-Identifier: MIT
// Compares answers with those in a cassette, one by one, and makes the report.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <wiretape/drift.hpp>
#include <wiretape/interaction.hpp>

#include "drift/drifting.hpp"
#include "secrets/redactor.hpp"

namespace wiretape::drift {

class Comparison {
public:
  // `redactor` outlives it. `now_side`: where the answers of now come from, a wire or another cassette.
  Comparison(std::string cassette, std::vector<Ignored> ignored, const secrets::Redactor& redactor,
             secrets::Side now_side = secrets::Side::live);

  // `index` from 0.
  void add(std::size_t index, const Interaction& recorded, const Interaction& now);
  // What fits nothing that is recorded.
  void add_unrecorded(const Request& request);
  // Interaction `index` was not asked for.
  void add_unasked(std::size_t index, std::string_view method, std::string_view url);

  // Texts of which there are few, by what all interactions had, are told as enumerations.
  [[nodiscard]] DriftReport report() const;

private:
  using Counts = std::map<std::string, std::size_t>;

  void add_answers(Changes& changes, const std::string& endpoint, const Response& recorded,
                   const Response& now);
  void add_bodies(Changes& changes, const std::string& endpoint, const Response& recorded,
                  const Response& now);
  void add_messages(Changes& changes, const std::string& endpoint, const WebSocketConversation& recorded,
                    const WebSocketConversation& now);
  void add_json(Changes& changes, const std::string& endpoint, const std::string& root,
                const policy::Json& recorded, const policy::Json& now);
  void learn_values(const std::string& root, const std::string& pointer, const Shape& shape);
  [[nodiscard]] bool is_grown(const std::string& endpoint, const DriftChange& change) const;

  std::string cassette_;
  Places places_;
  const secrets::Redactor& redactor_;
  secrets::Side now_side_;
  std::size_t compared_ = 0;
  struct Found {
    std::string endpoint;
    Changes changes;
  };
  std::map<std::size_t, Found> found_;   // by index
  std::map<std::string, Counts> texts_;  // recorded, by endpoint and place
  std::vector<std::string> unrecorded_, unasked_;
};

}  // namespace wiretape::drift
