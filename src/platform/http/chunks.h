// A chunked body, RFC 9112 section 7.1. Our own, because Beast 1.81 reads a quoted extension beyond the end of its line
// and counts a chunk against the limit each time it looks at it: what it says depends on how the network cut the bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace jauap::http {

class Chunks {
 public:
  explicit Chunks(std::size_t body_bytes_max) : bytes_left_(body_bytes_max) {}

  // Takes from the front of `bytes` what belongs to the body, appends the data to `body` and returns how much was
  // taken. Stops at the end and at the first fault.
  std::size_t take(std::string_view bytes, std::string& body);

  bool is_done() const { return state_ == State::done; }
  int fault() const { return fault_; }  // 0, or the status to refuse with

 private:
  // In the order in which they come: a size line, its data, a size line of 0, trailers, an empty line.
  enum class State {
    first_digit,
    size,
    extension,
    size_lf,
    data,
    data_cr,
    data_lf,
    line_start,
    trailer_name,
    trailer_value,
    trailer_lf,
    last_lf,
    done
  };

  void take_byte(char byte);
  void take_digit(char byte);
  void end_size_line();
  void take_name(char byte);
  void take_ignored(char byte, State at_cr);
  void refuse(int status) { fault_ = status; }
  void expect(char byte, char wanted, State next);

  State state_ = State::first_digit;
  int fault_ = 0;
  std::uint64_t size_ = 0;  // of the chunk; what is missing of its data
  std::size_t digits_ = 0;
  std::size_t bytes_left_;         // that the body may still grow by
  std::size_t ignored_bytes_ = 0;  // extensions and trailers
};

}  // namespace jauap::http
