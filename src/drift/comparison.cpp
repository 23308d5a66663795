// SPDX-License-Identifier: MIT
#include "drift/comparison.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "base/json_pointer.hpp"
#include "base/text.hpp"
#include "drift/answer_json.hpp"
#include "drift/endpoint.hpp"
#include "policy/wording.hpp"
#include "policy/xml.hpp"

namespace wiretape::drift {

namespace {

std::string outcome_of(const Interaction& interaction) {
  if (const auto* response = std::get_if<Response>(&interaction.outcome))
    return "answered " + std::to_string(response->status);
  const auto& error = std::get<TransportError>(interaction.outcome);
  return std::string(to_string(error.kind)) + ": " + shown(error.message);
}

std::string size_of(const Body& body) {
  return body.empty() ? "nothing" : std::to_string(body.size()) + " bytes";
}

bool are_equal(const Body& a, const Body& b) {
  const bool are_known = a.large && b.large && !a.large->sha256.empty() && !b.large->sha256.empty();
  if (are_known) return a.large->sha256 == b.large->sha256;
  if (a.is_truncated || b.is_truncated) return a.size() == b.size() && a.bytes == b.bytes;
  if (a.text() == b.text()) return true;
  const auto one = policy::canonical_xml(a.text());
  return one && one == policy::canonical_xml(b.text());
}

bool is_word(std::string_view text) {
  return text.size() > 2 && text.size() <= 42 && text.find_first_of(" .:/\\") == std::string_view::npos;
}

// One of few texts: each was there twice on average, and they look like names.
bool is_enumeration(const std::map<std::string, std::size_t>& texts) {
  std::size_t seen = 0;
  for (const auto& [text, count] : texts) {
    if (!is_word(text)) return false;
    seen += count;
  }
  return seen >= 3 && texts.size() * 2 <= seen;
}

}  // namespace

Comparison::Comparison(std::string cassette, std::vector<Ignored> ignored, const secrets::Redactor& redactor,
                       secrets::Side now_side)
    : cassette_(std::move(cassette)), places_{std::move(ignored)}, redactor_(redactor), now_side_(now_side) {}

void Comparison::add(std::size_t index, const Interaction& recorded, const Interaction& now) {
  ++compared_;
  const auto asked = redactor_.comparable(recorded.request, secrets::Side::recorded);
  const auto endpoint = endpoint_of(asked);
  Changes changes;
  const auto* was = std::get_if<Response>(&recorded.outcome);
  const auto* is = std::get_if<Response>(&now.outcome);
  if (was && is) {
    add_answers(changes, endpoint, redactor_.comparable(*was, secrets::Side::recorded),
                redactor_.comparable(*is, now_side_));
  } else if (was || is ||
             std::get<TransportError>(recorded.outcome).kind != std::get<TransportError>(now.outcome).kind) {
    changes.push_back(change(DriftKind::outcome, true, "outcome", outcome_of(recorded), outcome_of(now)));
  }
  if (recorded.conversation && now.conversation)
    add_messages(changes, endpoint, *recorded.conversation, *now.conversation);
  for (auto& found : changes) {
    found.interaction = index + 1;
    found.request = policy::name_of(asked);
  }
  found_[index] = {endpoint, std::move(changes)};
}

void Comparison::add_answers(Changes& changes, const std::string& endpoint, const Response& recorded,
                             const Response& now) {
  if (recorded.status != now.status) {
    changes.push_back(change(DriftKind::status, true, "status", std::to_string(recorded.status),
                             std::to_string(now.status)));
  }
  auto headers = header_changes(recorded.headers, now.headers, places_);
  std::move(headers.begin(), headers.end(), std::back_inserter(changes));
  add_bodies(changes, endpoint, recorded, now);
}

void Comparison::add_bodies(Changes& changes, const std::string& endpoint, const Response& recorded,
                            const Response& now) {
  const auto was = json_of(recorded);
  const auto is = json_of(now);
  if (was && is) return add_json(changes, endpoint, "body", *was, *is);
  if (are_equal(recorded.body, now.body)) return;
  const bool is_cut = recorded.body.is_truncated || now.body.is_truncated;
  if (was && !is_cut) {
    changes.push_back(change(DriftKind::content, true, "body", "JSON", size_of(now.body) + ", no JSON"));
  } else {
    changes.push_back(
        change(DriftKind::body, now.body.empty(), "body", size_of(recorded.body), size_of(now.body)));
  }
}

void Comparison::add_messages(Changes& changes, const std::string& endpoint,
                              const WebSocketConversation& recorded, const WebSocketConversation& now) {
  const auto comparable = [&](const WebSocketConversation& said, secrets::Side side) {
    auto copy = said;
    for (auto& message : copy.messages) message = redactor_.comparable(message, side);
    return json_of(copy);
  };
  add_json(changes, endpoint, "message", comparable(recorded, secrets::Side::recorded),
           comparable(now, now_side_));
}

void Comparison::add_json(Changes& changes, const std::string& endpoint, const std::string& root,
                          const policy::Json& recorded, const policy::Json& now) {
  Shape was, is;
  drift::add(was, recorded);
  drift::add(is, now);
  auto found = json_changes(root, was, is, places_);
  std::move(found.begin(), found.end(), std::back_inserter(changes));
  learn_values(endpoint + ' ' + root, "", was);
}

void Comparison::learn_values(const std::string& root, const std::string& pointer, const Shape& shape) {
  if (shape.count(policy::Json::Kind::string) > 0) {
    auto& texts = texts_[pointer.empty() ? root : root + ' ' + pointer];
    for (const auto& [value, count] : shape.values) texts[shown(value)] += count;
  }
  for (const auto& [name, member] : shape.members)
    learn_values(root, pointer + '/' + escaped_pointer_token(name), member);
  if (shape.element) learn_values(root, pointer + "/*", *shape.element);
}

void Comparison::add_unrecorded(const Request& request) {
  unrecorded_.push_back(policy::name_of(redactor_.comparable(request, now_side_)));
}

void Comparison::add_unasked(std::size_t index, std::string_view method, std::string_view url) {
  unasked_.push_back(policy::name_of(method, url) + ", interaction " + std::to_string(index + 1));
}

// Another text where there were few.
bool Comparison::is_grown(const std::string& endpoint, const DriftChange& change) const {
  const auto texts = texts_.find(endpoint + ' ' + change.place);
  return texts != texts_.end() && change.now.starts_with('"') && is_word(change.now) &&
         is_enumeration(texts->second) && !texts->second.contains(change.now);
}

DriftReport Comparison::report() const {
  DriftReport report;
  report.cassette = cassette_;
  report.compared = compared_;
  report.not_recorded = unrecorded_;
  report.not_asked = unasked_;
  for (const auto& [index, found] : found_) {
    std::set<std::string> told;  // places whose values are other ones
    for (auto change : found.changes) {
      if (change.kind == DriftKind::value && is_grown(found.endpoint, change)) {
        change.kind = DriftKind::enum_grown;
        change.is_breaking = true;
        change.recorded.clear();
        for (const auto& [text, count] : texts_.at(found.endpoint + ' ' + change.place))
          change.recorded += (change.recorded.empty() ? "" : ", ") + text;
      } else if (change.kind == DriftKind::value && !told.insert(change.place).second) {
        continue;
      }
      report.changes.push_back(std::move(change));
    }
  }
  return report;
}

}  // namespace wiretape::drift
