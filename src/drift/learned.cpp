// SPDX-License-Identifier: MIT
#include "drift/learned.hpp"

#include <algorithm>
#include <map>
#include <type_traits>

#include "base/json_pointer.hpp"
#include "base/text.hpp"
#include "drift/answer_json.hpp"
#include "drift/comparison.hpp"
#include "drift/pairs.hpp"
#include "policy/bindings.hpp"
#include "policy/form.hpp"
#include "policy/ignored.hpp"
#include "policy/match.hpp"
#include "policy/proposal.hpp"
#include "policy/wording.hpp"

namespace wiretape::drift {

namespace {

using policy::Json;
using Where = Ignored::Where;

// "/items/0/id" is "/items/*/id": the elements of a list are one place. Of what is named by digits too.
std::string place_of(const std::string& pointer) {
  std::string out;
  const auto tokens = parse_pointer(pointer).value();
  for (const auto& token : tokens) {
    const bool is_index = parse_decimal(token).has_value();
    out += '/' + (is_index ? "*" : escaped_pointer_token(token));
  }
  return out;
}

std::string text_of(const Json& value) {
  return value.kind == Json::Kind::string ? value.text : policy::show(value);
}

template <class T>
void add_new(std::vector<T>& to, const std::type_identity_t<T>& what) {
  if (std::find(to.begin(), to.end(), what) == to.end()) to.push_back(what);
}

// What one request and its like have in one place; empty: nothing.
struct Values {
  std::string first, second;
  friend auto operator<=>(const Values&, const Values&) = default;
};

class Learning {
public:
  Learning(const Cassette& first, const Cassette& second) : first_(first), second_(second) {}

  Learned run() {
    const auto pairs = pairs_of(first_, second_, redactor_);
    for (const auto& [i, j] : pairs.both) {
      const auto& a = first_.interactions[i];
      const auto& b = second_.interactions[j];
      compare_requests(redactor_.comparable(a.request, secrets::Side::recorded),
                       redactor_.comparable(b.request, secrets::Side::recorded));
      remember_answers(a, b);
      comparison_.add(i, a, b);
    }
    sort_changes(comparison_.report());
    const auto name_all = [](std::vector<std::string>& names, const Cassette& in,
                             const std::vector<std::size_t>& indices) {
      for (const auto index : indices) {
        names.push_back(policy::name_of(in.interactions[index].request) + ", interaction " +
                        std::to_string(index + 1));
      }
    };
    name_all(learned_.only_in_first, first_, pairs.only_in_first);
    name_all(learned_.only_in_second, second_, pairs.only_in_second);
    learned_.compared = pairs.both.size();
    return std::move(learned_);
  }

private:
  // Nothing to be done where an answer has handed both values out in one place.
  bool is_handed_out(const Values& values) {
    const auto found = handed_out_.find(values);
    if (found == handed_out_.end()) return false;
    add_new(learned_.captures, found->second);
    return true;
  }

  void differ(Where where, const std::string& name, const Values& values) {
    if (values.first == values.second || is_handed_out(values)) return;
    const bool is_in_both = !values.first.empty() && !values.second.empty();
    add_new(learned_.ignore, {where, name, is_in_both});
  }

  void compare_requests(const Request& a, const Request& b) {
    compare_paths(a, b);
    compare_parameters(Where::query, policy::compared_query(match::query, a.url),
                       policy::compared_query(match::query, b.url));
    if (policy::is_equal(match::body, a, b)) return;
    const auto form = policy::read_form(a), other_form = policy::read_form(b);
    if (form && other_form) return compare_parameters(Where::form, *form, *other_form);
    const auto json = policy::parse_json(a.body.text()), other_json = policy::parse_json(b.body.text());
    if (!json || !other_json)
      return add_new(learned_.unexplained, policy::name_of(a) + ": the body is another");
    for (const auto& [pointer, x, y] : policy::differences(*json, *other_json)) {
      if (pointer.empty()) {
        add_new(learned_.unexplained, policy::name_of(a) + ": the body is another");
      } else {
        differ(Where::json, place_of(pointer), {x ? text_of(*x) : "", y ? text_of(*y) : ""});
      }
    }
  }

  void compare_paths(const Request& a, const Request& b) {
    const auto x = split(a.url.path(), '/'), y = split(b.url.path(), '/');
    for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
      if (x[i] == y[i] || is_handed_out({std::string(x[i]), std::string(y[i])})) continue;
      add_new(learned_.unexplained, policy::name_of(a) + ": \"" + shown(x[i]) + "\" was \"" + shown(y[i]) +
                                        "\" the other time; a value that the test makes by chance comes back "
                                        "with deck.variable()");
    }
  }

