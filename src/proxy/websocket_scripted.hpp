// SPDX-License-Identifier: MIT
// A WebSocket whose server is a callback of the test's.
#pragma once

#include <wiretape/rule.hpp>

#include "proxy/websocket_server.hpp"

namespace wiretape::proxy {

// The answer to a request that find_faults has nothing against: the first subprotocol offered, and no
// extension.
[[nodiscard]] Response accept_upgrade(const Request& request);

class WebSocketScripted final : public WebSocketServer {
public:
  // `answers` outlives it. What it throws is a finding, and no answer.
  WebSocketScripted(Context& context, io::Stream& client, std::uint64_t connection,
                    std::shared_ptr<const Interaction> upgrade, const MessageCallback& answers,
                    const policy::Bend& bend)
      : WebSocketServer(context, client, connection, std::move(upgrade), {}, bend), answers_(answers) {}

protected:
  io::Task<void> speak() override;
  bool hear(const WebSocketMessage& message) override;

private:
  const MessageCallback& answers_;
};

}  // namespace wiretape::proxy
