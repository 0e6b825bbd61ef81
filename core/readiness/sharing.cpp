#include "core/readiness/sharing.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "core/model/limits/readiness.h"
#include "core/wire/readiness_codec.h"

namespace tocsin::readiness {
namespace {

// Table::sharing: one byte 1 -> the channel; 2, record id -> a body that waits. All of it is behind
// the key 1, so what waits is read from 2 on.
const Bytes sharing_key{1};
const Bytes aside_tag{2};

// A clock that is far ahead must not win for ever.
WallTime believed(WallTime edited_at, WallTime now) {
  return edited_at > now + limits::share_clock_grace ? now : edited_at;
}

// The last writer's; of one moment the greater, so that all choose the same.
template <class Dated>
std::optional<Dated> later(const std::optional<Dated>& known, Dated came, WallTime now) {
  came.edited_at = believed(came.edited_at, now);
  if (!known || known->edited_at < came.edited_at) return came;
  if (known->edited_at == came.edited_at && *known < came) return came;
  return std::nullopt;
}

// One record's rows, until it is full.
class Packer {
 public:
  template <class T>
  void add(std::vector<T> ListRows::* list, const T& row) {
    ListRows alone;
    (alone.*list).push_back(row);
    const std::size_t bytes = wire::encode(alone).size();
    if (bytes_ + bytes > limits::list_record_bytes || rows_.size() == limits::list_rows_max)
      flush();
    bytes_ += bytes;
    (rows_.*list).push_back(row);
  }

  std::vector<Bytes> take() {
    flush();
    return std::move(bodies_);
  }

 private:
  void flush() {
    if (!rows_.is_empty()) bodies_.push_back(wire::encode(rows_));
    rows_ = {};
    bytes_ = 0;
  }

  ListRows rows_;
  std::size_t bytes_ = 0;
  std::vector<Bytes> bodies_;
};

void add_test(Packer& packer, const StructureTest& test) {
  constexpr auto most = static_cast<std::ptrdiff_t>(limits::list_test_refs_max);
  for (auto from = test.took_part.begin(); from != test.took_part.end();) {
    const auto to = from + std::min(most, test.took_part.end() - from);
    packer.add(&ListRows::tests, StructureTest{test.cell, test.kind, test.day, {from, to}});
    from = to;
  }
}

}  // namespace

std::optional<ChannelId> shared_channel(const Archive& archive) {
  const auto value = archive.value(Table::sharing, sharing_key);
  if (!value) return std::nullopt;
  return ChannelId{Reader{*value}.array<ChannelId::size>()};
}

void keep_shared_channel(const ChannelId& channel, Outbox& outbox) {
  outbox.keep(Table::sharing, sharing_key, channel.bytes());
}

void forget_shared_channel(Outbox& outbox) {
  outbox.forget(Table::sharing, sharing_key);
}

void lay_aside_rows(const RecordId& record, ByteView body, Outbox& outbox) {
  outbox.keep(
      Table::sharing, Writer{}.bytes(aside_tag).bytes(record.view()).take(), to_bytes(body));
}

std::vector<Bytes> take_laid_aside(const Archive& archive, Outbox& outbox) {
  std::vector<Bytes> bodies;
  for (StoredRow& row : archive.rows(Table::sharing, aside_tag, limits::share_records_at_once)) {
    outbox.forget(Table::sharing, std::move(row.key));
    bodies.push_back(std::move(row.value));
  }
  return bodies;
}

std::optional<Worker> merged(const std::optional<Worker>& known, Worker came, WallTime now) {
  // An assessment is its steward's own and does not travel.
  came.assessment = known ? known->assessment : std::uint8_t{0};
  came.assessed_day = known ? known->assessed_day : 0;
  return later(known, std::move(came), now);
}

std::optional<Pledge> merged(const std::optional<Pledge>& known, const Pledge& came) {
  if (!known) return came;
  Pledge out = std::max(*known, came, [](const Pledge& a, const Pledge& b) {
    return std::tie(a.given_day, a) < std::tie(b.given_day, b);
  });
  // Taken back once is taken back for good, as of the first day that anybody says.
  const auto [low, high] = std::minmax(known->revoked_day, came.revoked_day);
  out.revoked_day = low == 0 ? high : low;
  if (out == *known) return std::nullopt;
  return out;
}

std::optional<StructureTest> merged(const StructureTest& known, const StructureTest& came) {
  StructureTest out{known.cell, known.kind, known.day, {}};
  std::ranges::set_union(known.took_part, came.took_part, std::back_inserter(out.took_part));
  if (out == known) return std::nullopt;
  return out;
}

std::optional<SharedVote> merged(const std::optional<SharedVote>& known,
                                 SharedVote came,
                                 WallTime now) {
  return later(known, std::move(came), now);
}

std::optional<SharedContract> merged(const std::optional<SharedContract>& known,
                                     SharedContract came,
                                     WallTime now) {
  return later(known, std::move(came), now);
}

std::vector<Bytes> packed(const ListRows& rows) {
  Packer packer;
  for (const Worker& worker : rows.workers) packer.add(&ListRows::workers, worker);
  for (const SharedPledge& pledge : rows.pledges) packer.add(&ListRows::pledges, pledge);
  for (const StructureTest& test : rows.tests) add_test(packer, test);
  for (const SharedVote& vote : rows.votes) packer.add(&ListRows::votes, vote);
  for (const SharedContract& each : rows.contracts) packer.add(&ListRows::contracts, each);
  return packer.take();
}

}  // namespace tocsin::readiness
