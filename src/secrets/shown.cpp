// SPDX-License-Identifier: MIT
#include "secrets/shown.hpp"

#include "secrets/edits.hpp"
#include "secrets/finder.hpp"
#include "secrets/gate.hpp"
#include "secrets/shapes.hpp"

namespace wiretape::secrets {

std::string shown(const Url& url) {
  Edits edits;
  for (const auto& stretch : find_in_target(default_rules(), url.target).stretches)
    edits.push_back({stretch.at, stretch.size, std::string(any_secret)});
  if (edits.empty()) return url.str();
  auto safe = url;
  safe.target = edited(url.target, edits);
  return safe.str();
}

std::string shown(std::string_view text) {
  Edits edits;
  for (const auto& secret : find_secrets(text))
    edits.push_back({secret.at, secret.size, hinted(text.substr(secret.at, secret.size))});
  return edited(text, edits);
}

}  // namespace wiretape::secrets
