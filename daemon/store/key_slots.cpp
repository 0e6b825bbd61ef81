#include "daemon/store/key_slots.h"

#include <array>

#include "core/crypto/aead.h"
#include "core/crypto/secret.h"

namespace tocsin::store {
namespace {

constexpr std::int64_t block_slots = 256;
constexpr std::size_t slot_bytes =
    48;  // 32 of key; the rest keeps a row's place when a later suite needs more

}  // namespace

bool is_sealed(Table table) {
  switch (table) {
    case Table::identity:
    case Table::link_keys:
    case Table::device_keys:
    case Table::epochs:
    case Table::chains:
    case Table::records:
    case Table::invites:
    case Table::mesh_keys:
    case Table::waiting:
    case Table::files:
    case Table::file_chunks:
    case Table::roster:
    case Table::pledges:
    case Table::tests:
    case Table::campaigns:
    case Table::votes:
    case Table::contracts:
    case Table::report_salts:
    case Table::sharing:
    case Table::spool_keys:
      return true;
    case Table::events:
    case Table::carry:
    case Table::peers:
    case Table::mesh_list:
    case Table::receipts:
    case Table::upkeep:
    case Table::member_keys:
    case Table::channels:
    case Table::stamp_keys:
    case Table::statements:
    case Table::slots:
    case Table::drafts:
    case Table::sightings:
    case Table::reviews:
    case Table::exports:
      return false;
  }
  return true;
}

Result<KeySlots> KeySlots::load(const Database& database, Random& random) {
  KeySlots slots{database, random};
  Query count = database.prepare("SELECT count(*) FROM key_slot");
  TRY_VOID(count.step());
  slots.count_ = count.integer(0);
  for (std::int64_t slot = 1; slot <= slots.count_; ++slot) slots.free_.insert(slot);
  Query taken = database.prepare("SELECT slot FROM item WHERE slot IS NOT NULL");
  while (true) {
    TRY(const bool has_row, taken.step());
    if (!has_row) return slots;
    slots.free_.erase(taken.integer(0));
  }
}

Result<std::int64_t> KeySlots::take_free() {
  if (free_.empty()) {
    const Bytes zeros(slot_bytes);
    Query insert = database_->prepare("INSERT INTO key_slot(slot, k) VALUES(?1, ?2)");
    for (std::int64_t i = 0; i < block_slots; ++i) {
      TRY_VOID(insert.bind(1, count_ + 1).bind(2, zeros).run());
      free_.insert(++count_);
    }
  }
  const std::int64_t slot = *free_.begin();
  free_.erase(free_.begin());
  return slot;
}

Result<void> KeySlots::overwrite(std::int64_t slot, ByteView key) {
  Query update = database_->prepare("UPDATE key_slot SET k = ?2 WHERE slot = ?1");
  return update.bind(1, slot).bind(2, key).run();
}

Result<KeySlots::Sealed> KeySlots::seal(std::optional<std::int64_t> reuse,
                                        ByteView place,
                                        ByteView value) {
  std::int64_t slot = reuse.value_or(0);
  if (!reuse) {
    TRY(slot, take_free());
  }
  crypto::ScratchKey<slot_bytes> key;
  random_->fill(key.fill().first<32>());
  TRY_VOID(overwrite(slot, key.reveal()));
  // The key seals exactly this one version, so its nonce may be zero.
  return Sealed{slot,
                crypto::xchacha_seal(key.reveal().first(32), crypto::Nonce::zero(), place, value)};
}

Result<Bytes> KeySlots::open(std::int64_t slot, ByteView place, ByteView sealed) const {
  Query select = database_->prepare("SELECT k FROM key_slot WHERE slot = ?1");
  TRY(const bool has_row, select.bind(1, slot).step());
  if (!has_row || select.bytes(0).size() != slot_bytes)
    return fail(Errc::storage, "a key slot is missing");
  return crypto::xchacha_open(select.bytes(0).first(32), {}, place, sealed);
}

Result<void> KeySlots::destroy(std::int64_t slot) {
  const Bytes zeros(slot_bytes);
  TRY_VOID(overwrite(slot, zeros));
  free_.insert(slot);
  return {};
}

}  // namespace tocsin::store
