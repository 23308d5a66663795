// SPDX-License-Identifier: MIT
#include "secrets/redactor.hpp"

#include <algorithm>
#include <functional>

#include "cassette/framing.hpp"
#include "secrets/gate.hpp"
#include "secrets/texts.hpp"

namespace wiretape::secrets {

namespace {

// Bodies whose beginning alone is held are changed where they lie.
bool is_held(const Body& body) { return !body.large && !body.empty(); }

// Applies `edits_of(About, text)` to every text of an interaction or request.
template <class What, class EditsOf>
void edit_texts(What& what, EditsOf edits_of) {
  const auto text = [&](const About& about, std::string& value) {
    const auto edits = edits_of(about, value);
    if (!edits.empty()) value = edited(value, edits);
  };
  const auto body = [&](const About& about, auto& message) {
    if (is_held(message.body)) edit_body(message, edits_of(about, message.body.text()));
  };
  if constexpr (std::is_same_v<What, Interaction>) {
    bool has_changed = false;
    for_each_text(what, text, body, [&](const About& about, WebSocketMessage& message) {
      const auto edits = edits_of(about, message.payload);
      edit_payload(message, edits);
      has_changed = has_changed || !edits.empty();
    });
    if (!has_changed) return;
    // What is compressed depends on all that was said before.
    for (auto& message : what.conversation->messages) {
      if (!message.is_compressed) continue;
      message.wire.reset();
      message.fragments.clear();
    }
  } else {
    for_each_text(what, text, body);
  }
}

// In the gaps that `taken` leaves: secrets that are known, and what looks like a placeholder and is none.
void add_between(Edits& taken, std::vector<Edit> more) {
  Edits out;
  auto next = more.begin();
  std::size_t end = 0;
  const auto take = [&](Edit& edit) {
    if (edit.at < end) return;
    end = edit.at + edit.size;
    out.push_back(std::move(edit));
  };
  for (auto& edit : taken) {
    for (; next != more.end() && next->at < edit.at; ++next) {
      if (next->at + next->size <= edit.at) take(*next);
    }
    take(edit);
  }
  for (; next != more.end(); ++next) take(*next);
  taken = std::move(out);
}

constexpr std::string_view looks_alike = "{{secret:", escape = "{{secret::";

std::vector<Edit> escapes_in(std::string_view text) {
  std::vector<Edit> out;
  for (auto at = text.find(looks_alike); at != std::string_view::npos;
       at = text.find(looks_alike, at + looks_alike.size())) {
    out.push_back({at, looks_alike.size(), std::string(escape)});
  }
  return out;
}

std::string in_json(const Stretch& stretch, std::string placeholder) {
  return stretch.form == Form::number ? '"' + placeholder + '"' : placeholder;
}

// `name_of(Stretch)` and `known(text)` say what stands for them.
template <class NameOf>
Edits edits_for(const Found& found, const Table& known, bool is_of_answer, std::string_view text,
                NameOf name_of) {
  const auto placeholder = [&](std::string_view name, std::string_view value, Form form) {
    Placeholder out{name};
    if (is_of_answer && !name.empty()) {
      out.form = form;
      out.size = value.size();
    }
    return written(out);
  };
  Edits edits;
  for (const auto& stretch : found.stretches) {
    edits.push_back({stretch.at, stretch.size,
                     in_json(stretch, placeholder(name_of(stretch), stretch.value, stretch.form))});
  }
  std::vector<Edit> others;
  for (const auto& [at, size, name] : known.find_in(text)) {
    const auto value = text.substr(at, size);
    others.push_back({at, size, placeholder(name, value, form_of(value))});
  }
  add_between(edits, std::move(others));
  return edits;
}

// Each in the place of what `value_of` gives, and what was escaped as it was. A number's quotes go with it.
template <class ValueOf>
Edits playing_edits(std::string_view text, ValueOf value_of) {
  Edits edits;
  for (auto found = find_placeholder(text); found; found = find_placeholder(text, found->at + found->size)) {
    const auto end = found->at + found->size;
    const bool is_bare = found->placeholder.form == Form::number && found->at > 0 && end < text.size() &&
                         text[found->at - 1] == '"' && text[end] == '"';
    const std::size_t quote = is_bare ? 1 : 0;
    edits.push_back({found->at - quote, found->size + 2 * quote, value_of(found->placeholder)});
  }
  std::vector<Edit> unescaped;
  for (auto at = text.find(escape); at != std::string_view::npos;
       at = text.find(escape, at + escape.size())) {
    unescaped.push_back({at, escape.size(), std::string(looks_alike)});
  }
  add_between(edits, std::move(unescaped));
  return edits;
}

// Without a copy: most interactions have none.
bool may_have_placeholder(const Headers& headers) {
  return std::any_of(headers.begin(), headers.end(),
                     [](const HeaderField& field) { return has_placeholder(field.value); });
}

bool may_have_placeholder(const Interaction& interaction) {
  if (interaction.conversation) return true;
  const auto* response = std::get_if<Response>(&interaction.outcome);
  if (response == nullptr || !response->interim.empty() || !response->raw_status_line.empty()) return true;
  return has_placeholder(response->body.text()) || may_have_placeholder(response->headers) ||
         may_have_placeholder(response->trailers);
}

// A body in a file that is held as a whole is played from memory.
void hold_if_whole(Response& response) {
  auto& body = response.body;
  if (body.large && !body.is_truncated && has_placeholder(body.text())) body.large.reset();
}

Edits alike_edits(std::string_view text) {
  Edits edits;
  for (auto found = find_placeholder(text); found; found = find_placeholder(text, found->at + found->size)) {
    edits.push_back({found->at, found->size, std::string(any_secret)});
  }
  return edits;
}

}  // namespace

// Two rounds over the same texts: the secrets of all of them are known before the first is changed.
class Redactor::Pass {
public:
  Pass(Redactor& redactor, Source source) : redactor_(redactor), source_(source) {}

