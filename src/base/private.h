// Personal and case content (classes D2 to D6). There is no formatter, no comparison and no conversion:
// a private value in a log line, a public view or a format string does not compile. To read one, hand in
// proof of the right to: a `Permit` made by the authorisation function, or a `CarriesOnly` mark of the
// few places that move a value without looking at it (stores, sealing, the author's own mail).
#pragma once

#include <utility>

namespace jauap {

class Permit;       // platform/auth: can be made only by authorise()
class CarriesOnly;  // below

template <class T>
class Private {
 public:
  Private() = default;
  explicit Private(T value) : value_(std::move(value)) {}

  const T& open(const Permit&) const { return value_; }
  const T& open(const CarriesOnly&) const { return value_; }

 private:
  T value_{};
};

// The greppable mark of code that carries private values through without showing them to anyone.
class CarriesOnly {
 public:
  explicit constexpr CarriesOnly(const char* /*where and why*/) {}
};

}  // namespace jauap
