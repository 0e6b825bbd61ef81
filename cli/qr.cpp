#include "cli/qr.h"

#include <memory>

#include <qrencode.h>

namespace tocsin::cli {
namespace {

constexpr int quiet_zone = 4;  // modules that readers want around a picture

struct FreeCode {
  void operator()(QRcode* code) const noexcept { QRcode_free(code); }
};

}  // namespace

std::string qr_picture(std::string_view text, Ink ink) {
  const std::unique_ptr<QRcode, FreeCode> code{
      QRcode_encodeString(std::string{text}.c_str(), 0, QR_ECLEVEL_L, QR_MODE_8, 1)};
  if (code == nullptr) return "";
  const auto is_dark = [&](int x, int y) {
    const bool is_inside = x >= 0 && y >= 0 && x < code->width && y < code->width;
    return is_inside && (code->data[y * code->width + x] & 1) != 0;
  };
  std::string picture;
  for (int y = -quiet_zone; y < code->width + quiet_zone; y += 2) {
    for (int x = -quiet_zone; x < code->width + quiet_zone; ++x) {
      const bool upper = is_dark(x, y) == (ink == Ink::paper);
      const bool lower = is_dark(x, y + 1) == (ink == Ink::paper);
      picture += upper && lower ? "\u2588" : upper ? "\u2580" : lower ? "\u2584" : " ";
    }
    picture += "\n";
  }
  return picture;
}

}  // namespace tocsin::cli
