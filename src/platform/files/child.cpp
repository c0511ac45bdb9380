#include "platform/files/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/clock.h"
#include "base/descriptor.h"

extern "C" {  // glibc 2.36 forgot to say so itself
#include <sys/pidfd.h>
}

namespace jauap::files {
namespace {

// Sockets instead of pipes: a send to a child that has gone is an error code, not a signal.
struct Pair {
  bool open() {
    int both[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both) != 0) return false;
    ours = Descriptor(both[0]);
    theirs = Descriptor(both[1]);
    return true;
  }
  Descriptor ours, theirs;
};

// The calls of posix_spawn that describe the child; 0 or an error number.
class Plan {
 public:
  Plan() {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
  }
  ~Plan() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  Plan(const Plan&) = delete;

  pid_t start(const Child& child, int in, int out) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawn_file_actions_adddup2(&actions_, in, 0);
    posix_spawn_file_actions_adddup2(&actions_, out, 1);
    posix_spawn_file_actions_addopen(&actions_, 2, "/dev/null", O_WRONLY, 0);
    std::vector<char*> words{const_cast<char*>(child.program.c_str())}, environment;
    for (const auto& argument : child.arguments) words.push_back(const_cast<char*>(argument.c_str()));
    for (const auto& variable : child.environment) environment.push_back(const_cast<char*>(variable.c_str()));
    words.push_back(nullptr);
    environment.push_back(nullptr);
    pid_t pid = -1;
    return posix_spawn(&pid, child.program.c_str(), &actions_, &attributes_, words.data(), environment.data()) == 0
               ? pid
               : -1;
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

bool would_block() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

// Milliseconds until `deadline`, 0 when it has passed.
int left_ms(std::int64_t deadline) {
  return int(std::max<std::int64_t>(0, (deadline - monotonic_ns()) / 1'000'000));
}

// Feeds and empties the child until it closes its output. False: it must be killed.
bool converse(Descriptor& in, const Descriptor& out, std::string_view input, const Child& child, std::int64_t deadline,
              std::string& output) {
  char bytes[65536];
  for (;;) {
    if (input.empty()) in.close();
    pollfd waits[] = {{out.get(), POLLIN, 0}, {in.get(), POLLOUT, 0}};  // a closed one is -1: ignored
    const auto left = left_ms(deadline);
    if (left == 0) return false;
    if (poll(waits, 2, left) < 0 && errno != EINTR) return false;
    if (waits[1].revents != 0) {
      const auto sent = ::send(in.get(), input.data(), input.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent > 0) input.remove_prefix(std::size_t(sent));
      if (sent < 0 && !would_block()) input = {};  // it reads no more; what it says is heard to the end
    }
    if (waits[0].revents != 0) {
      const auto got = ::recv(out.get(), bytes, sizeof bytes, MSG_DONTWAIT);
      if (got == 0) return true;
      if (got < 0 && !would_block()) return true;
      if (got > 0) output.append(bytes, std::size_t(got));
      if (output.size() > child.output_max) return false;
    }
  }
}

// True when the child has ended before the deadline.
bool ends(pid_t pid, std::int64_t deadline) {
  const Descriptor watched(pidfd_open(pid, 0));
  pollfd wait{watched.get(), POLLIN, 0};
  while (const auto left = left_ms(deadline)) {
    const auto ready = poll(&wait, 1, left);
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
  return false;
}

}  // namespace

ChildEnd run_child(const Child& child, std::string_view input) {
  Pair in, out;
  if (!in.open() || !out.open()) return {};
  const auto pid = Plan().start(child, in.theirs.get(), out.theirs.get());
  if (pid < 0) return {};
  in.theirs.close();
  out.theirs.close();
  ChildEnd end;
  const auto deadline = monotonic_ns() + std::int64_t(child.seconds_max) * 1'000'000'000;
  if (!converse(in.ours, out.ours, input, child, deadline, end.output) || !ends(pid, deadline)) ::kill(pid, SIGKILL);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
  end.how = WIFEXITED(status) ? ChildEnd::How::ended : ChildEnd::How::killed;
  end.code = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
  return end;
}

void die_with_parent() {
  const auto parent = getppid();
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (getppid() != parent) _exit(1);  // it went in between
}

}  // namespace jauap::files
