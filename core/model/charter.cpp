#include "core/model/charter.h"

namespace tocsin {

CharterParams default_params() {
  using std::chrono::hours;
  using std::chrono::minutes;
  constexpr hours day{24};
  return CharterParams{
      StartParams{day * 3, day * 2, day * 30, day * 120, day * 14, hours{1}},
      FreshParams{day * 14, day * 21, day * 180, minutes{10}},
      PrivacyParams{10, 5, 9000, day * 14, day * 90},
      OrgParams{day * 90, 2},
      DrillParams{Seconds{0}, minutes{10}, day * 3},
  };
}

}  // namespace tocsin
