// Pictures taken apart and made anew with libvips: upright, in sRGB, as JPEG, without anything that was not pixels.
// Only the cleaning process uses this, inside the sandbox.
//
// libvips brings a hundred libraries, so the program is not linked with it: it is opened at run time, here, by the
// process that needs it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "platform/files/kind.h"

namespace jauap::files {

struct Picture {
  std::string jpeg;
  int width = 0, height = 0;
};

enum class Fault { unreadable, too_many_pixels };

struct Remade {
  bool good = false;
  Fault fault = Fault::unreadable;  // when not good
  Picture whole;                    // at most whole_side_max a side
  Picture small;                    // at most small_side_max a side
};

inline constexpr std::int64_t pixels_max =
    40'000'000;  // of the original, said by its header before anything is decoded
inline constexpr int whole_side_max = 4096, small_side_max = 640;
inline constexpr int jpeg_quality = 82;

class ImageLibrary {
 public:
  // Opens libvips and makes everything ready that would need a file later. nullptr when the library is not there.
  static std::unique_ptr<ImageLibrary> open();
  ~ImageLibrary();
  Remade remake(Kind kind, std::string_view bytes) const;

 private:
  ImageLibrary() = default;
  struct Calls;
  std::unique_ptr<Calls> calls_;
};

}  // namespace jauap::files
