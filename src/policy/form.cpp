// SPDX-License-Identifier: MIT
#include "policy/form.hpp"

#include "base/text.hpp"

namespace wiretape::policy {

std::string media_type(const Request& request) {
  const auto value = request.headers.find("Content-Type").value_or("");
  return to_lower(trim(std::string_view(value).substr(0, value.find(';'))));
}

Result<http::Parameters> read_form(const Request& request) {
  const auto type = media_type(request);
  if (type == "application/x-www-form-urlencoded") return http::parse_parameters(request.body.text());
  if (type.empty()) return Error{"it has no Content-Type"};
  if (type != "multipart/form-data") return Error{"its Content-Type is " + escape_control(type, 100)};

  const auto parts = http::parse_multipart(*request.headers.find("Content-Type"), request.body.text());
  if (!parts) return Error{"its body does not follow the boundary of its Content-Type"};
  http::Parameters fields;
  for (const auto& part : *parts) fields.emplace_back(part.name, part.content);
  return fields;
}

}  // namespace wiretape::policy
