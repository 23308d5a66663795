// SPDX-License-Identifier: MIT
// What every conversation of one deck shares. All of it lives on the deck's thread and outlives the
// conversations.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include <wiretape/interaction.hpp>
#include <wiretape/options.hpp>

#include "base/clock.hpp"
#include "cassette/side_files.hpp"
#include "io/certificate_authority.hpp"
#include "io/connector.hpp"
#include "io/scope.hpp"
#include "io/stream.hpp"
#include "io/timers.hpp"
#include "io/tls.hpp"
#include "policy/host_list.hpp"
#include "policy/journal.hpp"
#include "policy/messages.hpp"
#include "policy/policy.hpp"
#include "proxy/conversation.hpp"
#include "proxy/credentials.hpp"

namespace wiretape::proxy {

// The files that an interaction's large bodies came into; null where there is none.
struct BodyFiles {
  std::unique_ptr<cassette::SideFileWriter> request = {}, response = {};
};

// Where finished interactions go. Nothing throws: trouble becomes a finding.
class RecordingSink {
public:
  virtual ~RecordingSink() = default;
  // For a large body, as it comes.
  virtual std::unique_ptr<cassette::SideFileWriter> open_side_file() = 0;
  // Puts the files in place and names them in the interaction. False: it cannot be recorded.
  virtual bool place(Interaction& interaction, BodyFiles files) = 0;
  virtual void record(const Interaction& interaction) = 0;
  [[nodiscard]] virtual std::size_t recorded() const = 0;  // how many so far
};

// The streams that are open, so that stopping can close them all.
class OpenStreams {
public:
  void close_all() {
    is_closed_ = true;
    for (auto* stream : streams_) stream->close();
  }

private:
  friend class Registered;
  std::unordered_set<io::Stream*> streams_;
  bool is_closed_ = false;
};

class Registered {
public:
  Registered(OpenStreams& open, io::Stream& stream) : open_(open), stream_(stream) {
    open_.streams_.insert(&stream_);
    if (open_.is_closed_) stream_.close();
  }
  ~Registered() { open_.streams_.erase(&stream_); }
  Registered(const Registered&) = delete;
  Registered& operator=(const Registered&) = delete;

private:
  OpenStreams& open_;
  io::Stream& stream_;
};

// A certificate of the user's own, and whose it is.
struct CertificateFor {
  policy::HostList hosts;
  std::shared_ptr<const io::OwnCertificate> certificate;
};

struct Context {
  io::Executor executor;
  policy::Policy& policy;
  policy::DeckFacts facts;  // for messages
  policy::JournalSink& journal;
  RecordingSink& recording;
  io::Timers& timers;
  io::Connector& connector;
  WallClock& wall_clock;
  Limits limits;
  bool accepts_malformed_requests = false;
  std::optional<Url> reverse_origin;
  policy::HostList only = {};  // empty: every host
  policy::HostList pass_through = {};
  std::optional<Credentials> credentials = {};  // of clients; none: anyone is served
  Speed speed = speed::instant;                 // of what is played
  WebSocketOptions websocket = {};
  io::ClientTls client_tls = {};  // without what a single connection shows
  std::vector<CertificateFor> certificates = {};
  OpenConversations conversations = {};
  OpenStreams open_streams = {};
  // In mode diff: what the origin answered to a request that was to be compared.
  std::function<void(const policy::Compared&, const Interaction& live)> compare = {};
  bool is_trusted = false;  // a client has spoken inside of TLS, so it accepts the authority
  // The authority is made only when TLS is first spoken: it costs milliseconds.
  io::CertificateAuthority& (*authority)() = &io::CertificateAuthority::of_process;
};

}  // namespace wiretape::proxy
