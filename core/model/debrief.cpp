#include "core/model/debrief.h"

#include <algorithm>

namespace tocsin {

std::string_view word(TurnoutBand band) {
  const auto* const found =
      std::ranges::find(turnout_words, band, &std::pair<std::string_view, TurnoutBand>::second);
  return found == turnout_words.end() ? std::string_view{} : found->first;
}

}  // namespace tocsin