  void learn(const About& about, std::string_view text) {
    auto found = find_in(redactor_.rules_, about, text);
    for (const auto& stretch : found.stretches) {
      // A cookie holds a language or a theme as often as a secret.
      const bool is_sure = !stretch.place.starts_with("cookie:") || looks_random(stretch.value);
      redactor_.table_.name_for(stretch.value, stretch.placeholder, is_sure);
      redactor_.places_.insert(stretch.place);
    }
    for (const auto& hidden : found.hidden) redactor_.table_.name_for(hidden);
    found_.push_back(std::move(found));
  }

  Edits edits(const About& about, std::string_view text) {
    const auto& found = found_[next_++];
    auto edits = edits_for(found, redactor_.table_, about.is_of_answer, text,
                           [&](const Stretch& stretch) { return *redactor_.table_.name_of(stretch.value); });
    if (source_ == Source::wire) add_between(edits, escapes_in(text));
    return edits;
  }

private:
  Redactor& redactor_;
  Source source_;
  std::vector<Found> found_;
  std::size_t next_ = 0;
};

Redactor::Redactor(Rules rules) : rules_(std::move(rules)) {
  for (const auto& [value, rule] : rules_.values()) table_.name_for(value, rule->placeholder);
}

void Redactor::redact(Interaction& interaction, Source source) {
  Pass pass(*this, source);
  edit_texts(interaction, [&](const About& about, std::string_view text) {
    pass.learn(about, text);
    return Edits();
  });
  edit_texts(interaction, [&](const About& about, std::string_view text) { return pass.edits(about, text); });
}

std::string Redactor::redacted_piece(std::string_view content_type, std::string_view text,
                                     bool is_of_answer) {
  const About about{Kind::body, content_type, is_of_answer, {}};
  Pass pass(*this, Source::wire);
  pass.learn(about, text);
  return edited(text, pass.edits(about, text));
}

Edits Redactor::comparing_edits(const About& about, std::string_view text, Side side) const {
  auto edits =
      edits_for(find_in(rules_, about, text), handed_out_, false, text, [](const Stretch&) { return ""; });
  for (auto& edit : edits) {
    const auto* quote = edit.with.starts_with('"') ? "\"" : "";
    edit.with = quote + std::string(any_secret) + quote;
  }
  add_between(edits, side == Side::live ? escapes_in(text) : alike_edits(text));
  return edits;
}

template <class Message>
Message Redactor::comparable_message(const Message& message, Side side) const {
  auto copy = message;
  edit_texts(copy,
             [&](const About& about, std::string_view text) { return comparing_edits(about, text, side); });
  return copy;
}

Request Redactor::comparable(const Request& request, Side side) const {
  return comparable_message(request, side);
}

Response Redactor::comparable(const Response& response, Side side) const {
  return comparable_message(response, side);
}

WebSocketMessage Redactor::comparable(const WebSocketMessage& message, Side side) const {
  auto copy = message;
  edit_payload(copy, comparing_edits(About{Kind::message}, message.payload, side));
  return copy;
}

std::string Redactor::comparable_target(std::string_view target, Side side) const {
  constexpr std::size_t shortest = 16;  // of a secret in a path
  const bool has_query = target.find_first_of("?{") != std::string_view::npos;
  if (!has_query && target.size() < shortest) return std::string(target);
  return edited(target, comparing_edits(About{Kind::target}, target, side));
}

std::set<std::string> Redactor::handed_out_in(const Request& live) const {
  std::set<std::string> names;
  if (handed_out_.size() == 0) return names;
  auto copy = live;
  edit_texts(copy, [&](const About&, std::string_view text) {
    for (const auto& standing : handed_out_.find_in(text)) names.emplace(standing.name);
    return Edits();
  });
  return names;
}

std::shared_ptr<Interaction> Redactor::played(const Interaction& recorded) {
  if (!may_have_placeholder(recorded)) return nullptr;
  auto copy = std::make_shared<Interaction>(recorded);
  if (auto* response = response_of(*copy)) hold_if_whole(*response);
  bool has_some = false;
  edit_texts(*copy, [&](const About& about, std::string_view text) {
    Edits edits;
    if (!about.is_of_answer || !has_placeholder(text)) return edits;
    has_some = true;
    return playing_edits(text, [&](const Placeholder& placeholder) {
      auto value = harmless(placeholder);
      handed_out_.add(value, placeholder.name);
      return value;
    });
  });
  return has_some ? copy : nullptr;
}

std::set<std::string> placeholder_names(const Request& request) {
  std::set<std::string> names;
  auto copy = request;
  edit_texts(copy, [&](const About&, std::string_view text) {
    for (auto found = find_placeholder(text); found;
         found = find_placeholder(text, found->at + found->size)) {
      if (!found->placeholder.name.empty()) names.emplace(found->placeholder.name);
    }
    return Edits();
  });
  return names;
}

}  // namespace wiretape::secrets
