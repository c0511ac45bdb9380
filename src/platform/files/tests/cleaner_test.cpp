#include "platform/files/cleaner.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <future>
#include <thread>

#include "platform/files/sandbox.h"
#include "platform/files/tests/pictures.h"

namespace jauap::files {
namespace {

// This test program is its own child: called with one of these words it does that deed inside the sandbox and ends with
// the error number it got, 0 when it was let.
int outcome(long result) {
  return result < 0 ? errno : 0;
}

int deed(std::string_view name) {
  if (name == "answer") return ::write(1, "done", 4) == 4 ? 0 : 1;
  if (name == "socket") return outcome(::socket(AF_INET, SOCK_STREAM, 0));
  if (name == "open") return outcome(::open("/etc/passwd", O_RDONLY));
  if (name == "look") {
    struct stat found {};
    return outcome(::stat("/etc/passwd", &found));
  }
  if (name == "make") return outcome(::open("/tmp/jauap-sandbox-test", O_WRONLY | O_CREAT, 0600));
  if (name == "fork") return outcome(::fork());
  if (name == "program") return outcome(::execl("/bin/true", "true", nullptr));
  if (name == "code")
    return outcome(
        reinterpret_cast<long>(::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)));
  if (name == "kill") return outcome(::kill(::getppid(), 0));
  if (name == "thread") {
    std::thread([] {}).join();
    return 0;
  }
  if (name == "memory") {
    void* const much = std::malloc(std::size_t(600) << 20);
    return much ? 0 : errno;
  }
  if (name == "spin")
    for (;;) asm volatile("");
  if (name == "sleep")
    for (;;) ::usleep(1'000'000);
  if (name == "flood")
    for (char bytes[65536] = {};;)
      if (::write(1, bytes, sizeof bytes) < 0) return 1;
  if (name == "die") __builtin_trap();
  return 99;
}

// The same deed by a thread that was there before the sandbox.
int deed_of_an_earlier_thread() {
  std::promise<void> inside;
  int result = 98;
  std::thread earlier([&] {
    inside.get_future().wait();
    result = deed("open");
  });
  enter_sandbox();
  inside.set_value();
  earlier.join();
  return result;
}

__attribute__((constructor)) void be_the_child(int count, char** words, char**) {
  if (count == 3 && std::strcmp(words[1], "clean-file") == 0) run_cleaner(words[2]);
  if (count == 3 && std::strcmp(words[1], "draw") == 0) {
    const auto picture = pictures::drawn(words[2]);
    for (std::string_view left = picture; !left.empty();)
      left.remove_prefix(std::size_t(std::max<ssize_t>(0, ::write(1, left.data(), left.size()))));
    ::_exit(0);
  }
  if (count != 3 || std::strcmp(words[1], "sandbox") != 0) return;
  die_with_parent();
  if (std::strcmp(words[2], "earlier thread") == 0) ::_exit(deed_of_an_earlier_thread());
  enter_sandbox({.cpu_seconds = 1});
  ::_exit(deed(words[2]));
}

ChildEnd in_sandbox(const char* what, int seconds = 30) {
  return run_child(
      {.program = "/proc/self/exe", .arguments = {"sandbox", what}, .output_max = 1 << 20, .seconds_max = seconds}, "");
}

Cleaned cleaned(Kind kind, const std::string& bytes) {
  return clean(cleaner(), kind, bytes);
}

bool holds(const std::string& bytes, std::string_view part) {
  return bytes.find(part) != std::string::npos;
}

}  // namespace

TEST(Sandbox, lets_a_process_compute_answer_and_start_threads) {
  EXPECT_EQ(in_sandbox("answer").output, "done");
#if !defined(__SANITIZE_ADDRESS__)  // the sanitizer looks at a thread's object by means that the sandbox refuses
  EXPECT_EQ(in_sandbox("thread").code, 0);
#endif
}

TEST(Sandbox, refuses_network_files_processes_and_code) {
  for (const auto* what : {"socket", "open", "look", "make", "fork", "program", "code", "kill"}) {
    const auto end = in_sandbox(what);
    EXPECT_EQ(end.how, ChildEnd::How::ended) << what;
    EXPECT_EQ(end.code, EPERM) << what;
  }
}

