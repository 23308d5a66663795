// SPDX-License-Identifier: MIT
// Whether the other end of a TCP connection still has somebody behind it.
#pragma once

namespace wiretape::io {

// A FIN alone does not tell a program that has gone away from one that has only ended its own side (RFC 9293
// §3.6) and waits. On this machine the kernel can be asked whether the peer's socket has an owner still.
// False where that cannot be known: the peer is on another machine, or its owner is still there.
[[nodiscard]] bool has_peer_left(int socket);

}  // namespace wiretape::io
