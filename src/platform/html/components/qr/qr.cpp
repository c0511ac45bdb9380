#include "platform/html/components/qr/qr.h"

#include <qrencode.h>

#include <memory>

namespace jauap::html {
namespace {

constexpr int quiet_zone = 4;  // modules of white around the code, as the standard asks

// One stroke for each run of dark modules of a row.
std::string dark_runs(const QRcode& code) {
  std::string path;
  for (int y = 0; y < code.width; ++y)
    for (int x = 0; x < code.width;) {
      const auto is_dark = [&](int at) { return at < code.width && (code.data[y * code.width + at] & 1) != 0; };
      int run = 0;
      while (is_dark(x + run)) ++run;
      if (run > 0)
        path += "M" + std::to_string(x + quiet_zone) + " " + std::to_string(y + quiet_zone) + "h" +
                std::to_string(run) + "v1h-" + std::to_string(run) + "z";
      x += run + 1;
    }
  return path;
}

}  // namespace

Html qr(std::string_view content, std::string_view label, int side_px) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(content.data());
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(int(content.size()), bytes, 0, QR_ECLEVEL_M), &QRcode_free);
  if (!code) return {};
  const auto side = std::to_string(code->width + 2 * quiet_zone);
  const auto px = std::to_string(side_px);
  std::string words;
  escape_to(words, label);
  return trusted("<svg class=\"qr\" role=\"img\" viewBox=\"0 0 " + side + " " + side +
                 "\" width=\"" + px + "\" height=\"" + px + "\" aria-label=\"" + words + "\"><path fill=\"#fff\" d=\"M0 0h" + side +
                 "v" + side + "H0z\"/><path fill=\"#000\" d=\"" + dark_runs(*code) + "\"/></svg>");
}

}  // namespace jauap::html
