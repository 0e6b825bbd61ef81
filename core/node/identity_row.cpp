#include "core/node/identity_row.h"

#include "core/base/checked.h"
#include "core/base/ensure.h"

namespace tocsin {
namespace {

constexpr std::uint8_t layout_1 = 1;

Bytes row_key() {
  return to_bytes("self");
}

IdentityKeys with_publics(crypto::SignSeed idk, crypto::AgreeKey ltk) {
  const DeviceKeys device{crypto::sign_public_key(idk.reveal()),
                          crypto::agree_public_key(ltk.reveal())};
  return IdentityKeys{std::move(idk), std::move(ltk), device, device_id(device)};
}

}  // namespace

IdentityKeys make_identity_keys(Random& random) {
  return with_publics(crypto::make_sign_seed(random), crypto::make_agree_key(random));
}

void keep_identity(const Identity& identity, Outbox& outbox) {
  ENSURE(identity.has_keys());
  Writer row;
  row.u8(layout_1).u8(static_cast<std::uint8_t>(identity.mode));
  row.bytes(identity.keys->idk.reveal()).bytes(identity.keys->ltk.reveal());
  row.bytes(identity.coalition.view()).bytes(identity.org.view());
  row.u16(narrow<std::uint16_t>(identity.handle.size())).bytes(as_bytes(identity.handle));
  outbox.keep(Table::identity, row_key(), row.take());
}

Identity restore_identity(const Snapshot& restored) {
  Identity identity;
  for (const StoredRow& stored : restored.of(Table::identity)) {
    Reader row{stored.value};
    ENSURE(row.u8() == layout_1);
    identity.mode = static_cast<Mode>(row.u8());
    const ByteView idk = row.take(32);
    const ByteView ltk = row.take(32);
    ENSURE(!row.failed());
    identity.keys = with_publics(crypto::SignSeed::copy_of(idk), crypto::AgreeKey::copy_of(ltk));
    identity.coalition = CoalitionId{row.array<32>()};
    identity.org = OrgId{row.array<32>()};
    identity.handle = to_text(row.take(row.u16()));
    ENSURE(row.finished());
  }
  return identity;
}

}  // namespace tocsin
