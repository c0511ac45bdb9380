// Pictures for tests: photos with a place in them, bombs, chimeras. libvips draws them in a child, as in the program:
// the test process stays without its hundred libraries.
#pragma once

#include <dlfcn.h>
#include <vips/vips.h>

#include <cstdint>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>

#include "platform/files/child.h"

namespace jauap::files::pictures {

template <class Call>
Call vips_call(const char* name) {
  static void* const library = dlopen("libvips.so.42", RTLD_NOW | RTLD_LOCAL);
  auto* const call = library ? dlsym(library, name) : nullptr;
  if (!call) throw std::runtime_error(std::string("libvips has no ") + name);
  return reinterpret_cast<Call>(call);
}

// The child's half. `what` is "width height bands .format".
inline std::string drawn(const std::string& what) {
  if (vips_call<decltype(&::vips_init)>("vips_init")("test") != 0) throw std::runtime_error("libvips does not start");
  std::istringstream words(what);
  int width = 0, height = 0, bands = 0;
  std::string format;
  words >> width >> height >> bands >> format;
  VipsImage *plane = nullptr, *bytes = nullptr, *joined = nullptr, *coloured = nullptr;
  vips_call<decltype(&::vips_gaussnoise)>("vips_gaussnoise")(&plane, width, height, "mean", 128.0, "sigma", 20.0,
                                                             "seed", 7, nullptr);
  vips_call<decltype(&::vips_cast)>("vips_cast")(plane, &bytes, VIPS_FORMAT_UCHAR, nullptr);
  VipsImage* planes[] = {bytes, bytes, bytes, bytes};
  vips_call<decltype(&::vips_bandjoin)>("vips_bandjoin")(planes, &joined, bands, nullptr);
  vips_call<decltype(&::vips_copy)>("vips_copy")(joined, &coloured, "interpretation", VIPS_INTERPRETATION_sRGB,
                                                 nullptr);
  void* encoded = nullptr;
  std::size_t size = 0;
  if (vips_call<decltype(&::vips_image_write_to_buffer)>("vips_image_write_to_buffer")(coloured, format.c_str(),
                                                                                       &encoded, &size, nullptr) != 0)
    throw std::runtime_error("cannot make " + format);
  return {static_cast<const char*>(encoded), size};
}

// Noise, which no encoder makes small; `bands` 4 has transparency. `format` is ".jpg", ".png", ".webp", ".heic".
inline std::string made(int width, int height, const std::string& format, int bands = 3) {
  static std::map<std::string, std::string> drawn_before;
  const auto what = std::to_string(width) + " " + std::to_string(height) + " " + std::to_string(bands) + " " + format;
  auto& picture = drawn_before[what];
  if (picture.empty()) picture = run_child({.program = "/proc/self/exe", .arguments = {"draw", what}}, "").output;
  if (picture.empty()) throw std::runtime_error("no picture " + what);
  return picture;
}

inline std::string big_endian(std::uint32_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) text.push_back(char(value >> shift));
  return text;
}

// Exif as phones write it: lying on its side (orientation 6), a description, and where it was taken.
inline const std::string description = "Aigerim's phone, flat 12";
inline const std::string latitude = big_endian(43, 4) + big_endian(1, 4) + big_endian(15, 4) + big_endian(1, 4) +
                                    big_endian(2234, 4) + big_endian(100, 4);
inline std::string with_exif(const std::string& jpeg) {
  const auto entry = [](int tag, int type, std::uint32_t count, const std::string& value) {
    return big_endian(std::uint32_t(tag), 2) + big_endian(std::uint32_t(type), 2) + big_endian(count, 4) + value;
  };
  const auto text_size = std::uint32_t(description.size() + 1);
  const std::uint32_t first = 8, gps = first + 2 + 3 * 12 + 4, text_at = gps + 2 + 2 * 12 + 4,
                      latitude_at = text_at + text_size;
  const std::string tiff = std::string("MM\0*", 4) + big_endian(first, 4) +  //
                           big_endian(3, 2) + entry(0x010e, 2, text_size, big_endian(text_at, 4)) +
                           entry(0x0112, 3, 1, big_endian(6, 2) + big_endian(0, 2)) +
                           entry(0x8825, 4, 1, big_endian(gps, 4)) + big_endian(0, 4) +  //
                           big_endian(2, 2) + entry(1, 2, 2, std::string("N\0\0\0", 4)) +
                           entry(2, 5, 3, big_endian(latitude_at, 4)) + big_endian(0, 4) + description +
                           std::string(1, '\0') + latitude;
  const std::string body = std::string("Exif\0\0", 6) + tiff;
  return jpeg.substr(0, 2) + "\xff\xe1" + big_endian(std::uint32_t(body.size() + 2), 2) + body + jpeg.substr(2);
}

// The header of a PNG of this size, right to its check sum, with next to nothing behind it.
inline std::string png_bomb(std::uint32_t width, std::uint32_t height) {
  const auto chunk = [](const std::string& type, const std::string& content) {
    std::uint32_t crc = 0xffffffffu;
    for (const char c : type + content) {
      crc ^= static_cast<std::uint8_t>(c);
      for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) ? 0xedb88320u : 0);
    }
    return big_endian(std::uint32_t(content.size()), 4) + type + content + big_endian(~crc, 4);
  };
  const std::string nothing = std::string("\x78\x9c\x03\x00\x00\x00\x00\x01", 8);
  return "\x89PNG\r\n\x1a\n" +
         chunk("IHDR", big_endian(width, 4) + big_endian(height, 4) + std::string("\x08\x02\x00\x00\x00", 5)) +
         chunk("IDAT", nothing) + chunk("IEND", "");
}

inline std::string pdf(const std::string& tail = "") {
  return "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n" + tail;
}

}  // namespace jauap::files::pictures
