// SPDX-License-Identifier: MIT
// The names of wiretape::TransportErrorKind, as cassettes and messages write them.
#include <wiretape/interaction.hpp>

#include <algorithm>
#include <array>

namespace wiretape {

namespace {

using Kind = TransportErrorKind;
struct Named {
  Kind kind;
  std::string_view name;
};
constexpr std::array names{
    Named{Kind::refused, "refused"},
    Named{Kind::unreachable, "unreachable"},
    Named{Kind::dns, "dns"},
    Named{Kind::tls, "tls"},
    Named{Kind::reset, "reset"},
    Named{Kind::closed, "closed"},
    Named{Kind::timed_out, "timed_out"},
    Named{Kind::malformed, "malformed"},
};

}  // namespace

std::string_view to_string(TransportErrorKind kind) {
  const auto found = std::find_if(names.begin(), names.end(), [=](const Named& n) { return n.kind == kind; });
  return found->name;
}

std::optional<TransportErrorKind> transport_error_kind(std::string_view name) {
  const auto found = std::find_if(names.begin(), names.end(), [=](const Named& n) { return n.name == name; });
  if (found == names.end()) return std::nullopt;
  return found->kind;
}

}  // namespace wiretape
