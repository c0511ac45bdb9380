// What a strict reader gives back: the value, or in English what is wrong and where. The verifier is a tool of the
// command line and its words do not pass through catalogues.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/invariant.h"

namespace jauap::tlog {

struct Fault {
  std::string words;
};

template <class T>
class [[nodiscard]] Parsed {
 public:
  Parsed(T value) : value_(std::move(value)) {}            // NOLINT: a value is what was read
  Parsed(Fault fault) : words_(std::move(fault.words)) {}  // NOLINT

  explicit operator bool() const { return value_.has_value(); }
  const T& operator*() const {
    invariant(value_.has_value(), "value of what could not be read");
    return *value_;
  }
  const T* operator->() const { return &**this; }
  T take() {
    invariant(value_.has_value(), "value of what could not be read");
    return std::move(*value_);
  }
  const std::string& wrong() const { return words_; }  // "" for a good value
  Fault fault() const { return {words_}; }

 private:
  std::optional<T> value_;
  std::string words_;
};

}  // namespace jauap::tlog
