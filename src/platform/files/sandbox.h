// What a process gives up before it looks at foreign bytes. Nobody gets it back.
#pragma once

#include <cstddef>

namespace jauap::files {

struct SandboxLimits {
  std::size_t memory_bytes = 512u << 20;  // address space beside the program; not with the address sanitizer, which needs terabytes
  unsigned cpu_seconds = 10;
};

// From here on the process can compute, take memory, start threads, read and write what is already open, and end. It
// cannot open or look at a file, make a socket or a process, map code, or get rights: such calls fail with EPERM.
// Standard input, output and error are all that stay open. Throws std::runtime_error when the kernel does not agree.
void enter_sandbox(const SandboxLimits& limits = {});

}  // namespace jauap::files
