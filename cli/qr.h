// A text as a picture of half blocks, for a camera. Only on demand: it is as secret as the text.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::cli {

// A dark terminal draws what is light, a printer what is dark.
enum class Ink { screen, paper };

// Empty where no picture holds it.
std::string qr_picture(std::string_view text, Ink ink = Ink::screen);

}  // namespace tocsin::cli
