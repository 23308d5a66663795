// SPDX-License-Identifier: MIT
// How a deck is set up. Every default is what a test wants that says nothing.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <wiretape/http.hpp>

namespace wiretape {

struct Interaction;   // interaction.hpp
struct JournalEntry;  // journal.hpp

enum class RecordMode : std::uint8_t {
  once,          // plays the cassette; records only when there is no file yet
  new_episodes,  // plays what is recorded, records what is not
  none,          // plays only; a missing file is a finding
  all,           // records everything anew; the old file is replaced at the end
  passthrough,   // asks the origin, records nothing, plays nothing
  diff,          // asks the origin, and compares its answers with the cassette, which stays as it is
};

[[nodiscard]] std::string_view to_string(RecordMode mode);
[[nodiscard]] std::optional<RecordMode> record_mode(std::string_view name);
void PrintTo(RecordMode mode, std::ostream* os);  // for GoogleTest: its name

// A place in a query or body that does not choose the recorded interaction: a timestamp, a nonce, an id that
// the code makes anew. Written ignore::json("/sent_at"), ignore_value::query("id").
struct Ignored {
  enum class Where : std::uint8_t { query, json, form, header };
  Where where;
  std::string
      name;  // of a parameter, field or header; of JSON a pointer, whose '*' stands for any member or index
  bool is_value = false;  // it must be there on both sides, or on neither, with any value

  friend bool operator==(const Ignored&, const Ignored&) = default;
};

// Whatever is there, or not. Throw std::invalid_argument for pointers that are none (RFC 6901).
namespace ignore {
[[nodiscard]] Ignored json(std::string pointer);
[[nodiscard]] Ignored query(std::string name);
[[nodiscard]] Ignored form(std::string name);  // also a part of multipart/form-data
[[nodiscard]] Ignored header(
    std::string name);  // of answers, for DriftOptions: match_on names those of requests
}  // namespace ignore

// It must be there, with any value.
namespace ignore_value {
[[nodiscard]] Ignored json(std::string pointer);
[[nodiscard]] Ignored query(std::string name);
[[nodiscard]] Ignored form(std::string name);
[[nodiscard]] Ignored header(std::string name);
}  // namespace ignore_value

// Where a secret stands that no cassette is to hold, beside those that Wiretape knows (docs/secrets.md); or,
// as `keep`, what is none. Written redact::json("/data/key"), keep::header("X-Key").
struct Redaction {
  enum class Where : std::uint8_t { header, cookie, query, json, form, text, variable };
  Where where;
  // Of a header, cookie, parameter or field, without regard to case, '_' and '-'; of JSON a pointer, whose
  // '*' stands for any member or index; of text an ECMAScript regular expression; an environment variable's.
  std::string name;
  bool is_kept = false;
  std::string placeholder = {};  // what stands for it in the cassette, {{secret:NAME}}; empty: a number does

  [[nodiscard]] Redaction as(std::string named) const {
    auto copy = *this;
    copy.placeholder = std::move(named);
    return copy;
  }

  friend bool operator==(const Redaction&, const Redaction&) = default;
};

// Throw std::invalid_argument for pointers and regular expressions that are none.
namespace redact {
[[nodiscard]] Redaction header(std::string name);
[[nodiscard]] Redaction cookie(std::string name);
[[nodiscard]] Redaction query(std::string name);
[[nodiscard]] Redaction json(std::string pointer);
[[nodiscard]] Redaction form(std::string name);      // also a part of multipart/form-data
[[nodiscard]] Redaction text(std::string regex);     // wherever it matches: its first group, where it has one
[[nodiscard]] Redaction variable(std::string name);  // an environment variable's value, wherever it stands
}  // namespace redact

// Not a secret: it is recorded as it is, and the gate lets it pass.
namespace keep {
[[nodiscard]] Redaction header(std::string name);
[[nodiscard]] Redaction cookie(std::string name);
[[nodiscard]] Redaction query(std::string name);
[[nodiscard]] Redaction json(std::string pointer);
[[nodiscard]] Redaction form(std::string name);
[[nodiscard]] Redaction text(std::string regex);  // values that it matches as a whole
}  // namespace keep

// One part of a request that chooses the recorded interaction. Written match::path, match::header("X").
class MatchPart {
public:
  enum class Kind : std::uint8_t {
    method,
    scheme,
    host,
    port,
    path,
    query,
    ordered_query,
    header,
    body,
    custom
  };
  using Equal = std::function<bool(const Request& recorded, const Request& live)>;

  explicit MatchPart(Kind kind, std::string argument = {}) : kind_(kind), argument_(std::move(argument)) {}
  MatchPart(std::string name, Equal equal)
      : kind_(Kind::custom), argument_(std::move(name)), equal_(std::move(equal)) {}

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] const std::string& argument() const { return argument_; }  // a header's or callback's name
  [[nodiscard]] const Equal& equal() const { return equal_; }
  [[nodiscard]] std::string name() const;  // "path", "header(X-Tenant)", "custom(tenant)"

