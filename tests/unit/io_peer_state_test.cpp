// SPDX-License-Identifier: MIT
#include "io/peer_state.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <optional>
#include <string>

#include "support/tcp.hpp"

namespace wiretape::io {
namespace {

using support::Connection;
using support::Descriptor;
using support::Listening;

class PeerState : public testing::TestWithParam<const char*> {
protected:
  void SetUp() override {
    if (GetParam() == std::string("::1") && !support::has_ipv6()) GTEST_SKIP() << "there is no ::1 here";
    listening_.emplace(GetParam());
    client_.emplace(Connection::to(listening_->port(), GetParam()));
    accepted_ = Descriptor(::accept4(listening_->fd(), nullptr, nullptr, SOCK_CLOEXEC));
  }
  // Once the peer's FIN is here.
  bool has_left() const {
    char byte = 0;
    EXPECT_EQ(::recv(accepted_.get(), &byte, 1, 0), 0);
    return has_peer_left(accepted_.get());
  }

  std::optional<Listening> listening_;
  std::optional<Connection> client_;
  Descriptor accepted_;
};

TEST_P(PeerState, IsThereWhileTheConnectionIs) { EXPECT_FALSE(has_peer_left(accepted_.get())); }

TEST_P(PeerState, IsThereWhenItHasEndedItsSideOnly) {
  client_->shutdown_send();
  EXPECT_FALSE(has_left());
}

TEST_P(PeerState, HasLeftWhenItHasClosed) {
  client_->close();
  EXPECT_TRUE(has_left());
}

TEST_P(PeerState, HasLeftWhenItHasEndedItsSideAndThenClosed) {
  client_->shutdown_send();
  EXPECT_FALSE(has_left());
  client_->close();
  EXPECT_TRUE(has_peer_left(accepted_.get()));
}

TEST_P(PeerState, IsNotKnownOfNoConnection) {
  EXPECT_FALSE(has_peer_left(listening_->fd()));
  EXPECT_FALSE(has_peer_left(-1));
}

INSTANTIATE_TEST_SUITE_P(On, PeerState, testing::Values("127.0.0.1", "::1"),
                         [](const auto& test) { return test.param == std::string("::1") ? "Ipv6" : "Ipv4"; });

}  // namespace
}  // namespace wiretape::io
