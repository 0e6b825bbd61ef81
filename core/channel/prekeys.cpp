#include "core/channel/prekeys.h"

#include "core/base/checked.h"
#include "core/model/limits/channel.h"
#include "core/wire/channel_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::channel {
namespace {

// Big-endian, so that rows come back oldest first.
Bytes gen_key(std::uint16_t gen) {
  return Writer{}
      .u8(static_cast<std::uint8_t>(gen >> 8U))
      .u8(static_cast<std::uint8_t>(gen))
      .take();
}

Bytes other_key(const DeviceId& device, std::uint16_t gen) {
  return Writer{}.bytes(device.view()).bytes(gen_key(gen)).take();
}

Bytes own_row(const Generation& generation) {
  Writer out;
  out.bytes(generation.pk.reveal()).bytes(generation.jpk.reveal()).bytes(generation.msk.reveal());
  return out.bytes(generation.statement).take();
}

Result<KeysStatement> body_of(ByteView encoded) {
  TRY(const Statement statement, wire::decode_signed<Statement>(encoded));
  return wire::decode_signed<KeysStatement>(statement.body);
}

}  // namespace

Result<KeysStatement> read_keys(ByteView encoded, const DeviceKeys& author, const Domain& domain) {
  TRY(const Statement statement, wire::decode_signed<Statement>(encoded));
  // Founders' cards are older than their coalition.
  const bool is_known_domain =
      statement.domain == domain || statement.domain == Domain{CoalitionId::zero(), domain.mode};
  if (statement.type != StatementType::keys || !is_known_domain)
    return fail(Errc::malformed, "not a keys statement of this coalition");
  if (statement.author != device_id(author) || !statement.is_signed_by(author.idk))
    return fail(Errc::unauthenticated, "keys that their device did not sign");
  TRY(const KeysStatement keys, wire::decode_signed<KeysStatement>(statement.body));
  if (keys.author != statement.author) return fail(Errc::malformed, "keys of two authors");
  return keys;
}

Prekeys::Prekeys(const Snapshot& restored) {
  for (const StoredRow& row : restored.of(Table::device_keys)) {
    Reader in{row.value};
    const ByteView pk = in.take(32);
    const ByteView jpk = in.take(32);
    const ByteView msk = in.take(32);
    const auto keys = body_of(in.rest());
    ENSURE(!in.failed() && keys);
    own_.push_back(Generation{*keys,
                              to_bytes(in.rest()),
                              crypto::AgreeKey::copy_of(pk),
                              crypto::AgreeKey::copy_of(jpk),
                              crypto::SignSeed::copy_of(msk)});
  }
  for (const StoredRow& row : restored.of(Table::member_keys)) {
    const auto keys = body_of(row.value);
    ENSURE(keys);
    others_[keys->author].emplace(keys->gen, Known{*keys, row.value});
  }
}

void Prekeys::renew(Random& random,
                    const Domain& domain,
                    const IdentityKeys& me,
                    std::uint32_t today,
                    Outbox& outbox) {
  crypto::AgreeKey pk = crypto::make_agree_key(random);
  crypto::AgreeKey jpk = crypto::make_agree_key(random);
  crypto::SignSeed msk = crypto::make_sign_seed(random);
  const Generation* before = newest_own();
  const auto gen = narrow<std::uint16_t>(before == nullptr ? 1 : before->keys.gen + 1);
  StatementId prev = StatementId::zero();
  if (before != nullptr) {
    const auto statement = wire::decode_signed<Statement>(before->statement);
    ENSURE(statement);
    prev = statement->id();
  }
  const KeysStatement keys{me.id,
                           gen,
                           crypto::agree_public_key(pk.reveal()),
                           crypto::agree_public_key(jpk.reveal()),
                           crypto::sign_public_key(msk.reveal()),
                           today + limits::keys_valid_days,
                           prev};
  const Statement statement =
      sign_statement(domain, StatementType::keys, me.id, wire::encode(keys), me.idk.reveal());
  own_.push_back(
      Generation{keys, wire::encode(statement), std::move(pk), std::move(jpk), std::move(msk)});
  outbox.keep(Table::device_keys, gen_key(gen), own_row(own_.back()));
}

bool Prekeys::is_due(std::uint32_t today) const {
  return !own_.empty() && today + limits::keys_valid_days >=
                              own_.back().keys.not_after_day + limits::prekey_life_days;
}

Result<bool> Prekeys::take(ByteView encoded,
                           const DeviceKeys& author,
                           const Domain& domain,
                           Outbox& outbox) {
  TRY(const KeysStatement keys, read_keys(encoded, author, domain));
  auto& known = others_[keys.author];
  if (const auto found = known.find(keys.gen); found != known.end()) {
    if (found->second.keys == keys) return false;
    return fail(Errc::conflict, "two contents for one generation of keys");
  }
  // Late records of an old generation still come; what is older than all we keep is not needed any
  // more.
  if (known.size() >= limits::generations_kept) {
    const auto oldest = known.begin();
    if (keys.gen < oldest->first) return false;
    outbox.forget(Table::member_keys, other_key(keys.author, oldest->first));
    known.erase(oldest);
  }
  outbox.keep(Table::member_keys, other_key(keys.author, keys.gen), to_bytes(encoded));
  known.emplace(keys.gen, Known{keys, to_bytes(encoded)});
  return true;
}

const KeysStatement* Prekeys::newest(const DeviceId& device) const {
  const auto found = others_.find(device);
  if (found == others_.end() || found->second.empty()) return nullptr;
  return &found->second.rbegin()->second.keys;
}

const KeysStatement* Prekeys::of(const DeviceId& device, std::uint16_t gen) const {
  const auto found = others_.find(device);
  if (found == others_.end()) return nullptr;
  const auto known = found->second.find(gen);
  return known == found->second.end() ? nullptr : &known->second.keys;
}

Bytes Prekeys::statement(const DeviceId& device) const {
  const auto found = others_.find(device);
  if (found == others_.end() || found->second.empty()) return {};
  return found->second.rbegin()->second.statement;
}

}  // namespace tocsin::channel