  // The same, but for these places: of match::query or match::body. DeckOptions::ignore does so for a policy.
  [[nodiscard]] MatchPart without(std::vector<Ignored> places) const;
  [[nodiscard]] const std::vector<Ignored>& ignored() const { return ignored_; }

private:
  Kind kind_;
  std::string argument_;
  Equal equal_;
  std::vector<Ignored> ignored_;
};

namespace match {
inline const MatchPart method{MatchPart::Kind::method};
inline const MatchPart scheme{MatchPart::Kind::scheme};
inline const MatchPart host{MatchPart::Kind::host};  // without regard to case
inline const MatchPart port{MatchPart::Kind::port};
inline const MatchPart path{MatchPart::Kind::path};
inline const MatchPart query{MatchPart::Kind::query};  // as a set of decoded parameters, in any order
inline const MatchPart ordered_query{MatchPart::Kind::ordered_query};  // decoded, in their order
// The decoded body: JSON by value, forms by their fields, multipart without its boundary, XML without regard
// to the order of attributes and to white space around texts, else bytes.
inline const MatchPart body{MatchPart::Kind::body};
inline MatchPart header(std::string name) { return MatchPart{MatchPart::Kind::header, std::move(name)}; }
// `equal` runs on the deck's thread.
inline MatchPart custom(std::string name, MatchPart::Equal equal) {
  return {std::move(name), std::move(equal)};
}
}  // namespace match

using MatchPolicy = std::vector<MatchPart>;

[[nodiscard]] MatchPolicy default_match_policy();  // all but header and custom

// How often an interaction can be played.
enum class Repeats : std::uint8_t {
  none,   // each once; equal requests get equal interactions in the order of the cassette
  last,   // each once, and the last of equal ones again and again: what polls until it is told to stop
  cycle,  // each once, then all from the first again
  free,   // the first of equal ones, always: a stub server
};

[[nodiscard]] std::string_view to_string(Repeats repeats);
[[nodiscard]] std::optional<Repeats> repeats(std::string_view name);
void PrintTo(Repeats repeats, std::ostream* os);

// What may come before what.
enum class PlayOrder : std::uint8_t {
  any,  // requests may come in any order; equal ones get equal interactions in the order of the cassette
  // One that was sent after another was answered does not come before it; those that were under way at the
  // same time may.
  partial,
  strict,  // as they stand in the cassette
};

[[nodiscard]] std::string_view to_string(PlayOrder order);
[[nodiscard]] std::optional<PlayOrder> play_order(std::string_view name);
void PrintTo(PlayOrder order, std::ostream* os);

// What happens to a cassette that is older than DeckOptions::expires_in.
enum class WhenExpired : std::uint8_t {
  warn,    // it is played, with a notice
  fail,    // it is played, with a finding
  record,  // it is recorded anew, as in mode all; in mode none it is played, with a notice
};

// What of drift is a finding, and so fails a TestDeck's test.
enum class DriftFails : std::uint8_t { breaking, any, never };

// Mode diff: docs/drift.md.
struct DriftOptions {
  DriftFails fails_on = DriftFails::breaking;
  // Places in answers: {ignore::json("/now"), ignore_value::json("/items/*/id"), ignore::header("X-Build")}.
  // What is ignored as a value alone must be there, and be of the same kind. Beside the cassette's own, which
  // wiretape learn puts into its header.
  std::vector<Ignored> ignore = {};
  // A directory in which stop() writes a report of each cassette, as .json and .html. Default:
  // WIRETAPE_DRIFT_REPORT, else none.
  std::string report = {};
};

// What is moved, when it is played, by the time that has passed since it was recorded. Off by default: what
// is played is what was recorded, byte for byte.
struct Redating {
  // Date, Expires, Last-Modified, Retry-After and Sunset where they are dates, and the Expires of cookies.
  bool headers = false;
  // exp, iat, nbf and auth_time of JSON Web Tokens (RFC 7519) without a signature, in headers and bodies.
  bool tokens = false;
  // With `tokens`: the key by which those that HS256, HS384 or HS512 signs are signed anew. Empty: they stay,
  // as all do that are signed otherwise. Tokens are secrets: one that is to be recorded as it is needs
  // keep::json(...).
  std::string token_key = {};
  // Others, {ignore::json("/expires_at"), ignore::header("X-Valid-Until")}: times of RFC 3339, of HTTP,
  // dates, and Unix time in seconds or milliseconds.
  std::vector<Ignored> places = {};
};

