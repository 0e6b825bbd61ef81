#include "core/channel/route.h"

#include "core/model/envelope.h"
#include "core/model/labels.h"
#include "core/model/limits/channel.h"

namespace tocsin::channel {

Admission admission_of(const StepKey& admission_key) {
  Admission out{
      StepKey::derive(admission_key.reveal(), labels::admission_sign, {}), {}, Route::zero()};
  out.apk = crypto::sign_public_key(out.seed.reveal());
  out.route = route_of(out.apk);
  return out;
}

Days::Days(std::uint32_t first_day, StepKey header, StepKey admission)
    : first_day_{first_day}, first_{std::move(header), std::move(admission)} {}

Result<DayKeys> Days::at(std::uint32_t day) const {
  ENSURE(day >= first_day_);
  if (day - first_day_ > limits::day_steps_max)
    return fail(Errc::limit_exceeded, "an epoch older than we count days");
  DayKeys keys = first_;
  for (std::uint32_t next = first_day_; next < day;) {
    ++next;
    keys.header = StepKey::derive(keys.header.reveal(), labels::header_next, {part(next)});
    keys.admission = StepKey::derive(keys.admission.reveal(), labels::admission_next, {part(next)});
  }
  return keys;
}

std::uint32_t Days::watched_from(std::uint32_t today) const {
  const std::uint32_t oldest = today < limits::window_days ? 0 : today - limits::window_days;
  return std::max(first_day_, oldest);
}

std::uint32_t Days::watched_to(std::uint32_t today) const {
  return std::max(first_day_, today + 1);
}

Bytes Days::encode() const {
  return Writer{}
      .u32(first_day_)
      .bytes(first_.header.reveal())
      .bytes(first_.admission.reveal())
      .take();
}

Result<Days> Days::decode(ByteView bytes) {
  Reader in{bytes};
  const std::uint32_t first_day = in.u32();
  const ByteView header = in.take(32);
  const ByteView admission = in.take(32);
  if (!in.finished()) return fail(Errc::malformed, "keys of a day of the wrong length");
  return Days{first_day, StepKey{header}, StepKey{admission}};
}

}  // namespace tocsin::channel
