// Tries the look at a file's first and last bytes: a PDF with anything behind its end is none, and a cut never makes a
// picture of another kind.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "platform/files/kind.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace files = jauap::files;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const auto kind = files::kind_of(bytes);
  if (kind == files::Kind::pdf && files::kind_of(bytes + "PK")) std::abort();
  if (kind && files::is_image(*kind) && files::kind_of(bytes + "PK") != kind) std::abort();
  if (kind && files::kind_of_type(files::media_type(*kind)) != kind) std::abort();
  for (const std::size_t length : {std::size_t(3), std::size_t(12), std::size_t(16), size / 2}) {
    const auto shorter = files::kind_of(std::string_view(bytes).substr(0, length));
    if (shorter && shorter != files::Kind::pdf && kind != shorter) std::abort();
  }
  return 0;
}
