// SPDX-License-Identifier: MIT
// What reading bytes from a peer or a file gives: a value, or an error that says where.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <variant>

namespace wiretape {

struct Error {
  std::string message;     // one line, without the place; control bytes escaped
  std::size_t offset = 0;  // bytes from the start of the input, or a line number where the reader says so
  bool is_limit = false;   // it is more than we take, and may be right otherwise

  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
class [[nodiscard]] Result {
public:
  Result(T value) : held_(std::move(value)) {}      // NOLINT: a value is a result
  Result(Error error) : held_(std::move(error)) {}  // NOLINT

  [[nodiscard]] bool has_value() const { return held_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  // The value; there must be one.
  [[nodiscard]] T& operator*() & { return std::get<0>(held_); }
  [[nodiscard]] const T& operator*() const& { return std::get<0>(held_); }
  [[nodiscard]] T operator*() && { return std::get<0>(std::move(held_)); }
  [[nodiscard]] T* operator->() { return &std::get<0>(held_); }
  [[nodiscard]] const T* operator->() const { return &std::get<0>(held_); }

  // The error; there must be one.
  [[nodiscard]] const Error& error() const { return std::get<1>(held_); }

private:
  std::variant<T, Error> held_;
};

}  // namespace wiretape