// How fast recorded answers are played: the time of their recording divided by a factor.
class Speed {
public:
  // 2 is twice as fast, 0.5 half as fast. Must be positive.
  constexpr explicit Speed(double factor) : factor_(factor) {}
  [[nodiscard]] constexpr double factor() const { return factor_; }

private:
  double factor_;
};

namespace speed {
inline constexpr Speed instant{std::numeric_limits<double>::infinity()};
inline constexpr Speed recorded{1};
}  // namespace speed

// When the server of a recorded WebSocket conversation speaks.
enum class MessageOrder : std::uint8_t {
  // After the client's messages that came before when it was recorded; DeckOptions::speed says whether at
  // once, or with the recorded pauses.
  causal,
  by_time,           // at its recorded times after the handshake (speed: a factor), whatever the client says
  any_client_order,  // causal, but each client message brings what followed it, in whatever order they come
};

[[nodiscard]] std::string_view to_string(MessageOrder order);
[[nodiscard]] std::optional<MessageOrder> message_order(std::string_view name);
void PrintTo(MessageOrder order, std::ostream* os);

// How WebSocket messages choose what is played.
struct WebSocketOptions {
  MessageOrder order = MessageOrder::causal;
  bool compares_json = false;  // texts that are JSON by value; else all messages byte for byte
};

