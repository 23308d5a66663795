// SPDX-License-Identifier: MIT
// The object a test owns: an intercepting proxy on 127.0.0.1 with a cassette in it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <wiretape/cassette.hpp>
#include <wiretape/clients.hpp>
#include <wiretape/drift.hpp>
#include <wiretape/finding.hpp>
#include <wiretape/journal.hpp>
#include <wiretape/matchers.hpp>
#include <wiretape/options.hpp>
#include <wiretape/rule.hpp>

namespace wiretape {

// A deck that cannot start: no port, a bad option, an unknown WIRETAPE_MODE. what() holds the remedy.
class StartError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

// Every member may be called from any thread, but not from a callback on the deck's own.
class Deck {
public:
  // Binds a port and starts one thread. Throws CassetteError (file, line, remedy) when the cassette
  // cannot be read, StartError when the deck cannot start.
  explicit Deck(DeckOptions options = {});
  ~Deck();  // stop(), with the findings dropped
  Deck(Deck&&) noexcept;
  Deck& operator=(Deck&&) noexcept;

  [[nodiscard]] std::string proxy_url() const;      // "http://127.0.0.1:49152"
  [[nodiscard]] std::string tls_proxy_url() const;  // "https://127.0.0.1:49152": TLS to the proxy itself
  [[nodiscard]] std::uint16_t port() const;
  // Reverse mode: what the client uses instead of the origin's URL; base_url() is plain HTTP,
  // tls_base_url() the same port over TLS. Throws StartError without reverse_origin.
  [[nodiscard]] std::string base_url() const;
  [[nodiscard]] std::string tls_base_url() const;

  // The certificate authority that clients must trust: PEM, and a file of it that lives as long as
  // the process. The same for every deck of this process.
  [[nodiscard]] std::string ca_pem() const;
  [[nodiscard]] std::string ca_file() const;

  // A value that the test makes by chance and sends: an order's number, an idempotency key. While the deck
  // records, `make` is asked once for each name, and the value goes into the cassette; when it plays, it is
  // the recorded one again, so that requests fit. `name`: letters, digits, '_', '-' and '.'. Throws
  // std::invalid_argument for another, and CassetteError where the cassette that is played has no such
  // variable.
  [[nodiscard]] std::string variable(const std::string& name, const std::function<std::string()>& make);

  // What a child process needs to be sent through this deck: http_proxy, HTTPS_PROXY, SSL_CERT_FILE …
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> environment() const;

  // Points a client at this deck and makes it trust ca_file(): cpp-httplib's client, libcurl's easy
  // handle, or any client with the same members. See clients.hpp.
  template <class Client>
  void configure(Client& client) const {
    configure_client(client, client_settings());
  }
  template <class Handle>
  void configure(Handle* easy_handle) const {
    configure_client(easy_handle, client_settings());
  }

  [[nodiscard]] RecordMode mode() const;  // the one in force
  [[nodiscard]] bool is_recording() const;
  [[nodiscard]] std::string cassette_path() const;  // empty without a cassette

  // Requests seen so far, in order of arrival of their last byte. A copy: safe while traffic goes on.
  [[nodiscard]] std::vector<Request> requests() const;
  [[nodiscard]] std::vector<JournalEntry> journal() const;

  // WebSocket messages of the code under test, in order of arrival: texts and binary ones. All else that was
  // said, the servers' messages and the control frames, is in the journal.
  [[nodiscard]] std::vector<WebSocketMessage> messages() const;

  // Waits until a request that fits has been read, and returns it: the first, from the deck's start.
  // Nothing when `timeout` passes first, or the deck stops.
  std::optional<Request> wait_for(const RequestMatcher& which, std::chrono::milliseconds timeout) const;

  // The same for a WebSocket message of the code under test.
  std::optional<WebSocketMessage> wait_for_message(const MessageMatcher& which,
                                                   std::chrono::milliseconds timeout) const;
  // Sends a message to the code under test in each open WebSocket whose upgrade fits, as if its server had:
  // between two messages, whatever the cassette or the origin says there. How many those are. A close
  // message asks the client to end.
  std::size_t push(const WebSocketMessage& message, const RequestMatcher& which = AnyRequest());

  // Bends what is played or passed. Rules are tried newest first; see rule.hpp.
  RuleBuilder when(RequestMatcher which);
  // Bends some of them by chance; see Chaos. The rule of its faults.
  RuleBuilder chaos(const Chaos& chaos = {}, RequestMatcher which = AnyRequest());
  // What all that rules draw follows from; WIRETAPE_SEED=seed() repeats it.
  [[nodiscard]] std::uint64_t seed() const;
  // Whether rules drew anything so far.
  [[nodiscard]] bool has_drawn() const;

  // What mode diff found out, when stop() has ended; in other modes, and before, it is empty.
  [[nodiscard]] DriftReport drift() const;

  // What was recorded does not replace a cassette that is there already: stop() puts it beside that, as
  // "<cassette>.rejected". A TestDeck whose test has failed does so.
  void reject_recording();

  // Closes every connection, joins the thread, saves the cassette if the mode asks for it, and hands
  // over what was found. A second call returns nothing.
  std::vector<Finding> stop();

private:
  [[nodiscard]] ClientSettings client_settings() const;

  struct Impl;
  static void end(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace wiretape
