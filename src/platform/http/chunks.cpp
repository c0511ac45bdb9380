#include "platform/http/chunks.h"

#include <algorithm>

#include "platform/http/head.h"

namespace jauap::http {
namespace {

// Extensions and trailers carry nothing for us: this much of them in one body is put up with.
constexpr std::size_t ignored_bytes_max = 8 * 1024;
constexpr std::size_t digits_max = 16;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_control(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}

}  // namespace

std::size_t Chunks::take(std::string_view bytes, std::string& body) {
  std::size_t used = 0;
  while (used < bytes.size() && fault_ == 0 && state_ != State::done) {
    if (state_ != State::data) {
      take_byte(bytes[used++]);
      continue;
    }
    const auto count = std::size_t(std::min<std::uint64_t>(size_, bytes.size() - used));
    body.append(bytes.substr(used, count));
    used += count;
    size_ -= count;
    if (size_ == 0) state_ = State::data_cr;
  }
  return used;
}

void Chunks::take_byte(char byte) {
  switch (state_) {
    case State::first_digit:
    case State::size:
      return take_digit(byte);
    case State::extension:
      return take_ignored(byte, State::size_lf);
    case State::size_lf:
      return byte == '\n' ? end_size_line() : refuse(400);
    case State::data_cr:
      return expect(byte, '\r', State::data_lf);
    case State::data_lf:
      return expect(byte, '\n', State::first_digit);
    case State::line_start:
      return byte == '\r' ? void(state_ = State::last_lf) : take_name(byte);
    case State::trailer_name:
      return byte == ':' ? void(state_ = State::trailer_value) : take_name(byte);
    case State::trailer_value:
      return take_ignored(byte, State::trailer_lf);
    case State::trailer_lf:
      return expect(byte, '\n', State::line_start);
    case State::last_lf:
      return expect(byte, '\n', State::done);
    case State::data:
    case State::done:
      return;
  }
}

void Chunks::take_digit(char byte) {
  const int digit = hex_digit(byte);
  if (digit >= 0) {
    if (++digits_ > digits_max) return refuse(400);
    size_ = size_ * 16 + std::uint64_t(digit);
    state_ = State::size;
    return;
  }
  if (state_ == State::first_digit) return refuse(400);
  if (byte == ';')
    state_ = State::extension;
  else
    expect(byte, '\r', State::size_lf);
}

void Chunks::end_size_line() {
  if (size_ > bytes_left_) return refuse(413);
  bytes_left_ -= std::size_t(size_);
  digits_ = 0;
  state_ = size_ == 0 ? State::line_start : State::data;
}

void Chunks::take_name(char byte) {
  state_ = State::trailer_name;
  if (is_token_character(byte))
    take_ignored(byte, State::trailer_lf);
  else
    refuse(400);
}

void Chunks::take_ignored(char byte, State at_cr) {
  if (byte == '\r') {
    state_ = at_cr;
    return;
  }
  if (is_control(byte) || ++ignored_bytes_ > ignored_bytes_max) refuse(400);
}

void Chunks::expect(char byte, char wanted, State next) {
  if (byte == wanted)
    state_ = next;
  else
    refuse(400);
}

}  // namespace jauap::http
