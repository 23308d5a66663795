// SPDX-License-Identifier: MIT
#include <algorithm>

#include "policy/json.hpp"
#include "policy/response_text.hpp"
#include "sweep/catalogue.hpp"
#include "sweep/identifier.hpp"

namespace wiretape::sweep {

namespace {

using policy::Json;

// "/items/0/sky" is "items_0_sky".
std::string name_of(const std::string& pointer) {
  auto name = identifier(pointer);
  return name.empty() ? "root" : name;
}

bool is_like_an_enumerator(const std::string& text) {
  const bool is_short = !text.empty() && text.size() <= 32;
  return is_short && std::all_of(text.begin(), text.end(),
                                 [](char c) { return is_letter_or_digit(c) || c == '_' || c == '-'; });
}

const char* another_type(Json::Kind kind) {
  switch (kind) {
    case Json::Kind::number:
    case Json::Kind::boolean:
      return "\"a string\"";
    case Json::Kind::string:
      return "42";
    case Json::Kind::array:
      return "{}";
    case Json::Kind::object:
      return "[]";
    case Json::Kind::null:
      break;
  }
  return "{\"was\": null}";
}

class Mutations {
public:
  explicit Mutations(std::size_t places) : places_(places) {}

  // Each value in it, from the outside in.
  void visit(const Json& value) {
    if (visited_ == places_) return;
    ++visited_;
    mutate(value, to_pointer(tokens_, tokens_.size()));
    for (const auto& [name, member] : value.members) visit_below(name, member);
    if (!value.items.empty()) visit_below("0", value.items.front());
  }
  void add_truncated() {
    add("", "Truncated", "ends in the middle", [](RuleBuilder& rule) {
      rule.change([](Response& response) {
        auto& text = policy::text_of(response);
        text.resize(text.size() / 2);
      });
    });
  }
  std::vector<Swept> take() { return std::move(out_); }

private:
  void visit_below(const std::string& token, const Json& value) {
    tokens_.push_back(token);
    visit(value);
    tokens_.pop_back();
  }

  void mutate(const Json& value, const std::string& pointer) {
    if (!pointer.empty()) {
      add(pointer, "Missing", "is missing", [=](RuleBuilder& rule) { rule.remove_json(pointer); });
    }
    if (value.kind != Json::Kind::null) set(pointer, "Null", "is null", "null");
    set(pointer, "WrongType", "has another type", another_type(value.kind));
    if (value.kind == Json::Kind::array && !value.items.empty())
      set(pointer, "EmptyList", "is an empty list", "[]");
    if (value.kind == Json::Kind::number)
      set(pointer, "HugeNumber", "is a huge number", "18446744073709551616");
    if (value.kind != Json::Kind::string) return;
    set(pointer, "LongString", "is a string of 64 KiB", '"' + std::string(64 * 1024, 'x') + '"');
    if (is_like_an_enumerator(value.text))
      set(pointer, "UnknownEnum", "is an unknown value", "\"swept_by_wiretape\"");
    add(pointer, "InvalidUtf8", "is no UTF-8", [=](RuleBuilder& rule) {
      rule.set_json(pointer, "\"swept-by-wiretape\"").change([](Response& response) {
        auto& text = policy::text_of(response);
        const std::string_view marker = "swept-by-wiretape";
        const auto at = text.find(marker);
        if (at != std::string::npos) text.replace(at, marker.size(), "swept \xff\xc0 by Wiretape");
      });
    });
  }
  void set(const std::string& pointer, const std::string& name, const std::string& words, std::string json) {
    add(pointer, name, words, [=](RuleBuilder& rule) { rule.set_json(pointer, json); });
  }
  void add(const std::string& pointer, const std::string& name, const std::string& words,
           std::function<void(RuleBuilder&)> act) {
    const auto place = pointer.empty() ? "the whole body" : pointer;
    out_.push_back({SweepGroup::json, "Json_" + (pointer.empty() ? "" : name_of(pointer) + '_') + name,
                    place + ' ' + words, Strikes::once, std::move(act)});
  }

  std::size_t places_, visited_ = 0;
  std::vector<std::string> tokens_;  // of the value's pointer
  std::vector<Swept> out_;
};

}  // namespace

std::vector<Swept> json_mutations(const Response& recorded, std::size_t places) {
  const auto& text = recorded.body.text();
  const auto root =
      text.empty() || recorded.body.is_truncated ? Result<Json>(Error{}) : policy::parse_json(text);
  if (!root) return {};
  const bool is_structure = root->kind == Json::Kind::object || root->kind == Json::Kind::array;
  if (!is_structure) return {};  // a number alone may be any text
  Mutations mutations(places);
  mutations.visit(*root);
  mutations.add_truncated();
  return mutations.take();
}

}  // namespace wiretape::sweep
