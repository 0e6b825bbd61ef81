// Keys of a day: the header key that hides who wrote, and the admission key under which relays
// check one signature without knowing more than the route (channel.md §5). Both advance by hashing,
// so a day that was let go is gone.
#pragma once

#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/channel/key.h"
#include "core/crypto/sign.h"
#include "core/model/ids.h"

namespace tocsin::channel {

// (ask, apk) of one admission key, and the route that is its hash.
struct Admission {
  StepKey seed;
  crypto::SignPublicKey apk;
  Route route;
};

Admission admission_of(const StepKey& admission_key);

struct DayKeys {
  StepKey header;
  StepKey admission;
};

class Days {
 public:
  Days(std::uint32_t first_day, StepKey header, StepKey admission);

  std::uint32_t first_day() const { return first_day_; }

  // day >= first_day(). limit_exceeded: too many days from the first.
  Result<DayKeys> at(std::uint32_t day) const;

  // The days watched: [today - W, today + 1], or the first day alone where it lies ahead.
  std::uint32_t watched_from(std::uint32_t today) const;
  std::uint32_t watched_to(std::uint32_t today) const;

  Bytes encode() const;  // first_day u32 | header 32 | admission 32
  static Result<Days> decode(ByteView bytes);

 private:
  std::uint32_t first_day_;
  DayKeys first_;
};

}  // namespace tocsin::channel
