// SPDX-License-Identifier: MIT
// A client connection's own connection to the origin it last asked. Kept while both sides allow, so
// that what belongs to a connection (its authentication, its order) stays so.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "http/http1_reader.hpp"
#include "proxy/context.hpp"
#include "proxy/source.hpp"

namespace wiretape::proxy {

class OriginLink {
public:
  explicit OriginLink(Context& context) : context_(context) {}
  ~OriginLink() { close(); }
  OriginLink(const OriginLink&) = delete;
  OriginLink& operator=(const OriginLink&) = delete;

  // Connects to url's origin, or keeps the connection that is there. Nothing when it worked.
  io::Task<std::optional<TransportError>> open(const Url& url, bool may_reuse);
  // The connection had carried a request before: the origin may have closed it since.
  [[nodiscard]] bool is_reused() const { return is_reused_; }

  // Of the open link, where it is TLS.
  [[nodiscard]] const std::optional<TlsSession>& tls() const { return tls_; }

  [[nodiscard]] bool is_open() const { return stream_ != nullptr; }
  // Of an open link.
  [[nodiscard]] io::Stream& stream() { return *stream_; }
  [[nodiscard]] http::Http1Reader& reader() { return *reader_; }

  // After an answer: whether the connection may carry another request.
  void finish(bool keeps_alive);
  void close();

private:
  Context& context_;
  std::string origin_;  // "https://host:port"
  std::unique_ptr<io::Stream> stream_;
  std::optional<TlsSession> tls_;  // of the last connection
  std::optional<Registered> registered_;
  std::optional<http::Http1Reader> reader_;
  bool is_reused_ = false;
};

// The answer to a request of that method, as it comes from the link. Waits at most Limits::idle for the
// next byte.
class OriginSource final : public Source {
public:
  // A 101 is no failure where the request asked for one that is spoken here.
  OriginSource(Context& context, OriginLink& link, const Request& request);

  std::optional<Step> poll() override;
  io::Task<void> wait() override;

  [[nodiscard]] bool has_begun() const { return has_begun_; }  // a byte has come
  [[nodiscard]] bool has_failed() const { return failure_.has_value(); }
  // The connection ended before a byte of the answer came.
  [[nodiscard]] bool is_cut_off() const {
    return !has_begun_ && failure_ && failure_->kind != TransportErrorKind::timed_out;
  }
  [[nodiscard]] bool keeps_alive() const { return keeps_alive_; }  // as the answer's head says

private:
  [[nodiscard]] Step switched_protocols();
  [[nodiscard]] TransportError silence() const;

  Context& context_;
  OriginLink& link_;
  bool may_switch_;
  std::optional<TransportError> failure_;
  bool has_begun_ = false;
  bool keeps_alive_ = false;
};

}  // namespace wiretape::proxy
