// SPDX-License-Identifier: MIT
#include "policy/candidates.hpp"

#include <algorithm>
#include <cstring>

#include "base/random.hpp"
#include "http/url.hpp"
#include "policy/match.hpp"

namespace wiretape::policy {

std::optional<Url> url_of(const cassette::Tape& tape, std::size_t index) {
  if (auto url = http::parse_url(tape.summary(index).url)) return *std::move(url);
  const auto interaction = tape.interaction(index);
  if (!interaction) return std::nullopt;
  return (*interaction)->request.url;
}

Candidates::Candidates(const MatchPolicy& policy, const cassette::Tape& tape,
                       const secrets::Redactor& redactor)
    : policy_(policy), redactor_(redactor), plays_(tape.size(), 0) {
  for (std::size_t i = 0; i < tape.size(); ++i) {
    if (const auto url = url_of(tape, i)) {
      by_head_[digest_of(key_of(tape.summary(i).method, *url, secrets::Side::recorded))].indices.push_back(i);
    } else {
      unreadable_.push_back(i);
    }
  }
}

Candidates::Digest Candidates::digest_of(std::string_view key) {
  Digest digest{key.size(), ~key.size()};
  while (!key.empty()) {
    std::uint64_t piece = 0;
    const auto size = std::min(key.size(), sizeof piece);
    std::memcpy(&piece, key.data(), size);
    digest = {mixed(digest.first, piece), mixed(digest.second, ~piece)};
    key.remove_prefix(size);
  }
  return digest;
}

std::string Candidates::key_of(std::string_view method, Url url, secrets::Side side) const {
  url.target = redactor_.comparable_target(url.target, side);
  return head_key(policy_, method, url);
}

std::span<const std::size_t> Candidates::alike(const Request& head) const {
  const auto found = by_head_.find(digest_of(key_of(head.method, head.url, secrets::Side::live)));
  if (found == by_head_.end()) return {};
  return found->second.indices;
}

std::span<const std::size_t> Candidates::unplayed(const Request& head) {
  const auto found = by_head_.find(digest_of(key_of(head.method, head.url, secrets::Side::live)));
  if (found == by_head_.end()) return {};
  auto& [indices, played] = found->second;
  while (played < indices.size() && is_played(indices[played])) ++played;
  return std::span(indices).subspan(played);
}

}  // namespace wiretape::policy
