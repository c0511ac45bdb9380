#include "platform/files/sandbox.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace jauap::files {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
constexpr bool sanitized = __has_feature(address_sanitizer);
#else
constexpr bool sanitized = false;
#endif

void must(bool good, const char* what) {
  if (!good) throw std::runtime_error(std::string("sandbox: ") + what);
}

void limit(int resource, rlim_t most, const char* what) {
  const rlimit both{most, most};
  must(setrlimit(static_cast<__rlimit_resource>(resource), &both) == 0, what);
}

// Address space that the program and its libraries fill before any foreign byte was read.
std::size_t mapped_bytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t pages = 0;
  must(bool(file >> pages), "statm");
  return pages * std::size_t(::sysconf(_SC_PAGESIZE));
}

void set_limits(const SandboxLimits& limits) {
  if (!sanitized) limit(RLIMIT_AS, mapped_bytes() + limits.memory_bytes, "memory");
  limit(RLIMIT_CPU, limits.cpu_seconds, "processor time");
  limit(RLIMIT_FSIZE, 0, "file size");
  limit(RLIMIT_CORE, 0, "core");
  limit(RLIMIT_NOFILE, 3, "open files");
}

// Calls whatever their arguments. All work on memory, on threads of this process or on what is open.
constexpr int free_calls[] = {
    SCMP_SYS(read),          SCMP_SYS(write),           SCMP_SYS(brk),
    SCMP_SYS(munmap),        SCMP_SYS(mremap),          SCMP_SYS(madvise),
    SCMP_SYS(futex),         SCMP_SYS(set_robust_list), SCMP_SYS(rseq),
    SCMP_SYS(sched_yield),   SCMP_SYS(gettid),          SCMP_SYS(getpid),
    SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),     SCMP_SYS(getrandom),       SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sysinfo),       SCMP_SYS(getrusage),       SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),  SCMP_SYS(sigaltstack),     SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),          SCMP_SYS(exit_group),
};

void filter_calls() {
  const std::unique_ptr<void, decltype(&seccomp_release)> filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)), &seccomp_release);
  must(filter != nullptr, "filter");
  must(seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1) == 0,
       "threads");  // those that a library has started too
  const auto add = [&](auto... rule) { must(seccomp_rule_add(filter.get(), rule...) == 0, "rule"); };
  for (const int call : free_calls) add(SCMP_ACT_ALLOW, call, 0u);
  // Memory, but never code.
  add(SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1u, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  add(SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1u, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  // Threads, but no processes. clone3 hides its flags from a filter; without it the C library falls back to clone.
  add(SCMP_ACT_ALLOW, SCMP_SYS(clone), 1u, SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
  add(SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0u);
  add(SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1u, SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
  // Limits may be asked, not set.
  add(SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1u, SCMP_A2(SCMP_CMP_EQ, 0));
  must(seccomp_load(filter.get()) == 0, "the kernel refuses the filter");
}

}  // namespace

void enter_sandbox(const SandboxLimits& limits) {
  must(close_range(3, ~0u, 0) == 0, "open files cannot be closed");
  must(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0, "dumpable");
  set_limits(limits);
  filter_calls();  // libseccomp gives up new privileges first
}

}  // namespace jauap::files
