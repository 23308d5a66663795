// SPDX-License-Identifier: MIT
#include "policy/json_edit.hpp"

#include <functional>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/text.hpp"
#include "policy/json.hpp"

namespace wiretape::policy {

namespace {

using Tree = nlohmann::ordered_json;
using Pointer = Tree::json_pointer;

// `edit` says what it could not do; nothing where it did.
Result<std::string> edited(const std::string& text, const std::function<std::string(Tree&)>& edit) {
  auto tree = Tree::parse(text, nullptr, false);
  if (tree.is_discarded()) return Error{"the body is no JSON", 0};
  if (auto fault = edit(tree); !fault.empty()) return Error{std::move(fault), 0};
  return tree.dump(-1, ' ', false, Tree::error_handler_t::replace);
}

std::string not_there(const std::string& pointer) { return "there is no " + pointer + " in the body"; }

}  // namespace

Result<std::string> set_json(const std::string& text, const std::string& pointer, const std::string& value) {
  return edited(text, [&](Tree& tree) -> std::string {
    const Pointer at(pointer);
    // A new member of an object, or what is there.
    const bool has_parent = at.empty() || tree.contains(at) ||
                            (tree.contains(at.parent_pointer()) && tree[at.parent_pointer()].is_object());
    if (!has_parent) return not_there(pointer);
    tree[at] = Tree::parse(value);
    return {};
  });
}

Result<std::string> remove_json(const std::string& text, const std::string& pointer) {
  return edited(text, [&](Tree& tree) -> std::string {
    const Pointer at(pointer);
    if (at.empty() || !tree.contains(at)) return not_there(pointer);
    auto& parent = tree[at.parent_pointer()];
    if (parent.is_array()) {
      parent.erase(std::stoul(at.back()));
    } else {
      parent.erase(at.back());
    }
    return {};
  });
}

Result<std::string> append_json(const std::string& text, const std::string& pointer,
                                const std::string& value) {
  return edited(text, [&](Tree& tree) -> std::string {
    const Pointer at(pointer);
    if (!tree.contains(at) || !tree[at].is_array()) return "there is no array " + pointer + " in the body";
    tree[at].push_back(Tree::parse(value));
    return {};
  });
}

void need_pointer(const char* call, const std::string& pointer) {
  if (parse_pointer(pointer)) return;
  throw std::invalid_argument(std::string(call) + ": '" + escape_control(pointer, 60) +
                              "' is no JSON pointer; one is \"/items/0\"");
}

void need_json(const char* call, const std::string& text) {
  const auto read = parse_json(text);
  if (read) return;
  throw std::invalid_argument(std::string(call) + ": '" + escape_control(text, 60) +
                              "': " + read.error().message);
}

}  // namespace wiretape::policy