struct Limits {
  std::size_t head_bytes = 64 * 1024;
  std::size_t fields = 200;
  // Held in memory of one body, for matchers and the journal: beyond it they see the beginning.
  std::size_t body_bytes = 4 * 1024 * 1024;
  // A recorded body that is larger stands in a file beside its cassette, which is written as the body comes.
  // Not set: 1 MiB for text, and for what decodes to text; 64 KiB for all else.
  std::optional<std::size_t> body_file_bytes = {};
  // A body that is larger goes on its way and is not recorded, with a finding.
  std::uint64_t body_limit_bytes = std::uint64_t{2} * 1024 * 1024 * 1024;
  // Of one WebSocket message, and of all messages of one recorded conversation, which are held in memory; a
  // longer conversation goes on and is not recorded, with a finding.
  std::size_t conversation_bytes = 64 * 1024 * 1024;
  std::chrono::milliseconds connect{10'000};    // name, TCP and TLS to the origin
  std::chrono::milliseconds handshake{10'000};  // TLS with the client
  std::chrono::milliseconds head{30'000};       // a whole request head, from its first byte
  std::chrono::milliseconds idle{60'000};       // no byte in either direction
};

enum class TlsVersion : std::uint8_t { tls1_2, tls1_3 };

// What the deck speaks on one side.
struct TlsLimits {
  TlsVersion lowest = TlsVersion::tls1_2;
  TlsVersion highest = TlsVersion::tls1_3;
  // OpenSSL's names with ':' between: "ECDHE-ECDSA-AES128-GCM-SHA256" of TLS 1.2, "TLS_AES_128_GCM_SHA256" of
  // TLS 1.3. Of a version that is not named, and where this is empty: OpenSSL's defaults.
  std::string ciphers = {};
};

// A certificate of the user's own that the deck shows for a host, in the place of one that it makes.
struct HostCertificate {
  std::string host;           // as in DeckOptions::only: "api.weather.test", "*.weather.test"
  std::string cert_file;      // PEM: the certificate, and its chain up to an authority that the client trusts
  std::string key_file = {};  // PEM, without a password; empty: the key stands in cert_file
};

struct DeckOptions {
  // The cassette, relative to cassette_dir: YAML, or JSON when it ends in ".json"; ".yaml" is added
  // where there is no ending. Empty: nothing is played and nothing is kept on disk.
  std::string cassette = {};
  // Default: WIRETAPE_CASSETTE_DIR, else "cassettes" in the working directory.
  std::string cassette_dir = {};
  // Default: WIRETAPE_MODE, else none when CI is set, else once.
  std::optional<RecordMode> mode = {};
  MatchPolicy match_on = default_match_policy();
  // What of query and body does not count in it: {ignore::json("/sent_at"), ignore_value::query("id")}.
  std::vector<Ignored> ignore = {};
  // Places in answers, {ignore::json("/id"), ignore::header("X-Cursor")}, whose values the code sends back.
  // Where a rule or before_playback makes another value of one, requests with that are those recorded with
  // the old.
  std::vector<Ignored> capture = {};
  PlayOrder order = PlayOrder::any;  // of a request's first play; what repeats, may at any time
  // How long a cassette is good from when it was recorded: std::chrono::days(90). Not set: for ever.
  std::optional<std::chrono::seconds> expires_in = {};
  WhenExpired when_expired = WhenExpired::warn;
  DriftOptions drift = {};
  // Beside the secrets that Wiretape knows: {redact::header("X-Tenant"), keep::json("/etag")}. What is
  // recorded has placeholders in their stead, and in answers that are played harmless values stand for those.
  // What still looks like a secret is not saved: a finding. See docs/secrets.md.
  std::vector<Redaction> redact = {};
  // No secret is looked for, and none replaced: the cassette holds all as it was.
  bool saves_secrets = false;
  // What is to be recorded, before secrets are replaced; it may change it. False: it is not recorded. Runs on
  // the deck's thread.
  std::function<bool(Interaction&)> before_record = {};
  // What is to be played, with harmless values in the place of secrets; it may change it. Runs on the deck's
  // thread, each time.
  std::function<void(Interaction&)> before_playback = {};
  Redating redate = {};  // before that
  Repeats repeats = Repeats::none;
  // speed::instant, speed::recorded, or Speed(2). Head, chunks and end of an answer come at the times of
  // their recording; a body that is not chunked, in the pieces between which time passed.
  Speed speed = speed::instant;
  WebSocketOptions websocket = {};
  // Of all that rules draw: the same seed and requests give the same. Default: WIRETAPE_SEED, else a new one
  // each time; Deck::seed() says which.
  std::optional<std::uint64_t> seed = {};
  // A YAML or JSON file of rules (docs/rules.md), which are in force from the start, in front of the
  // cassette's own. Empty: none.
  std::string rules_file = {};
  bool allows_unused_interactions = false;
  // In the modes once and new_episodes what was never asked for is taken out of the cassette at the end,
  // unless a TestDeck's test has failed.
  bool drops_unused_interactions = false;
  // A TestDeck saves what it recorded also when its test has failed. Otherwise a cassette that is there stays
  // as it is, and the new recording lies beside it, as "<cassette>.rejected".
  bool saves_failed_recordings = false;

  // Reverse mode: the one origin this deck stands for, "https://api.weather.test". See base_url().
  std::string reverse_origin = {};
  // The proxy through which origins are reached, http and https, by CONNECT:
  // "http://name:password@proxy.corp.test:3128", or "https://..." for TLS to it. Empty: none; the
  // environment's http_proxy is not read, for tests set it to the deck.
  std::string upstream_proxy = {};
  // PEM file of authorities trusted for origins, beside the system's.
  std::string origin_ca_file = {};
  bool insecure_skip_origin_verification = false;
  // What the deck shows to origins that ask for a client's certificate: a PEM file of the certificate and its
  // chain; its key, without a password, stands in the same file, or in one of its own.
  std::string origin_client_cert_file = {};
  std::string origin_client_key_file = {};
  TlsLimits origin_tls = {};

  // Towards clients. With asks_client_certificate they are asked for one; any is accepted, and none too: the
  // journal's entry tls_established says whose it was, "client certificate CN=mona".
  TlsLimits client_tls = {};
  bool asks_client_certificate = false;
  // For hosts of whose certificates a test has something to say: the first that fits counts. For others the
  // deck makes certificates, with the names of the origin's where they were recorded.
  std::vector<HostCertificate> certificates = {};

  // The only hosts this deck goes to or stands for; a request for another one is a finding. Each is
  // "api.weather.test", "*.weather.test" (any name below it), or either with ":8443" for that port alone.
  // Empty: all.
  std::vector<std::string> only = {};
  // Hosts, named likewise, that are not intercepted: their tunnels are carried as they are, in every mode,
  // and what is asked of them in plain HTTP goes to them unrecorded. The network is reached for these even
  // in replay.
  std::vector<std::string> pass_through = {};
  // Where hosts are reached, without DNS: {"api.weather.test", "127.0.0.1:8443"}. The host may name a port,
  // for that one alone; an address without a port keeps the port asked for. Names in TLS, in Host and in the
  // cassette stay what they are.
  std::vector<std::pair<std::string, std::string>> resolve = {};

  std::string listen = "127.0.0.1:0";  // port 0: any free one; "[::1]:0"
  // "name:password" that a client has to show to the proxy, for tests of clients that must: by Basic in
  // Proxy-Authorization, else it is answered 407; by SOCKS5's name and password. Not asked for in reverse
  // mode. Empty: anyone is served.
  std::string proxy_credentials = {};
  // Lets `listen` name an address other machines can reach. Whoever reaches a deck can use it as an
  // open proxy with a certificate authority, hence the need to ask.
  bool allows_remote_clients = false;

  // Takes what RFC 9112 forbids in a request as long as its end is known, and forwards it as it is.
  bool accepts_malformed_requests = false;
  Limits limits = {};

  // Hears each journal entry as it is made, in order, on the deck's thread, which waits meanwhile. Must
  // not call the deck. For watching live; a test reads journal().
  std::function<void(const JournalEntry&)> on_journal_entry = {};
};

}  // namespace wiretape