  void compare_parameters(Where where, const http::Parameters& a, const http::Parameters& b) {
    std::map<std::string, Values> values;
    for (const auto& [name, value] : a) values[name].first += value;
    for (const auto& [name, value] : b) values[name].second += value;
    for (const auto& [name, both] : values) differ(where, name, both);
  }

  // What differs in them may come back in a request.
  void remember_answers(const Interaction& a, const Interaction& b) {
    const auto* was = std::get_if<Response>(&a.outcome);
    const auto* is = std::get_if<Response>(&b.outcome);
    if (!was || !is) return;
    for (const auto& field : was->headers) {
      const auto other = is->headers.find(field.name);
      if (other && *other != field.value)
        handed_out_.try_emplace(Values{field.value, *other}, Ignored{Where::header, field.name});
    }
    const auto location = was->headers.find("Location"), other = is->headers.find("Location");
    if (location && other) {
      handed_out_.try_emplace(
          Values{std::string(policy::last_step(*location)), std::string(policy::last_step(*other))},
          Ignored{Where::header, "Location"});
    }
    const auto json = json_of(*was), other_json = json_of(*is);
    if (!json || !other_json) return;
    for (const auto& [pointer, x, y] : policy::differences(*json, *other_json)) {
      if (x && y && !pointer.empty())
        handed_out_.try_emplace(Values{text_of(*x), text_of(*y)}, Ignored{Where::json, place_of(pointer)});
    }
  }

  void sort_changes(const DriftReport& report) {
    for (const auto& change : report.changes) {
      const auto of_json = std::string_view("body "), of_header = std::string_view("header ");
      const bool is_of_value = change.kind == DriftKind::value || change.kind == DriftKind::format ||
                               change.kind == DriftKind::enum_grown || change.kind == DriftKind::list ||
                               (change.kind == DriftKind::type && !change.is_breaking);
      if (is_of_value && change.place.starts_with(of_json)) {
        add_new(learned_.volatile_places, "json:" + change.place.substr(of_json.size()));
      } else if (change.kind == DriftKind::header_changed) {
        add_new(learned_.volatile_places, "header:" + change.place.substr(of_header.size()));
      } else if (change.kind != DriftKind::body) {
        add_new(learned_.unexplained, change.request + ": " + change.place + ", " +
                                          std::string(to_string(change.kind)) + ": " + change.recorded +
                                          " -> " + change.now);
      }
    }
  }

  const Cassette& first_;
  const Cassette& second_;
  const secrets::Redactor redactor_{secrets::default_rules()};
  Comparison comparison_{"", {}, redactor_, secrets::Side::recorded};
  std::map<Values, Ignored> handed_out_;
  Learned learned_;
};

void add_lines(std::vector<std::string>& out, const char* title, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  out.emplace_back(title);
  for (const auto& line : lines) out.push_back("  " + line);
}

}  // namespace

Learned learn(const Cassette& first, const Cassette& second) { return Learning(first, second).run(); }

void add_volatile(CassetteHeader& header, const Learned& learned) {
  for (const auto& place : learned.volatile_places) add_new(header.volatile_places, place);
}

std::vector<std::string> lines_of(const Learned& learned) {
  std::vector<std::string> out;
  if (learned.empty()) out.emplace_back("they are alike: nothing is another each time");
  if (!learned.ignore.empty()) {
    add_lines(out, "requests differ where no answer handed the value out; let them:",
              {policy::places_setting(".ignore", learned.ignore)});
  }
  if (!learned.captures.empty()) {
    add_lines(out,
              "requests send back what an answer handed out, which fits as long as no rule changes it; then:",
              {policy::places_setting(".capture", learned.captures)});
  }
  if (!learned.volatile_places.empty()) {
    std::string places;
    for (const auto& place : learned.volatile_places) places += (places.empty() ? "" : ", ") + place;
    add_lines(out, "answers differ here, which mode diff leaves out where the cassette's header says so:",
              {"volatile: [" + places + "]"});
  }
  add_lines(out, "what no place leaves out:", learned.unexplained);
  add_lines(out, "in the first recording only:", learned.only_in_first);
  add_lines(out, "in the second recording only:", learned.only_in_second);
  return out;
}

std::string in_words(const Learned& learned) {
  auto out = std::to_string(learned.compared) + (learned.compared == 1 ? " interaction" : " interactions") +
             " in both recordings\n";
  for (const auto& line : lines_of(learned)) out += line + '\n';
  return out;
}

}  // namespace wiretape::drift
