#include "core/coalition/reviews.h"

#include "core/base/ensure.h"
#include "core/model/limits/statements.h"

namespace tocsin::coalition {
namespace {

Bytes encode_review(const Review& review) {
  return Writer{}
      .u64(static_cast<std::uint64_t>(wall_ms(review.opens_at)))
      .u64(static_cast<std::uint64_t>(wall_ms(review.closes_at)))
      .u16(review.wording)
      .bytes(review.shown)
      .bytes(as_bytes(review.language))
      .take();
}

Review decode_review(ByteView bytes) {
  Reader in{bytes};
  Review review;
  review.opens_at = wall_from_ms(static_cast<std::int64_t>(in.u64()));
  review.closes_at = wall_from_ms(static_cast<std::int64_t>(in.u64()));
  review.wording = in.u16();
  review.shown = in.array<32>();
  ENSURE(!in.failed());
  review.language = to_text(in.rest());
  return review;
}

}  // namespace

Reviews::Reviews(const Snapshot& restored) {
  for (const StoredRow& row : restored.of(Table::reviews)) {
    const auto subject = StatementId::from(row.key);
    ENSURE(subject.has_value());
    reviews_.emplace(*subject, decode_review(row.value));
  }
}

const Review& Reviews::open(const StatementId& subject,
                            Review review,
                            WallTime now,
                            Outbox& outbox) {
  for (auto at = reviews_.begin(); at != reviews_.end();) {
    const bool is_over = at->second.closes_at <= now || reviews_.size() >= limits::reviews_open_max;
    if (is_over) outbox.forget(Table::reviews, at->first.bytes());
    at = is_over ? reviews_.erase(at) : std::next(at);
  }
  outbox.keep(Table::reviews, subject.bytes(), encode_review(review));
  return reviews_.insert_or_assign(subject, std::move(review)).first->second;
}

Reply<Review> Reviews::need(const StatementId& subject, WallTime now) const {
  const auto found = reviews_.find(subject);
  const std::string remedy = "tocsin review " + subject.short_hex();
  if (found == reviews_.end())
    return refuse(Exit::usage, "E_REVIEW", "you have not read it in the last 15 minutes", remedy);
  if (now < found->second.opens_at)
    return refuse(Exit::usage,
                  "E_REVIEW",
                  "read it first: you may act 10 seconds after the review",
                  "wait, then again");
  if (now >= found->second.closes_at)
    return refuse(Exit::usage, "E_REVIEW", "the 15 minutes after the review are over", remedy);
  return found->second;
}

void Reviews::close(const StatementId& subject, Outbox& outbox) {
  if (reviews_.erase(subject) > 0) outbox.forget(Table::reviews, subject.bytes());
}

}  // namespace tocsin::coalition
