#include "platform/files/cleaner.h"

#include <malloc.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <exception>

#include "platform/files/limits.h"
#include "platform/files/sandbox.h"

namespace jauap::files {
namespace {

// What the process says with its exit code. The picture follows on standard output when it is `good`:
//   "whole <width> <height> <bytes>\n" bytes "small <width> <height> <bytes>\n" bytes
enum Exit { good = 0, unreadable = 10, too_many_pixels = 11, unavailable = 12 };

std::string read_everything() {
  std::string all;
  char bytes[65536];
  for (;;) {
    const auto got = ::read(STDIN_FILENO, bytes, sizeof bytes);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 || all.size() > file_bytes_max) return all;
    all.append(bytes, std::size_t(got));
  }
}

bool write_everything(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto put = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes.remove_prefix(std::size_t(put));
  }
  return true;
}

bool write_picture(std::string_view name, const Picture& picture) {
  return write_everything(std::string(name) + " " + std::to_string(picture.width) + " " +
                          std::to_string(picture.height) + " " + std::to_string(picture.jpeg.size()) + "\n") &&
         write_everything(picture.jpeg);
}

int clean_here(std::string_view type) {
  die_with_parent();
  mallopt(M_ARENA_MAX, 1);  // glibc's arenas reserve address space by the thread
  const auto kind = kind_of_type(type);
  const auto images = ImageLibrary::open();
  if (!images) return unavailable;
  if (!kind || !is_image(*kind)) return unreadable;
  enter_sandbox();
  const auto remade = images->remake(*kind, read_everything());
  if (!remade.good) return remade.fault == Fault::too_many_pixels ? too_many_pixels : unreadable;
  return write_picture("whole", remade.whole) && write_picture("small", remade.small) ? good : unavailable;
}

// Reads what the process wrote as if an enemy had written it: sizes within bounds, a JPEG and nothing else.
class Answer {
 public:
  explicit Answer(std::string_view left) : left_(left) {}
  bool at_end() const { return left_.empty(); }

  bool take(std::string_view name, int side_max, Picture& picture) {
    if (!left_.starts_with(name)) return false;
    left_.remove_prefix(name.size());
    std::size_t bytes = 0;
    if (!number(' ', picture.width) || !number(' ', picture.height) || !number(' ', bytes) || !left_.starts_with('\n'))
      return false;
    left_.remove_prefix(1);
    const auto fits = [&](int side) { return side > 0 && side <= side_max; };
    if (!fits(picture.width) || !fits(picture.height) || bytes > left_.size()) return false;
    picture.jpeg = left_.substr(0, bytes);
    left_.remove_prefix(bytes);
    return kind_of(picture.jpeg) == Kind::jpeg;
  }

 private:
  template <class Number>
  bool number(char before, Number& value) {
    if (!left_.starts_with(before)) return false;
    const auto [end, error] = std::from_chars(left_.data() + 1, left_.data() + left_.size(), value);
    if (error != std::errc()) return false;
    left_.remove_prefix(std::size_t(end - left_.data()));
    return true;
  }
  std::string_view left_;
};

}  // namespace

Child cleaner() {
  // jemalloc as the program has it keeps address space for later, of which the sandbox has little.
  return {.program = "/proc/self/exe",
          .arguments = {"clean-file"},
          .environment = {"MALLOC_CONF=retain:false,narenas:1,dirty_decay_ms:0,muzzy_decay_ms:0"}};
}

Cleaned clean(const Child& cleaner, Kind kind, std::string_view bytes) {
  using Outcome = Cleaned::Outcome;
  auto child = cleaner;
  child.arguments.emplace_back(media_type(kind));
  const auto end = run_child(child, bytes);
  if (end.how == ChildEnd::How::not_started) return {Outcome::unavailable};
  if (end.how == ChildEnd::How::killed) return {Outcome::too_heavy};
  switch (end.code) {
    case good:
      break;
    case unreadable:
      return {Outcome::unreadable};
    case too_many_pixels:
      return {Outcome::too_many_pixels};
    case unavailable:
      return {Outcome::unavailable};
    default:
      return {Outcome::too_heavy};
  }
  Cleaned cleaned{Outcome::good};
  Answer answer(end.output);
  if (!answer.take("whole", whole_side_max, cleaned.whole) || !answer.take("small", small_side_max, cleaned.small) ||
      !answer.at_end())
    return {Outcome::too_heavy};
  return cleaned;
}

void run_cleaner(std::string_view type) {
  int code = unavailable;
  try {
    code = clean_here(type);
  } catch (const std::bad_alloc&) {
    code = too_many_pixels;
  } catch (const std::exception&) {
    code = unavailable;
  }
  ::_exit(code);  // no destructors: a damaged process has nothing to tidy
}

}  // namespace jauap::files
