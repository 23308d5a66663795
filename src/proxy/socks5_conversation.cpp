// SPDX-License-Identifier: MIT
#include "proxy/socks5_conversation.hpp"

#include "base/text.hpp"
#include "http/socks5.hpp"
#include "io/deadline.hpp"
#include "proxy/told.hpp"

namespace wiretape::proxy {

namespace {

namespace socks5 = http::socks5;

socks5::Reply reply_for(TransportErrorKind kind) {
  switch (kind) {
    case TransportErrorKind::refused:
      return socks5::Reply::refused;
    case TransportErrorKind::unreachable:
      return socks5::Reply::network_unreachable;
    case TransportErrorKind::dns:
      return socks5::Reply::host_unreachable;
    case TransportErrorKind::timed_out:
      return socks5::Reply::expired;
    default:
      return socks5::Reply::failed;
  }
}

class Socks5Conversation {
public:
  Socks5Conversation(Context& context, io::Stream& client, std::uint64_t number, std::string seen)
      : context_(context), client_(client), number_(number), seen_(std::move(seen)) {}

  io::Task<std::optional<Tunnel>> run() {
    io::Deadline limit(context_.timers, client_, context_.limits.head);
    const auto greeting = co_await read(&socks5::parse_greeting);
    if (!greeting) co_return std::nullopt;
    const bool is_agreed = co_await agree(*greeting);
    if (!is_agreed) co_return std::nullopt;
    auto request = co_await read(&socks5::parse_request);
    if (!request) co_return std::nullopt;
    limit.stop();
    auto tunnel = co_await open(std::move(*request));
    co_return tunnel;
  }

private:
  template <class What>
  using Parse = Result<std::optional<What>> (*)(std::string_view);

  // The next message, taken out of what was seen. Nothing: the client is gone, or it was none.
  template <class What>
  io::Task<std::optional<What>> read(Parse<What> parse) {
    while (true) {
      auto parsed = parse(seen_);
      if (!parsed) {
        refuse(parsed.error());
        co_return std::nullopt;
      }
      if (*parsed) {
        seen_.erase(0, (*parsed)->size);
        co_return std::move(*parsed);
      }
      const auto into = io::scratch();
      const io::Transfer got = co_await client_.read_some(into);
      if (got.count == 0) {
        tell(context_, number_, JournalKind::aborted, "the client left before its SOCKS5 request was whole");
        co_return std::nullopt;
      }
      seen_.append(into.data(), got.count);
    }
  }

  io::Task<bool> agree(socks5::Greeting greeting) {
    using socks5::Method;
    const bool is_anyone_served = !context_.credentials;
    const auto method = greeting.offers_none && is_anyone_served ? Method::none
                        : greeting.offers_password               ? Method::password
                                                                 : Method::unacceptable;
    const bool is_written = co_await write(socks5::write_method(method));
    if (!is_written) co_return false;
    if (method == Method::none) co_return true;
    if (method == Method::unacceptable) {
      if (is_anyone_served) {
        context_.journal.find(
            policy::unsupported("SOCKS5 with no method of authentication but others than "
                                "none and name with password",
                                ""));
      } else {
        tell(context_, number_, JournalKind::refused_bytes, "SOCKS5: the client shows no name and password");
      }
      co_return false;
    }
    const auto shown = co_await read(&socks5::parse_credentials);
    if (!shown) co_return false;
    const bool are_right =
        is_anyone_served || *context_.credentials == Credentials{shown->name, shown->password};
    if (!are_right) tell(context_, number_, JournalKind::refused_bytes, "SOCKS5: another name or password");
    const bool is_told = co_await write(socks5::write_verdict(are_right));
    co_return is_told&& are_right;
  }

  io::Task<std::optional<Tunnel>> open(socks5::Request request) {
    const auto target = escape_control(request.target.host, 300) + ':' + std::to_string(*request.target.port);
    if (request.command != socks5::Command::connect) {
      const auto* command = request.command == socks5::Command::bind ? "SOCKS5 BIND" : "SOCKS5 UDP ASSOCIATE";
      context_.journal.find(policy::unsupported(command, target));
      co_await write(socks5::write_reply(socks5::Reply::unsupported_command));
      co_return std::nullopt;
    }
    auto opened = co_await open_tunnel(context_, number_, "SOCKS5 " + target, std::move(request.target));
    if (auto* tunnel = std::get_if<Tunnel>(&opened)) {
      tunnel->rest = std::move(seen_);
      const bool is_written = co_await write(socks5::write_reply(socks5::Reply::succeeded));
      if (!is_written) co_return std::nullopt;
      co_return std::move(*tunnel);
    }
    const auto* failure = std::get_if<TransportError>(&opened);
    co_await write(socks5::write_reply(failure ? reply_for(failure->kind) : socks5::Reply::not_allowed));
    co_return std::nullopt;
  }

  io::Task<bool> write(std::string bytes) {
    const std::error_code failed = co_await client_.write(bytes);
    co_return !failed;
  }

  void refuse(const Error& error) {
    tell(context_, number_, JournalKind::refused_bytes, "SOCKS5: " + error.message);
    context_.journal.find(policy::malformed_socks5(error));
  }

  Context& context_;
  io::Stream& client_;
  std::uint64_t number_;
  std::string seen_;
};

}  // namespace

io::Task<std::optional<Tunnel>> accept_socks5(Context& context, io::Stream& client, std::uint64_t number,
                                              std::string seen) {
  Socks5Conversation conversation(context, client, number, std::move(seen));
  auto tunnel = co_await conversation.run();
  co_return tunnel;
}

}  // namespace wiretape::proxy
