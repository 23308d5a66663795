// SPDX-License-Identifier: MIT
// The public values of WebSocket in the words of this folder.
#pragma once

#include <wiretape/websocket.hpp>

namespace wiretape::http::websocket {

using Fragment = WebSocketFragment;
using Message = WebSocketMessage;

}  // namespace wiretape::http::websocket
