// The verifier as one static binary for any Linux, for those who would rather not run the operator's whole program. It reads
// files only: no network, no packs.
#include <iostream>

#include "platform/tlog/command.h"

int main(int count, char** values) {
  try {
    return jauap::tlog::run_verify({values + 1, values + count}, {}, std::cout, std::cerr);
  } catch (const std::exception& error) {
    std::cerr << "jauap verify: " << error.what() << "\n";
    return int(jauap::tlog::Exit::unreadable);
  }
}
