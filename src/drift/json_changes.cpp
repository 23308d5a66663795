// SPDX-License-Identifier: MIT
#include <algorithm>

#include "base/json_pointer.hpp"
#include "base/text.hpp"
#include "drift/drifting.hpp"

namespace wiretape::drift {

namespace {

using Kind = policy::Json::Kind;

constexpr auto in_json = Ignored::Where::json;
constexpr std::size_t most_new_values = 8;  // of one list
constexpr std::size_t enough_integers = 3;  // so that a fraction among them is news

std::string count_of(std::size_t elements) {
  return std::to_string(elements) + (elements == 1 ? " element" : " elements");
}

std::string sample_of(const Shape& shape) {
  return shape.values.empty() ? kinds_of(shape) : shown(shape.values.begin()->first);
}

class Comparison {
public:
  Comparison(std::string root, const Places& places) : root_(std::move(root)), places_(places) {}

  void compare(const std::string& at, const Shape& recorded, const Shape& now) {
    if (places_.is_ignored(in_json, at)) return;
    const bool is_of_other_kind = compare_kinds(at, recorded, now);
    compare_members(at, recorded, now);
    compare_lists(at, recorded, now);
    if (is_of_other_kind || places_.is_value_ignored(in_json, at)) return;
    compare_fractions(at, recorded, now);
    if (!compare_formats(at, recorded, now)) compare_values(at, recorded, now);
  }

  Changes take() { return std::move(changes_); }

private:
  void tell(const std::string& at, DriftKind kind, bool is_breaking, std::string recorded, std::string now) {
    auto place = at.empty() ? root_ : root_ + ' ' + escape_control(at, 500);
    changes_.push_back(change(kind, is_breaking, std::move(place), std::move(recorded), std::move(now)));
  }

  // True: it is told.
  bool compare_kinds(const std::string& at, const Shape& recorded, const Shape& now) {
    const auto is_new = [&](std::size_t kind) {
      return now.kinds.at(kind) > 0 && recorded.kinds.at(kind) == 0;
    };
    const bool is_null_new = is_new(static_cast<std::size_t>(Kind::null));
    const bool knew_null_only = recorded.count(Kind::null) == recorded.seen;
    bool is_other_new = false;
    for (std::size_t kind = 0; kind < now.kinds.size(); ++kind)
      is_other_new = is_other_new || (is_new(kind) && static_cast<Kind>(kind) != Kind::null);
    if (!is_other_new && !is_null_new) return false;
    tell(at, is_other_new ? DriftKind::type : DriftKind::nullable, !is_other_new || !knew_null_only,
         kinds_of(recorded), kinds_of(now));
    return true;
  }

  void compare_fractions(const std::string& at, const Shape& recorded, const Shape& now) {
    const bool were_integers = recorded.fractions == 0 && recorded.count(Kind::number) > 0;
    if (were_integers && now.fractions > 0) {
      tell(at, DriftKind::type, recorded.count(Kind::number) >= enough_integers, kinds_of(recorded),
           kinds_of(now));
    }
  }

  void compare_members(const std::string& at, const Shape& recorded, const Shape& now) {
    if (recorded.count(Kind::object) == 0 || now.count(Kind::object) == 0) return;
    const auto place_of = [&](const std::string& name) { return at + '/' + escaped_pointer_token(name); };
    for (const auto& [name, member] : recorded.members) {
      const auto other = now.members.find(name);
      const auto place = place_of(name);
      const bool was_always_there = member.seen == recorded.count(Kind::object);
      if (other != now.members.end()) {
        if (was_always_there && other->second.seen < now.count(Kind::object) &&
            !places_.is_ignored(in_json, place)) {
          tell(place, DriftKind::optional, true, "in all of " + std::to_string(member.seen),
               "in " + std::to_string(other->second.seen) + " of " + std::to_string(now.count(Kind::object)));
        }
        compare(place, member, other->second);
      } else if (!places_.is_ignored(in_json, place)) {
        tell(place, DriftKind::gone, was_always_there, sample_of(member), "");
      }
    }
    for (const auto& [name, member] : now.members) {
      const auto place = place_of(name);
      if (!recorded.members.contains(name) && !places_.is_ignored(in_json, place))
        tell(place, DriftKind::added, false, "", sample_of(member));
    }
  }

  void compare_lists(const std::string& at, const Shape& recorded, const Shape& now) {
    if (recorded.count(Kind::array) == 0 || now.count(Kind::array) == 0) return;
    const auto element = at + "/*";
    if (recorded.elements != now.elements && !places_.is_value_ignored(in_json, at) &&
        !places_.is_ignored(in_json, element)) {
      tell(at, DriftKind::list, false, count_of(recorded.elements), count_of(now.elements));
    }
    if (recorded.element && now.element) compare(element, *recorded.element, *now.element);
  }

  // Of texts that all had one.
  bool compare_formats(const std::string& at, const Shape& recorded, const Shape& now) {
    if (recorded.formats.size() != 1 || now.formats.empty()) return false;
    const auto was = recorded.formats.begin()->first;
    const auto other = std::find_if(now.formats.begin(), now.formats.end(),
                                    [&](const auto& format) { return format.first != was; });
    if (was == TextFormat::plain || other == now.formats.end()) return false;
    tell(at, DriftKind::format, true, std::string(to_string(was)), std::string(to_string(other->first)));
    return true;
  }

  void compare_values(const std::string& at, const Shape& recorded, const Shape& now) {
    const auto first_that_is_no_more =
        std::find_if(recorded.values.begin(), recorded.values.end(),
                     [&](const auto& value) { return !now.values.contains(value.first); });
    const auto was =
        first_that_is_no_more == recorded.values.end() ? std::string() : shown(first_that_is_no_more->first);
    std::size_t told = 0;
    for (const auto& [value, count] : now.values) {
      const bool is_full = recorded.values.size() == most_values;
      if (recorded.values.contains(value) || is_full || told == most_new_values) continue;
      if (value == "null" || recorded.values.empty()) continue;  // told as a kind
      tell(at, DriftKind::value, false, was, shown(value));
      ++told;
    }
  }

  std::string root_;
  const Places& places_;
  Changes changes_;
};

}  // namespace

Changes json_changes(const std::string& root, const Shape& recorded, const Shape& now, const Places& places) {
  Comparison comparison(root, places);
  comparison.compare("", recorded, now);
  return comparison.take();
}

}  // namespace wiretape::drift
