// SPDX-License-Identifier: MIT
// The fields of a form in a request's body.
#pragma once

#include <string_view>

#include <wiretape/http.hpp>

#include "base/result.hpp"
#include "http/url.hpp"

namespace wiretape::policy {

// The media type of Content-Type in lower case, without parameters; empty when there is none.
[[nodiscard]] std::string media_type(const Request& request);

// Names and values of application/x-www-form-urlencoded or multipart/form-data, in order; a file's
// value is its content. The error says why the body is no form.
Result<http::Parameters> read_form(const Request& request);

}  // namespace wiretape::policy
