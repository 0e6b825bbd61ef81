#include "core/link/own_keys.h"

#include "tests/support/catch.hpp"
#include "tests/support/frames.h"
#include "tests/support/seeded_random.h"

namespace tocsin::link {
namespace {

struct Kept {
  tests::SeededRandom random{1};
  std::map<Bytes, Bytes> rows;

  void flush(Rows& waiting) {
    Outbox outbox;
    waiting.flush(outbox);
    for (Write& write : outbox.take().writes) {
      if (const Keep* keep = std::get_if<Keep>(&write)) {
        CHECK(keep->table == Table::link_keys);
        rows[keep->key] = keep->value;
      }
      if (const Forget* forget = std::get_if<Forget>(&write)) CHECK(rows.erase(forget->key) == 1);
    }
  }

  OwnKeys restart(bool is_relay) {
    Snapshot snapshot;
    for (const auto& [key, value] : rows) snapshot.rows[Table::link_keys].push_back({key, value});
    Rows waiting;
    OwnKeys keys{random, is_relay, snapshot, waiting};
    flush(waiting);
    return keys;
  }
};

const LinkKey other_key{LinkKey::Array{5}};
const Destination pinned_peer{other_key, {}, false, {}};
const Destination one_relay{other_key, {}, true, {}};
const Destination another_relay{LinkKey{LinkKey::Array{6}}, {}, true, {}};

}  // namespace

TEST_CASE("own keys are made once and come back after a restart") {
  Kept kept;
  const OwnKeys first = kept.restart(true);
  CHECK_FALSE(first.key().is_zero());
  CHECK_FALSE(first.grant_key().is_zero());
  CHECK(same_bytes(first.key().view(), crypto::agree_public_key(first.secret())));
  CHECK(same_bytes(first.grant_key().view(), crypto::agree_public_key(first.grant_secret())));
  const OwnKeys second = kept.restart(true);
  CHECK(second.key() == first.key());
  CHECK(second.grant_key() == first.grant_key());
}

TEST_CASE("a member shows relays a fresh key each day, a pinned peer always the same") {
  Kept kept;
  OwnKeys keys = kept.restart(false);
  CHECK(keys.grant_key().is_zero());
  Rows rows;
  CHECK(same_bytes(keys.towards(pinned_peer, 1, rows), keys.secret()));
  const Bytes today = to_bytes(keys.towards(one_relay, 1, rows));
  CHECK_FALSE(same_bytes(today, keys.secret()));
  CHECK(same_bytes(keys.towards(one_relay, 1, rows), today));
  CHECK_FALSE(same_bytes(keys.towards(another_relay, 1, rows), today));
  kept.flush(rows);
  CHECK(kept.rows.size() == 3);
  OwnKeys again = kept.restart(false);
  CHECK(same_bytes(again.towards(one_relay, 1, rows), today));
  CHECK_FALSE(same_bytes(again.towards(one_relay, 2, rows), today));
  kept.flush(rows);
  CHECK(kept.rows.size() == 2);  // yesterday's would tell which relays were dialled
}

TEST_CASE("a relay is known to all by its one key") {
  Kept kept;
  OwnKeys keys = kept.restart(true);
  Rows rows;
  CHECK(same_bytes(keys.towards(one_relay, 1, rows), keys.secret()));
  CHECK(rows.is_empty());
}

TEST_CASE("a guest has one key per invite, kept until he is a member") {
  Kept kept;
  OwnKeys keys = kept.restart(false);
  Rows rows;
  Destination place = one_relay;
  place.ticket = tests::counted<32>(1);
  const Bytes shown = to_bytes(keys.towards(place, 1, rows));
  CHECK(same_bytes(keys.towards(place, 2, rows), shown));
  Destination other_invite = place;
  other_invite.ticket = tests::counted<32>(2);
  CHECK_FALSE(same_bytes(keys.towards(other_invite, 2, rows), shown));
  kept.flush(rows);
  OwnKeys again = kept.restart(false);
  CHECK(same_bytes(again.towards(place, 3, rows), shown));
  again.forget_guest_keys(rows);
  kept.flush(rows);
  CHECK(kept.rows.size() == 1);
}

TEST_CASE(
    "next keys are made once, kept beside the others, and take their place or are forgotten") {
  Kept kept;
  OwnKeys keys = kept.restart(true);
  const LinkKey first = keys.key();
  CHECK(keys.next() == nullptr);
  Rows rows;
  const LinkKey next = keys.make_next(rows).key;
  CHECK(keys.make_next(rows).key == next);
  CHECK(next != first);
  kept.flush(rows);
  OwnKeys again = kept.restart(true);
  CHECK(again.key() == first);
  REQUIRE(again.next() != nullptr);
  CHECK(again.next()->key == next);
  const GrantKey old_grant = again.grant_key();
  again.take_next(rows);
  kept.flush(rows);
  const OwnKeys taken = kept.restart(true);
  CHECK(taken.key() == next);
  CHECK(taken.next() == nullptr);
  CHECK_FALSE(taken.grant_key() == old_grant);
  CHECK(same_bytes(taken.grant_key().view(), crypto::agree_public_key(taken.grant_secret())));
  CHECK(kept.rows.size() == 1);  // nothing is left of the old ones
  OwnKeys other = kept.restart(true);
  other.make_next(rows);
  other.forget_next(rows);
  kept.flush(rows);
  CHECK(kept.restart(true).next() == nullptr);
}

}  // namespace tocsin::link
