// A text as a picture of half blocks, for a camera. Only on demand: it is as secret as the text.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::cli {

// Empty where no picture holds it.
std::string qr_picture(std::string_view text);

}  // namespace tocsin::cli