TEST(Sandbox, holds_threads_too_that_were_there_before) {
  EXPECT_EQ(in_sandbox("earlier thread").code, EPERM);
}

#if !defined(__SANITIZE_ADDRESS__)
TEST(Sandbox, gives_no_more_than_its_memory) {
  EXPECT_EQ(in_sandbox("memory").code, ENOMEM);
}
#endif

TEST(Sandbox, ends_who_computes_too_long) {
  const auto end = in_sandbox("spin");
  EXPECT_EQ(end.how, ChildEnd::How::killed);
  EXPECT_TRUE(end.code == SIGXCPU || end.code == SIGKILL) << end.code;
}

TEST(Children, that_sleep_flood_or_fall_are_ended_and_told_apart) {
  EXPECT_EQ(in_sandbox("sleep", 1).code, SIGKILL);
  EXPECT_EQ(in_sandbox("flood").code, SIGKILL);
  EXPECT_EQ(in_sandbox("die").how, ChildEnd::How::killed);
  EXPECT_EQ(run_child({.program = "/no/such/program"}, "").how, ChildEnd::How::not_started);
  EXPECT_EQ(run_child({.program = "/bin/true"}, std::string(8 << 20, 'x')).code, 0)
      << "a child that does not read is no fault";
}

TEST(Cleaning, takes_the_place_the_words_and_the_tilt_out_of_a_photo) {
  const auto photo = pictures::with_exif(pictures::made(80, 60, ".jpg"));
  ASSERT_TRUE(holds(photo, pictures::latitude));
  const auto result = cleaned(Kind::jpeg, photo);
  ASSERT_EQ(result.outcome, Cleaned::Outcome::good);
  for (const auto& bytes : {result.whole.jpeg, result.small.jpeg}) {
    EXPECT_FALSE(holds(bytes, "Exif"));
    EXPECT_FALSE(holds(bytes, pictures::description));
    EXPECT_FALSE(holds(bytes, pictures::latitude));
  }
  EXPECT_EQ(result.whole.width, 60) << "turned upright";
  EXPECT_EQ(result.whole.height, 80);
}

TEST(Cleaning, makes_a_jpeg_and_a_small_one_of_each_kind) {
  const std::pair<Kind, const char*> kinds[] = {
      {Kind::jpeg, ".jpg"}, {Kind::png, ".png"}, {Kind::webp, ".webp"}, {Kind::heic, ".heic"}};
  for (const auto& [kind, suffix] : kinds) {
    const auto bytes = pictures::made(1280, 960, suffix);
    ASSERT_EQ(kind_of(bytes), kind) << suffix;
    const auto result = cleaned(kind, bytes);
    ASSERT_EQ(result.outcome, Cleaned::Outcome::good) << suffix;
    EXPECT_EQ(result.whole.width, 1280) << suffix;
    EXPECT_EQ(result.small.width, 640) << suffix;
    EXPECT_EQ(result.small.height, 480) << suffix;
    EXPECT_LT(result.small.jpeg.size(), result.whole.jpeg.size());
  }
}

TEST(Cleaning, puts_what_is_transparent_on_white) {
  const auto result = cleaned(Kind::png, pictures::made(64, 64, ".png", 4));
  EXPECT_EQ(result.outcome, Cleaned::Outcome::good);
}

TEST(Cleaning, brings_a_very_large_picture_down_to_what_is_kept) {
  const auto result = cleaned(Kind::jpeg, pictures::made(6000, 3000, ".jpg"));
  ASSERT_EQ(result.outcome, Cleaned::Outcome::good);
  EXPECT_EQ(result.whole.width, 4096);
  EXPECT_EQ(result.whole.height, 2048);
}

// WebP is held whole while it is read.
TEST(Cleaning, has_room_for_the_twelve_megapixels_of_a_phone) {
  const auto result = cleaned(Kind::webp, pictures::made(4000, 3000, ".webp"));
  ASSERT_EQ(result.outcome, Cleaned::Outcome::good);
  EXPECT_EQ(result.whole.width, 4000);
}

