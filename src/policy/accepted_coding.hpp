// SPDX-License-Identifier: MIT
// What is played to a client that takes other content codings than the one that recorded it.
#pragma once

#include <memory>
#include <string_view>

#include <wiretape/interaction.hpp>

namespace wiretape::policy {

// Whether Accept-Encoding names it, or '*', and does not rule it out (RFC 9110 §12.5.3). Where there is none
// it is not: a client that is silent cannot be relied on to decode.
[[nodiscard]] bool accepts_coding(const Headers& request, std::string_view coding);

// The interaction with its answer decoded, where that is coded as its own request accepted, and `live` does
// not; else null: it may stay as it is.
[[nodiscard]] std::shared_ptr<const Interaction> decoded_for(const Request& live,
                                                             const Interaction& recorded);

}  // namespace wiretape::policy
