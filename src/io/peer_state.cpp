// SPDX-License-Identifier: MIT
#include "io/peer_state.hpp"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

namespace wiretape::io {

namespace {

struct Endpoint {
  int family = AF_UNSPEC;
  std::array<char, 16> address{};  // in network order; of IPv4 the first four bytes
  in_port_t port = 0;              // in network order

  [[nodiscard]] bool is_loopback() const {
    if (family == AF_INET) return address[0] == 127;
    return family == AF_INET6 && std::memcmp(address.data(), &in6addr_loopback, sizeof(in6_addr)) == 0;
  }
};

using Ask = int (*)(int, sockaddr*, socklen_t*);

Endpoint endpoint(int socket, Ask ask) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  Endpoint found;
  if (ask(socket, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return found;
  found.family = storage.ss_family;
  if (found.family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(storage);
    std::memcpy(found.address.data(), &v4.sin_addr, sizeof v4.sin_addr);
    found.port = v4.sin_port;
  } else if (found.family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(storage);
    std::memcpy(found.address.data(), &v6.sin6_addr, sizeof v6.sin6_addr);
    found.port = v6.sin6_port;
  }
  return found;
}

// sock_diag(7): the one socket that is bound to `from` and connected to `to`.
struct Question {
  nlmsghdr header{};
  inet_diag_req_v2 request{};

  Question(const Endpoint& from, const Endpoint& to) {
    header.nlmsg_len = sizeof *this;
    header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    header.nlmsg_flags = NLM_F_REQUEST;
    request.sdiag_family = static_cast<std::uint8_t>(from.family);
    request.sdiag_protocol = IPPROTO_TCP;
    request.idiag_states = ~0U;
    request.id.idiag_sport = from.port;
    request.id.idiag_dport = to.port;
    std::memcpy(request.id.idiag_src, from.address.data(), from.address.size());
    std::memcpy(request.id.idiag_dst, to.address.data(), to.address.size());
    request.id.idiag_cookie[0] = request.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  }
};

// Whether the answer says that nobody has that socket open. One of another machine is not known either, so
// `is_ours` has to say that this one would be.
bool says_orphaned(const nlmsghdr& answer, bool is_ours) {
  if (answer.nlmsg_type == NLMSG_ERROR) {
    nlmsgerr error{};
    std::memcpy(&error, NLMSG_DATA(&answer), sizeof error);
    return is_ours && error.error == -ENOENT;
  }
  inet_diag_msg found{};
  std::memcpy(&found, NLMSG_DATA(&answer), sizeof found);
  return answer.nlmsg_type == SOCK_DIAG_BY_FAMILY && found.idiag_inode == 0;
}

}  // namespace

bool has_peer_left(int socket) {
  const auto peer = endpoint(socket, &::getpeername), own = endpoint(socket, &::getsockname);
  // What was reset has no peer any more; the next read says so.
  if (peer.family == AF_UNSPEC || own.family == AF_UNSPEC) return false;
  const int asking = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_SOCK_DIAG);
  if (asking < 0) return false;
  const Question question(peer, own);
  alignas(nlmsghdr) std::array<char, 8192> answer{};
  const bool is_asked = ::send(asking, &question, sizeof question, 0) == sizeof question;
  const auto size = is_asked ? ::recv(asking, answer.data(), answer.size(), 0) : -1;
  ::close(asking);
  if (size < static_cast<ssize_t>(sizeof(nlmsghdr) + sizeof(int))) return false;
  return says_orphaned(*reinterpret_cast<const nlmsghdr*>(answer.data()), peer.is_loopback());
}

}  // namespace wiretape::io
