#include "platform/files/image.h"

#include <dlfcn.h>
#include <vips/vips.h>
// Needs vips.h before it.
#include <vips/vector.h>

namespace jauap::files {
namespace {

// A function found by name takes the type of the member that it initialises; the library's headers say which that is.
struct Found {
  void* address;
  template <class Call>
  operator Call() const {  // NOLINT
    return reinterpret_cast<Call>(address);
  }
};

}  // namespace

struct ImageLibrary::Calls {
  explicit Calls(void* opened) : library(opened) {}

  void* library;
  bool complete = true;  // false: a library of another age

  decltype(&::vips_init) init = find("vips_init");
  decltype(&::vips_concurrency_set) concurrency_set = find("vips_concurrency_set");
  decltype(&::vips_cache_set_max) cache_set_max = find("vips_cache_set_max");
  decltype(&::vips_vector_set_enabled) vector_set_enabled = find("vips_vector_set_enabled");
  decltype(&::vips_block_untrusted_set) block_untrusted_set = find("vips_block_untrusted_set");
  decltype(&::vips_source_new_from_memory) source_new_from_memory = find("vips_source_new_from_memory");
  decltype(&::vips_jpegload_source) jpegload_source = find("vips_jpegload_source");
  decltype(&::vips_pngload_source) pngload_source = find("vips_pngload_source");
  decltype(&::vips_webpload_source) webpload_source = find("vips_webpload_source");
  decltype(&::vips_heifload_source) heifload_source = find("vips_heifload_source");
  decltype(&::vips_image_get_width) width = find("vips_image_get_width");
  decltype(&::vips_image_get_height) height = find("vips_image_get_height");
  decltype(&::vips_thumbnail_image) thumbnail_image = find("vips_thumbnail_image");
  decltype(&::vips_image_copy_memory) copy_memory = find("vips_image_copy_memory");
  decltype(&::vips_array_double_new) array_double_new = find("vips_array_double_new");
  decltype(&::vips_area_unref) area_unref = find("vips_area_unref");
  decltype(&::vips_jpegsave_buffer) jpegsave_buffer = find("vips_jpegsave_buffer");
  decltype(&::g_object_unref) object_unref = find("g_object_unref");
  decltype(&::g_free) free_bytes = find("g_free");

  struct Unref {
    const Calls* calls;
    void operator()(void* object) const { calls->object_unref(object); }
  };
  using Image = std::unique_ptr<VipsImage, Unref>;
  Image owned(VipsImage* image) const { return Image(image, Unref{this}); }

  // Opens the header of a picture of this kind, never of another: the library is not asked to guess. Pixels come later,
  // line by line; a picture that ends early is a fault.
  Image header(Kind kind, VipsSource* source) const {
    VipsImage* image = nullptr;
    const auto failed = [&](auto load) {
      return load(source, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_TRUNCATED, nullptr) != 0;
    };
    switch (kind) {
      case Kind::jpeg:
        return owned(failed(jpegload_source) ? nullptr : image);
      case Kind::png:
        return owned(failed(pngload_source) ? nullptr : image);
      case Kind::webp:
        return owned(failed(webpload_source) ? nullptr : image);
      case Kind::heic:
        return owned(failed(heifload_source) ? nullptr : image);
      case Kind::pdf:
        break;
    }
    return owned(nullptr);
  }

  // Upright, in sRGB, at most `side` wide and high, in memory.
  Image fitted(VipsImage* from, int side) const {
    VipsImage* later = nullptr;
    if (thumbnail_image(from, &later, side, "height", side, "size", VIPS_SIZE_DOWN, "export_profile", "srgb",
                        nullptr) != 0)
      return owned(nullptr);
    const auto lazy = owned(later);
    return owned(copy_memory(later));
  }

  // What is transparent lies on white.
  bool write(VipsImage* image, Picture& picture) const {
    const double white[] = {255, 255, 255};
    auto* background = array_double_new(white, 3);
    void* bytes = nullptr;
    std::size_t size = 0;
    const bool failed = jpegsave_buffer(image, &bytes, &size, "Q", jpeg_quality, "optimize_coding", 1, "strip", 1,
                                        "background", background, nullptr) != 0;
    area_unref(reinterpret_cast<VipsArea*>(background));
    if (failed) return false;
    picture = {std::string(static_cast<const char*>(bytes), size), width(image), height(image)};
    free_bytes(bytes);
    return true;
  }

 private:
  Found find(const char* name) {
    auto* address = dlsym(library, name);
    complete = complete && address != nullptr;
    return {address};
  }
};

ImageLibrary::~ImageLibrary() = default;

std::unique_ptr<ImageLibrary> ImageLibrary::open() {
  auto* library = dlopen("libvips.so.42", RTLD_NOW | RTLD_LOCAL);
  if (!library) return nullptr;
  auto calls = std::make_unique<Calls>(library);
  if (!calls->complete || calls->init("jauap") != 0) return nullptr;
  calls->block_untrusted_set(1);
  calls->concurrency_set(1);
  calls->cache_set_max(0);
  calls->vector_set_enabled(0);  // it would make code at run time, which the sandbox forbids
  auto images = std::unique_ptr<ImageLibrary>(new ImageLibrary);
  images->calls_ = std::move(calls);
  return images;
}

Remade ImageLibrary::remake(Kind kind, std::string_view bytes) const {
  const auto& vips = *calls_;
  const std::unique_ptr<VipsSource, Calls::Unref> source(vips.source_new_from_memory(bytes.data(), bytes.size()),
                                                         Calls::Unref{&vips});
  const auto header = vips.header(kind, source.get());
  if (!header) return {};
  if (std::int64_t(vips.width(header.get())) * vips.height(header.get()) > pixels_max)
    return {.fault = Fault::too_many_pixels};
  const auto whole = vips.fitted(header.get(), whole_side_max);
  if (!whole) return {};
  const auto small = vips.fitted(whole.get(), small_side_max);
  Remade remade;
  remade.good = small && vips.write(whole.get(), remade.whole) && vips.write(small.get(), remade.small);
  return remade;
}

}  // namespace jauap::files
