// SPDX-License-Identifier: MIT
#include <array>

#include <wiretape/fault.hpp>

namespace wiretape {

namespace {

constexpr auto of_connection = "of the connection", in_request = "while the request arrives",
               instead = "instead of an answer", in_head = "in the head", in_body = "in the body",
               in_websocket = "in a WebSocket";

}  // namespace

std::span<const FaultEntry> fault_catalogue() {
  static const std::array<FaultEntry, 45> entries{{
      {fault::refuse(), of_connection,
       "is an origin where nobody listens: 502 to a CONNECT or a plain request, SOCKS5's reply 5; RST in "
       "reverse mode",
       "what its proxy says of an origin that refuses: curl's 56 for a CONNECT, 97 for SOCKS5"},
      {fault::accept_and_close(), of_connection, "accepts the connection, and ends it (FIN)",
       "an end in the handshake: curl's 35; without TLS an empty reply: 52"},
      {fault::accept_and_reset(), of_connection, "accepts the connection, and resets it (RST)",
       "\"connection reset by peer\": curl's 35; without TLS 56"},
      {fault::tls_alert(), of_connection,
       "answers the ClientHello with a fatal alert: 40 is handshake_failure",
       "a handshake that failed: curl's 35"},
      {fault::handshake_stall(), of_connection, "reads the ClientHello and says nothing",
       "its own time-out in the handshake"},
      {fault::certificate_expired(), of_connection, "shows a certificate that ended yesterday",
       "a certificate that has expired: curl's 60"},
      {fault::certificate_not_yet_valid(), of_connection, "shows a certificate that begins tomorrow",
       "a certificate that is not yet valid: curl's 60"},
      {fault::certificate_for_another_host(), of_connection, "shows a certificate for `another-host.invalid`",
       "a certificate with the wrong name: curl's 60"},
      {fault::certificate_self_signed(), of_connection, "shows a certificate that is signed with its own key",
       "a self-signed certificate: curl's 60"},
      {fault::certificate_of_unknown_authority(), of_connection,
       "shows a certificate of an authority that nobody knows",
       "a certificate whose issuer it cannot get: curl's 60"},
      {fault::certificate_with_weak_key(), of_connection, "shows a certificate with an RSA key of 1024 bits",
       "a key that is too small: curl's 60; some do not mind"},

      {fault::close_in_request(512), in_request,
       "reads so many bytes of the request's body, and ends the connection (FIN)",
       "an empty reply: curl's 52; or a failure to send"},
      {fault::reset_in_request(512), in_request,
       "reads so many bytes of the request's body, and resets the connection (RST)",
       "a failure to send or to receive: curl's 55 or 56"},
      {fault::stall_in_request(512), in_request,
       "reads so many bytes of the request's body, and then no more", "its own time-out"},

      {fault::no_answer(), instead, "reads the request and says nothing",
       "its own time-out; the connection stays open until it leaves"},
      {fault::empty_reply(), instead, "ends the connection without a byte (FIN)",
       "an empty reply: curl's exit code 52"},
      {fault::reset(), instead, "resets the connection without a byte (RST)",
       "\"connection reset by peer\": curl's 56"},
      {fault::garbage(), instead, "says bytes that are no HTTP, and ends the connection",
       "an answer that is malformed, or one of HTTP/0.9: curl's 1"},
      {fault::bad_status_line(), instead, "begins with `HTTP/1.1 TWO HUNDRED OK`, and ends the connection",
       "a status line that cannot be read: curl's 1"},

      {fault::content_length_too_big(), in_head, "announces more bytes than come, and ends the connection",
       "a body that is cut short: curl's 18"},
      {fault::content_length_too_small(), in_head, "announces fewer bytes than come",
       "a body without its last bytes; the rest is in the way of a next answer"},
      {fault::content_length_missing(), in_head,
       "leaves the length out, and ends the connection behind the body",
       "a whole body, that it cannot tell from a part"},
      {fault::content_length_twice(), in_head, "announces two lengths that differ",
       "one of the two lengths (curl the last: 18, cpp-httplib the first), or a malformed answer"},
      {fault::duplicate_field(), in_head, "says a field twice, the second time with another value",
       "the first, the last, or both values, joined"},
      {fault::oversized_field(), in_head, "adds a field of 128 KiB", "a head over its limit: curl's 27"},
      {fault::invalid_field(), in_head, "adds a field whose name is no token",
       "a field with a blank in its name, which many take; or a malformed answer"},

      {fault::close_after(512), in_body, "ends the connection behind so many bytes of the body (FIN)",
       "a body that is cut short: curl's 18"},
      {fault::reset_after(512), in_body, "resets the connection behind so many bytes of the body (RST)",
       "what came, then \"connection reset by peer\": curl's 56"},
      {fault::stall_after(512), in_body, "says no more behind so many bytes of the body",
       "its own time-out in the middle of the body"},
      {fault::corrupt_byte(), in_body, "changes one byte of the body",
       "a whole body with a wrong byte in it"},
      {fault::malformed_chunk(), in_body, "begins a chunk with a size that is no number",
       "a malformed body: curl's 56"},
      {fault::missing_last_chunk(), in_body, "ends the connection before the last chunk",
       "a body that is cut short behind its last byte: curl's 18"},
      {fault::wrong_coding(), in_body, "says `Content-Encoding: gzip` of a body that is none",
       "a body that cannot be decoded: curl's 61 with --compressed; else a whole body"},
      {fault::slow_close(std::chrono::milliseconds(500)), in_body,
       "leaves the length out, and ends the connection a while after the body",
       "a whole body that seems to go on, until then"},

      {fault::refuse_upgrade(), in_websocket, "answers the upgrade with a status that is none",
       "a handshake that failed"},
      {fault::drop_message(1), in_websocket, "leaves a message out", "the next message, or none"},
      {fault::duplicate_message(1), in_websocket, "says a message twice", "two equal messages"},
      {fault::reorder_messages(1), in_websocket, "says a message behind the one that follows it",
       "two messages in the wrong order"},
      {fault::half_frame(1), in_websocket,
       "says the first half of a message's bytes, and ends the connection", "an abnormal end (1006)"},
      {fault::wrong_opcode(1), in_websocket, "says a message with the opcode 3, which is reserved",
       "a protocol error: it answers with close 1002"},
      {fault::masked_message(1), in_websocket, "masks a message, as only clients must",
       "a protocol error: it answers with close 1002; some take it"},
      {fault::close_at_message(1), in_websocket, "says a close frame in a message's place",
       "the end of the conversation, with this code"},
      {fault::reset_at_message(1), in_websocket, "resets the connection in a message's place (RST)",
       "an abnormal end (1006)"},
      {fault::silent_death(1), in_websocket,
       "says nothing from this message on: no pongs either, nor an answer to closing",
       "a connection that seems to live; only pings show that it does not"},
      {fault::no_pong(), in_websocket, "does not answer pings", "a keep-alive that fails"},
  }};
  return entries;
}

}  // namespace wiretape
