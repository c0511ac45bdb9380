// Expected failure is a value: a `Result<T>` holds a T or all the Problems found, so that a form can
// name each wrong field at once. Exceptions are for what cannot go on (see invariant.h).
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/invariant.h"
#include "base/key.h"
#include "base/time.h"

namespace jauap {

// One named value of a message. The value is text for people, or a mark that the words of the language replace:
// "@key:" and the name of a catalogue entry, "@date:" and an ISO date. Make those with word_arg and date_arg.
struct Arg {
  std::string name;
  std::string value;
};
inline Arg word_arg(std::string name, Key word) { return {std::move(name), "@key:" + std::string(word.name())}; }
inline Arg date_arg(std::string name, CivilDate day) { return {std::move(name), "@date:" + day.iso()}; }

// One thing that is wrong. `kind` chooses the HTTP status in one place (platform/http), `message`
// the words in the person's language, `field` the place in the form or JSON ("" for the whole).
struct Problem {
  enum class Kind {
    invalid,       // 422: a value breaks a rule; `field` says which
    malformed,     // 400: cannot be read at all
    unauthorised,  // 401: sign in first
    forbidden,     // 403: known and not allowed
    not_found,     // 404: none, or not yours
    conflict,      // 409: not in this state, or somebody was faster
    gone,          // 410: withdrawn publication
    too_large,     // 413
    too_many,      // 429
    unavailable,   // 503: try again
  };
  Kind kind = Kind::invalid;
  Key message;
  std::string field = {};
  std::vector<Arg> args = {};
};

class Problems {
 public:
  Problems() = default;
  Problems(Problem problem) { all_.push_back(std::move(problem)); }  // NOLINT: a single problem is problems

  void add(Problem problem) { all_.push_back(std::move(problem)); }
  void add(Problems more) {
    for (auto& problem : more.all_) all_.push_back(std::move(problem));
  }
  bool empty() const { return all_.empty(); }
  std::size_t size() const { return all_.size(); }
  auto begin() const { return all_.begin(); }
  auto end() const { return all_.end(); }
  const Problem& first() const { return all_.front(); }
  // The first problem of `field`, or nullptr.
  const Problem* of(std::string_view field) const {
    for (const auto& problem : all_)
      if (problem.field == field) return &problem;
    return nullptr;
  }

 private:
  std::vector<Problem> all_;
};

struct Nothing {};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}                      // NOLINT: a value is a result
  Result(Problem problem) : state_(Problems(std::move(problem))) {}  // NOLINT
  Result(Problems problems) : state_(std::move(problems)) {          // NOLINT
    invariant(!std::get<Problems>(state_).empty(), "a failed result names at least one problem");
  }

  explicit operator bool() const { return std::holds_alternative<T>(state_); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }
  T& value() {
    invariant(bool(*this), "value of a failed result");
    return std::get<T>(state_);
  }
  const T& value() const {
    invariant(bool(*this), "value of a failed result");
    return std::get<T>(state_);
  }
  T take() { return std::move(value()); }
  const Problems& problems() const {
    invariant(!bool(*this), "problems of a good result");
    return std::get<Problems>(state_);
  }
  Problems take_problems() {
    invariant(!bool(*this), "problems of a good result");
    return std::move(std::get<Problems>(state_));
  }

 private:
  std::variant<T, Problems> state_;
};

using Done = Result<Nothing>;
inline Done done() { return Nothing{}; }

}  // namespace jauap

// `auto x = TRY(f());` takes the value or hands the problems to the caller. The one macro of the house.
#define TRY(expression)                                             \
  (__extension__({                                                  \
    auto try_result_ = (expression);                                \
    if (!try_result_) return ::jauap::Problems(try_result_.take_problems()); \
    try_result_.take();                                             \
  }))
