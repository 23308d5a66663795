// SPDX-License-Identifier: MIT
// The interactions of a cassette by what the scan knows of them, and which of them were played.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include <wiretape/options.hpp>

#include "cassette/tape.hpp"
#include "secrets/redactor.hpp"

namespace wiretape::policy {

// The URL of an interaction: from the summary, or from the interaction where the summary's is none
// ("http://host *"). Nothing when the interaction cannot be parsed either.
[[nodiscard]] std::optional<Url> url_of(const cassette::Tape& tape, std::size_t index);

class Candidates {
public:
  // Both outlive it, and the redactor too.
  Candidates(const MatchPolicy& policy, const cassette::Tape& tape, const secrets::Redactor& redactor);

  // Those whose method and URL are equal to a request's, in order, played or not.
  [[nodiscard]] std::span<const std::size_t> alike(const Request& head) const;
  // The same from the first that was not played on. Others behind it may have been.
  [[nodiscard]] std::span<const std::size_t> unplayed(const Request& head);
  [[nodiscard]] const secrets::Redactor& redactor() const { return redactor_; }
  // Those whose URL cannot be read: any request may have been meant for them.
  [[nodiscard]] const std::vector<std::size_t>& unreadable() const { return unreadable_; }

  template <class Visit>
  void for_each_group(Visit visit) const {
    for (const auto& [digest, group] : by_head_) visit(group.indices);
  }

  void play(std::size_t index) { ++plays_[index]; }
  [[nodiscard]] bool is_played(std::size_t index) const { return plays_[index] > 0; }
  [[nodiscard]] std::uint64_t plays(std::size_t index) const { return plays_[index]; }

private:
  struct Group {
    std::vector<std::size_t> indices;
    std::size_t played = 0;  // so many in front were: equal requests of a thousand cost no more than of one
  };

  [[nodiscard]] std::string key_of(std::string_view method, Url url, secrets::Side side) const;

  MatchPolicy policy_;
  const secrets::Redactor& redactor_;
  // A digest of the key: of 128 bits no two are the same by chance, and a hundred thousand take little.
  struct Digest {
    std::uint64_t first = 0, second = 0;
    friend bool operator==(const Digest&, const Digest&) = default;
  };
  struct FirstOf {
    std::size_t operator()(const Digest& digest) const { return static_cast<std::size_t>(digest.first); }
  };
  static Digest digest_of(std::string_view key);

  std::unordered_map<Digest, Group, FirstOf> by_head_;
  std::vector<std::size_t> unreadable_;
  std::vector<std::uint64_t> plays_;  // how often each was played
};

}  // namespace wiretape::policy
