// SPDX-License-Identifier: MIT
#include "http/websocket_extension.hpp"

#include <algorithm>

#include "http/grammar.hpp"

namespace wiretape::http::websocket {

namespace {

// Takes the parts of a list off its front.
class Cursor {
public:
  explicit Cursor(std::string_view text) : text_(text) {}

  [[nodiscard]] bool is_at_end() const { return at_ == text_.size(); }
  [[nodiscard]] std::size_t place() const { return at_; }
  [[nodiscard]] char here() const { return is_at_end() ? '\0' : text_[at_]; }

  void skip_blanks() {
    while (is_blank(here())) ++at_;
  }
  void skip_empty_elements() {
    while (is_blank(here()) || here() == ',') ++at_;
  }
  bool skip(char c) {
    if (here() != c || is_at_end()) return false;
    ++at_;
    return true;
  }
  std::string_view take_token() {
    const auto rest = text_.substr(at_);
    const auto token = rest.substr(0, std::min(find_not_token(rest), rest.size()));
    at_ += token.size();
    return token;
  }
  // A quoted string behind its opening quote, with the closing one; nothing where that is missing.
  std::optional<std::string> take_quoted() {
    std::string out;
    for (; !is_at_end(); ++at_) {
      if (skip('"')) return out;
      if (here() == '\\' && at_ + 1 < text_.size()) ++at_;
      out += text_[at_];
    }
    return std::nullopt;
  }
  [[nodiscard]] Error unexpected(const std::string& wanted) const {
    const auto got = is_at_end() ? "the end" : quote(text_.substr(at_, 1));
    return {wanted + " is expected where " + got + " stands", at_};
  }

private:
  std::string_view text_;
  std::size_t at_ = 0;
};

Result<std::string> parse_value(Cursor& cursor) {
  const auto begin = cursor.place();
  if (!cursor.skip('"')) {
    const auto token = cursor.take_token();
    if (token.empty()) return cursor.unexpected("a value");
    return std::string(token);
  }
  const auto quoted = cursor.take_quoted();
  if (!quoted) return Error{"a quoted string without its closing quote", begin};
  if (!is_token(*quoted)) return Error{"a quoted value that is no token: " + quote(*quoted), begin};
  return *quoted;
}

Result<ExtensionParameter> parse_parameter(Cursor& cursor) {
  ExtensionParameter parameter;
  cursor.skip_blanks();
  parameter.name = cursor.take_token();
  if (parameter.name.empty()) return cursor.unexpected("a parameter's name");
  cursor.skip_blanks();
  if (!cursor.skip('=')) return parameter;
  cursor.skip_blanks();
  auto value = parse_value(cursor);
  if (!value) return value.error();
  parameter.value = *std::move(value);
  return parameter;
}

Result<Extension> parse_extension(Cursor& cursor) {
  Extension extension;
  extension.name = cursor.take_token();
  if (extension.name.empty()) return cursor.unexpected("an extension's name");
  for (cursor.skip_blanks(); cursor.skip(';'); cursor.skip_blanks()) {
    auto parameter = parse_parameter(cursor);
    if (!parameter) return parameter.error();
    extension.parameters.push_back(*std::move(parameter));
  }
  return extension;
}

// A list of what `parse` takes, comma-separated.
template <class Item, class Parse>
Result<std::vector<Item>> parse_list(std::string_view list, Parse parse) {
  std::vector<Item> items;
  Cursor cursor(list);
  for (cursor.skip_empty_elements(); !cursor.is_at_end(); cursor.skip_empty_elements()) {
    auto item = parse(cursor);
    if (!item) return item.error();
    items.push_back(*std::move(item));
    cursor.skip_blanks();
    if (!cursor.is_at_end() && cursor.here() != ',') return cursor.unexpected("a comma");
  }
  return items;
}

Result<std::string> parse_protocol(Cursor& cursor) {
  const auto name = cursor.take_token();
  if (name.empty()) return cursor.unexpected("a subprotocol's name");
  return std::string(name);
}

}  // namespace

Result<std::vector<Extension>> parse_extensions(std::string_view list) {
  return parse_list<Extension>(list, parse_extension);
}

Result<std::vector<std::string>> parse_protocols(std::string_view list) {
  return parse_list<std::string>(list, parse_protocol);
}

std::string format_extensions(const std::vector<Extension>& extensions) {
  std::string out;
  for (const auto& extension : extensions) {
    out += (out.empty() ? "" : ", ") + extension.name;
    for (const auto& [name, value] : extension.parameters) {
      out += "; " + name + (value ? '=' + *value : std::string());
    }
  }
  return out;
}

}  // namespace wiretape::http::websocket
