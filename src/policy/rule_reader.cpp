// SPDX-License-Identifier: MIT
#include "policy/rule_reader.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <stdexcept>
#include <utility>

#include "base/closest.hpp"
#include "base/text.hpp"
#include "cassette/file.hpp"
#include "cassette/json.hpp"
#include "cassette/mapping.hpp"
#include "cassette/yaml.hpp"
#include "policy/latency_text.hpp"
#include "policy/request_pattern.hpp"

namespace wiretape::policy {

namespace {

using cassette::Mapping;
using cassette::Node;

constexpr auto highest = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t highest_int = std::numeric_limits<int>::max();

// Where rules go that are being read.
class Collected final : public RuleHost {
public:
  void add(std::shared_ptr<Rule> rule) override { rules.push_back(std::move(rule)); }
  void remove(const Rule*) override {}
  void touch(std::function<void()> what) override { what(); }

  ReadRules rules = {};
};

int int_of(const Node& node) { return static_cast<int>(cassette::number_of(node, highest_int)); }

std::string json_of(const Node& node) { return cassette::write_json(node, {}); }

double fraction_of(const Node& node) {
  try {
    std::size_t used = 0;
    const double number = std::stod(node.text, &used);
    if (node.kind == Node::Kind::scalar && used == node.text.size()) return number;
  } catch (const std::logic_error&) {
  }
  cassette::unexpected(node, "a number from 0 to 1");
}

std::vector<Node>& members_of(Node& node) {
  if (node.kind != Node::Kind::mapping) cassette::unexpected(node, "a mapping, \"name: value\"");
  return node.children;
}

std::string plain_body(Mapping& mapping) {
  if (auto* json = mapping.find("json")) return json_of(*json);
  return mapping.text("body");
}

// A status alone, or {status, headers, body or json}.
void answer(RuleBuilder& rule, Node& node) {
  if (node.kind == Node::Kind::scalar) {
    rule.answer(int_of(node));
    return;
  }
  Mapping mapping(node, "answer", {"status", "headers", "body", "json"});
  const auto status = static_cast<int>(mapping.number("status", 200, highest_int));
  Headers headers;
  if (auto* fields = mapping.find("headers")) {
    for (auto& field : members_of(*fields)) headers.add(field.key, cassette::text_of(field));
  }
  if (mapping.find("json") && !headers.has("Content-Type")) headers.add("Content-Type", "application/json");
  rule.answer(status, plain_body(mapping), std::move(headers));
}

void replace(Node& node, const char* what, const std::function<void(std::string, std::string)>& by) {
  Mapping mapping(node, what, {"regex", "with"});
  by(cassette::text_of(mapping.need("regex")), mapping.text("with"));
}

void one_of(RuleBuilder& rule, Node& node) {
  Mapping mapping(node, "one_of", {"faults", "statuses"});
  std::vector<Fault> faults;
  std::vector<int> statuses;
  if (auto* list = mapping.find("faults")) {
    for (auto& each : cassette::elements_of(*list)) faults.push_back(parse_fault(cassette::text_of(each)));
  }
  if (auto* list = mapping.find("statuses")) {
    for (const auto& each : cassette::elements_of(*list)) statuses.push_back(int_of(each));
  }
  rule.one_of(std::move(faults), std::move(statuses));
}

using Act = void (*)(RuleBuilder& rule, Node& value);

constexpr std::pair<std::string_view, Act> actions[] = {
    {"answer", answer},
    {"delay", [](RuleBuilder& rule, Node& node) { rule.delay(parse_latency(cassette::text_of(node))); }},
    {"delay_body",
     [](RuleBuilder& rule, Node& node) { rule.delay_body(parse_latency(cassette::text_of(node))); }},
    {"delay_chunks",
     [](RuleBuilder& rule, Node& node) { rule.delay_chunks(parse_latency(cassette::text_of(node))); }},
    {"throttle", [](RuleBuilder& rule, Node& node) { rule.throttle(cassette::number_of(node, highest)); }},
    {"throttle_request",
     [](RuleBuilder& rule, Node& node) { rule.throttle_request(cassette::number_of(node, highest)); }},
    {"dribble",
     [](RuleBuilder& rule, Node& node) {
       Mapping mapping(node, "dribble", {"pieces", "over"});
       rule.dribble(int_of(mapping.need("pieces")), parse_time(cassette::text_of(mapping.need("over"))));
     }},
    {"slice",
     [](RuleBuilder& rule, Node& node) {
       Mapping mapping(node, "slice", {"size", "variation"});
       rule.slice(cassette::number_of(mapping.need("size"), highest),
                  mapping.number("variation", 0, highest));
     }},
    {"set_status", [](RuleBuilder& rule, Node& node) { rule.set_status(int_of(node)); }},
    {"set_headers",
     [](RuleBuilder& rule, Node& node) {
       for (auto& each : members_of(node)) rule.set_header(each.key, cassette::text_of(each));
     }},
    {"remove_headers",
     [](RuleBuilder& rule, Node& node) {
       for (auto& each : cassette::elements_of(node)) rule.remove_header(cassette::text_of(each));
     }},
    {"set_body", [](RuleBuilder& rule, Node& node) { rule.set_body(cassette::text_of(node)); }},
    {"replace_in_body",
     [](RuleBuilder& rule, Node& node) {
       replace(node, "replace_in_body", [&](const std::string& regex, std::string with) {
         rule.replace_in_body(regex, std::move(with));
       });
     }},
    {"set_json",
     [](RuleBuilder& rule, Node& node) {
       for (const auto& each : members_of(node)) rule.set_json(each.key, json_of(each));
     }},
    {"remove_json",
     [](RuleBuilder& rule, Node& node) {
       for (auto& each : cassette::elements_of(node)) rule.remove_json(cassette::text_of(each));
     }},
    {"append_json",
     [](RuleBuilder& rule, Node& node) {
       for (const auto& each : members_of(node)) rule.append_json(each.key, json_of(each));
     }},
    {"set_request_headers",
     [](RuleBuilder& rule, Node& node) {
       for (auto& each : members_of(node)) rule.set_request_header(each.key, cassette::text_of(each));
     }},
    {"remove_request_headers",
     [](RuleBuilder& rule, Node& node) {
       for (auto& each : cassette::elements_of(node)) rule.remove_request_header(cassette::text_of(each));
     }},
    {"replace_in_url",
     [](RuleBuilder& rule, Node& node) {
       replace(node, "replace_in_url", [&](const std::string& regex, std::string with) {
         rule.replace_in_url(regex, std::move(with));
       });
     }},
    {"fault", [](RuleBuilder& rule, Node& node) { rule.fault(parse_fault(cassette::text_of(node))); }},
    {"one_of", one_of},
    {"truncate", [](RuleBuilder& rule, Node& node) { rule.truncate(cassette::number_of(node, highest)); }},
};

// What a builder has against it is said with its line.
void act(RuleBuilder& rule, Node& step) {
  for (auto& value : members_of(step)) {
    const auto* known = std::find_if(std::begin(actions), std::end(actions),
                                     [&](const auto& each) { return each.first == value.key; });
    if (known == std::end(actions)) {
      std::vector<std::string_view> names;
      for (const auto& each : actions) names.push_back(each.first);
      const auto meant = closest_name(value.key, names);
      cassette::unreadable(value, "there is no action '" + escape_control(value.key, 60) + "'" +
                                      (meant ? ", did you mean '" + std::string(*meant) + "'?" : ""));
    }
    try {
      known->second(rule, value);
    } catch (const std::invalid_argument& error) {
      cassette::unreadable(value, error.what());
    }
  }
}

void choose(RuleBuilder& rule, Mapping& mapping) {
  constexpr std::pair<const char*, RuleBuilder& (RuleBuilder::*)(int)> choices[] = {
      {"first", &RuleBuilder::first},
      {"nth", &RuleBuilder::nth},
      {"every", &RuleBuilder::every},
      {"after", &RuleBuilder::after}};
  for (const auto& [key, choice] : choices) {
    if (const auto* n = mapping.find(key)) (rule.*choice)(int_of(*n));
  }
  if (const auto* p = mapping.find("probability")) rule.with_probability(fraction_of(*p));
}

void read_rule(Node& node, Collected& into) {
  Mapping mapping(node, "a rule",
                  {"name", "when", "first", "nth", "every", "after", "probability", "times", "do"});
  auto* when = mapping.find("when");
  RuleBuilder rule(when ? request_pattern(*when) : AnyRequest(), into);
  try {
    choose(rule, mapping);
  } catch (const std::invalid_argument& error) {
    cassette::unreadable(node, error.what());
  }
  if (auto name = mapping.text("name"); !name.empty()) rule.named(std::move(name));
  if (const auto* times = mapping.find("times")) rule.times(int_of(*times));
  auto& steps = cassette::elements_of(mapping.need("do"));
  if (steps.empty()) cassette::unreadable(node, "a rule that does nothing");
  for (auto& step : steps) act(rule, step);
}

constexpr auto remedy = "mend the rule; docs/rules.md says how rules are written in files";

[[noreturn]] void refuse(const std::string& file, const Error& error) {
  throw CassetteError(file, error.offset, error.message, remedy);
}

Node parse_file(const std::string& path, std::string_view text) {
  if (path.ends_with(".json")) {
    auto root = cassette::read_json(text);
    if (!root) refuse(path, root.error());
    return *std::move(root);
  }
  auto root = cassette::read_yaml({text});
  if (!root) refuse(path, root.error());
  return *std::move(root);
}

}  // namespace

ReadRules read_rules(Node& list) {
  Collected collected;
  for (auto& node : cassette::elements_of(list)) read_rule(node, collected);
  return std::move(collected.rules);
}

ReadRules read_rules_file(const std::string& path) {
  const auto text = cassette::read_file({path, path});
  if (!text) throw CassetteError(path, 0, "there is no such file", "look at the path of the rules");
  try {
    auto root = parse_file(path, *text);
    Mapping mapping(root, "a file of rules", {"rules"});
    return read_rules(mapping.need("rules"));
  } catch (const cassette::Unreadable& unreadable) {
    refuse(path, unreadable.error);
  }
}

// The lines of the file are not known any more.
ReadRules read_header_rules(const std::string& rules, const std::string& file) {
  if (rules.empty()) return {};
  auto list = cassette::read_json(rules);
  if (!list) refuse(file, {"the header's rules are no list", 0});
  try {
    return read_rules(*list);
  } catch (const cassette::Unreadable& unreadable) {
    refuse(file, {"in the header's rules: " + unreadable.error.message, 0});
  }
}

}  // namespace wiretape::policy