TEST(Cleaning, cuts_the_tail_off_two_files_in_one) {
  const std::string archive("PK\x03\x04 archive of many things"), page = "<html><script>alert(1)</script></html>";
  const auto photo = pictures::made(64, 64, ".jpg");
  for (const auto& tail : {archive, page, pictures::pdf()}) {
    const auto result = cleaned(Kind::jpeg, photo + tail);
    ASSERT_EQ(result.outcome, Cleaned::Outcome::good);
    EXPECT_FALSE(holds(result.whole.jpeg, tail));
  }
  const auto inside = photo.substr(0, 2) + "\xff\xfe" + pictures::big_endian(std::uint32_t(page.size() + 2), 2) + page +
                      photo.substr(2);
  const auto result = cleaned(Kind::jpeg, inside);
  ASSERT_EQ(result.outcome, Cleaned::Outcome::good);
  EXPECT_FALSE(holds(result.whole.jpeg, page)) << "a comment inside goes too";
}

TEST(Cleaning, refuses_a_picture_of_too_many_pixels_by_its_header) {
  EXPECT_EQ(cleaned(Kind::png, pictures::png_bomb(50'000, 50'000)).outcome, Cleaned::Outcome::too_many_pixels);
  EXPECT_EQ(cleaned(Kind::png, pictures::png_bomb(40'001, 1'000)).outcome, Cleaned::Outcome::too_many_pixels);
}

TEST(Cleaning, refuses_what_is_cut_off_empty_or_something_else) {
  const auto photo = pictures::made(640, 480, ".jpg"), drawing = pictures::made(640, 480, ".png");
  for (const auto& [kind, bytes] : {std::pair{Kind::jpeg, photo.substr(0, photo.size() / 2)},
                                    {Kind::png, drawing.substr(0, drawing.size() / 2)},
                                    {Kind::jpeg, photo.substr(0, 40)},
                                    {Kind::jpeg, std::string()},
                                    {Kind::jpeg, drawing},
                                    {Kind::png, std::string("<svg xmlns='http://www.w3.org/2000/svg'/>")},
                                    {Kind::heic, photo},
                                    {Kind::webp, photo}})
    EXPECT_EQ(cleaned(kind, bytes).outcome, Cleaned::Outcome::unreadable) << media_type(kind) << " " << bytes.size();
}

TEST(Cleaning, says_that_a_picture_was_too_heavy_when_its_process_was_killed) {
  const Child killed{.program = "/bin/sh", .arguments = {"-c", "kill -9 $$"}};
  EXPECT_EQ(clean(killed, Kind::jpeg, "x").outcome, Cleaned::Outcome::too_heavy);
  EXPECT_EQ(clean({.program = "/no/such/program"}, Kind::jpeg, "x").outcome, Cleaned::Outcome::unavailable);
}

TEST(Cleaning, believes_nothing_that_a_taken_over_process_says) {
  for (const auto* lie :
       {"", "whole 1 1 4\nGIF8", "whole 99999 1 4\n\xff\xd8\xff\xe0", "whole 1 1 400\n\xff\xd8\xff\xe0",
        "whole 1 1 3\n\xff\xd8\xffsmall 1 1 3\n\xff\xd8\xff<html>", "whole -1 1 3\n\xff\xd8\xff"}) {
    const Child liar{.program = "/bin/sh", .arguments = {"-c", std::string("printf '%s' '") + lie + "'"}};
    EXPECT_EQ(clean(liar, Kind::jpeg, "x").outcome, Cleaned::Outcome::too_heavy) << lie;
  }
  const Child honest{.program = "/bin/sh",
                     .arguments = {"-c", "printf '%s' 'whole 1 1 3\n\xff\xd8\xffsmall 1 1 3\n\xff\xd8\xff'"}};
  EXPECT_EQ(clean(honest, Kind::jpeg, "x").outcome, Cleaned::Outcome::good)
      << "and the same form without a lie is taken";
}

}  // namespace jauap::files
