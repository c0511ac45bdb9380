// A child process that gets bytes on its standard input and gives bytes on its standard output, and whose end, however
// bad, is a value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jauap::files {

struct Child {
  std::string program;                        // path; "/proc/self/exe" is this program again
  std::vector<std::string> arguments;         // after the program's name
  std::vector<std::string> environment = {};  // "NAME=value"; nothing else
  std::size_t output_max = 64u << 20;         // a child that writes more is killed
  int seconds_max = 30;                       // on the wall; then it is killed
};

struct ChildEnd {
  enum class How {
    ended,        // by itself; see code
    killed,       // by a signal, ours included
    not_started,  // no such program, no memory, no processes left
  } how = How::not_started;
  int code = 0;        // exit code, or the signal
  std::string output;  // what it wrote, complete only when it ended with code 0
};

// Blocks the calling thread until the child is gone. The child gets no other environment, no open file of ours,
// default signals, and dies with this thread.
ChildEnd run_child(const Child& child, std::string_view input);

// To be called first in such a child: it is killed when its parent goes.
void die_with_parent();

}  // namespace jauap::files
