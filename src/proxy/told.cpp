// SPDX-License-Identifier: MIT
#include "proxy/told.hpp"

#include "base/text.hpp"
#include "http/http1_writer.hpp"
#include "policy/websocket_findings.hpp"
#include "proxy/answers.hpp"

namespace wiretape::proxy {

namespace {

std::string result(const Interaction& interaction) {
  if (const auto* response = std::get_if<Response>(&interaction.outcome)) {
    return std::to_string(response->status);
  }
  return std::string(to_string(std::get<TransportError>(interaction.outcome).kind));
}

std::string what(const std::exception_ptr& escaped) {
  try {
    std::rethrow_exception(escaped);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "something that is no std::exception";
  }
}

}  // namespace

std::string url_of(Context& context, const Request& request) {
  auto url = request.url;
  url.target = context.policy.redactor().comparable_target(url.target, secrets::Side::live);
  return url.str();
}

std::string line(Context& context, const Request& request) {
  auto text = url_of(context, request);
  text.insert(0, request.method + ' ');
  return escape_control(text, 500);
}

void tell(Context& context, std::uint64_t connection, JournalKind kind, std::string text, AnswerSource source,
          std::shared_ptr<const Interaction> what) {
  JournalEntry entry;
  entry.kind = kind;
  entry.connection = connection;
  entry.text = std::move(text);
  entry.source = source;
  entry.interaction = std::move(what);
  context.journal.add(std::move(entry));
}

void tell_answer(Context& context, std::uint64_t connection, bool is_whole, AnswerSource source,
                 std::string request_line, std::shared_ptr<const Interaction> what) {
  const auto kind = is_whole ? JournalKind::answered : JournalKind::aborted;
  auto text = std::move(request_line);
  text.append(" -> ").append(result(*what)).append(" (").append(to_string(source)).append(")");
  if (!is_whole) text += ", the client left before its end";
  tell(context, connection, kind, std::move(text), source, std::move(what));
}

WebSocketMessage without_secrets(Context& context, const WebSocketMessage& message) {
  constexpr std::size_t shown_bytes = 4096;
  WebSocketMessage beginning;
  beginning.from = message.from;
  beginning.opcode = message.opcode;
  beginning.payload = message.payload.substr(0, shown_bytes);
  return context.policy.redactor().comparable(beginning, secrets::Side::live);
}

void tell_message(Context& context, std::uint64_t connection, const WebSocketMessage& message,
                  AnswerSource source, std::shared_ptr<const Interaction> request) {
  JournalEntry entry;
  entry.kind = JournalKind::message;
  entry.connection = connection;
  entry.text = std::string(to_string(message.from)) + ": " + policy::shown(without_secrets(context, message));
  entry.source = source;
  entry.interaction = std::move(request);
  entry.message = std::make_shared<const WebSocketMessage>(message);
  context.journal.add(std::move(entry));
}

void tell_rules(Context& context, std::uint64_t connection, const std::vector<std::string>& rules,
                const std::string& on) {
  for (const auto& rule : rules) {
    tell(context, connection, JournalKind::rule, escape_control(rule, 200) + " acts on " + on);
  }
}

void tell_undecoded(Context& context, const std::string& whose, const std::string& why) {
  context.journal.find(policy::body_not_decoded(whose, why));
}

void tell_unreadable(Context& context, const CassetteError& trouble) {
  context.journal.find(policy::cassette_unreadable(trouble.what()));
}

void tell_refused(Context& context, ClientSide& client, const http::ReadError& error) {
  tell(context, client.number(), JournalKind::refused_bytes,
       std::to_string(error.status) + ": " + error.message);
  context.journal.find(
      policy::malformed_request(error.status, Error{error.message, error.offset}, error.head));
}

io::Task<void> refuse_bytes(Context& context, ClientSide& client, const http::ReadError& error) {
  tell_refused(context, client, error);
  const auto answer = answer_to_error(error);
  const auto bytes = http::write_response_head(answer) + answer.body.bytes;
  co_await client.stream().write(bytes);
}

io::Scope::OnEscape escape_to(Context& context) {
  return [&context](const std::string& task, std::exception_ptr escaped) {
    try {
      std::rethrow_exception(escaped);
    } catch (const CassetteError& trouble) {
      tell_unreadable(context, trouble);
    } catch (...) {
      context.journal.find(policy::internal_error(task, what(escaped)));
    }
  };
}

}  // namespace wiretape::proxy
