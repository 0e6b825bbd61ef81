// From an envelope to a record, every check before any change (channel.md §5): route, header, chain
// on a copy, body, padding, author's signature, what this author may write here. Then all of it is
// kept at once.
#include "core/base/text.h"
#include "core/channel/state.h"
#include "core/model/limits/channel.h"
#include "core/wire/channel_codec.h"
#include "core/wire/readiness_codec.h"
#include "core/wire/record_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::channel {
namespace {

// What they rest on may come later in the same batch, when the archive does not show them yet.
constexpr std::size_t strangers_max = 256;
constexpr std::size_t stood_max = 8'192;

// A body that its type cannot have is refused before the chain moves.
Result<void> check_body(const Received& record) {
  switch (record.type) {
    case RecordType::text:
      return check_text(to_text(record.body), text_bytes_max, Newlines::allowed);
    case RecordType::file_chunk:
      TRY_VOID(wire::decode_signed<FileChunk>(record.body));
      return {};
    case RecordType::keys:
    case RecordType::epoch:
    case RecordType::statement:
      TRY_VOID(wire::decode_signed<Statement>(record.body));
      return {};
    case RecordType::slots:
      TRY_VOID(wire::decode_signed<SlotChunk>(record.body));
      return {};
    case RecordType::view_ask:
      TRY_VOID(wire::decode_signed<ViewAsk>(record.body));
      return {};
    case RecordType::mesh_key:
    case RecordType::mesh_key_copy:
      TRY_VOID(wire::decode_signed<MeshKeyRecord>(record.body));
      return {};
    case RecordType::stamp_key:
      TRY_VOID(wire::decode_signed<StampKeyRecord>(record.body));
      return {};
    case RecordType::list_export:
      TRY_VOID(wire::decode_signed<ListExport>(record.body));
      return {};
    case RecordType::list_row:
      TRY_VOID(wire::decode_signed<ListRows>(record.body));
      return {};
    case RecordType::direct:
      return {};
    case RecordType::reveal:
    case RecordType::repair:
    case RecordType::channel:
    case RecordType::join:
    case RecordType::welcome:
      break;
  }
  return fail(Errc::not_allowed, "a record that does not belong in a channel");
}

// A `keys` record is signed under the very generation it brings; all others under one that is
// known.
Result<crypto::SignPublicKey> message_key(const Prekeys& prekeys,
                                          const Header& header,
                                          const Member& author,
                                          const Domain& domain,
                                          ByteView body) {
  if (header.type == RecordType::keys) {
    TRY(const KeysStatement keys, read_keys(body, author.keys, domain));
    if (keys.gen != header.gen) return fail(Errc::conflict, "keys under another generation");
    return keys.msk;
  }
  const KeysStatement* keys = prekeys.of(author.device, header.gen);
  if (keys == nullptr) return fail(Errc::not_found, "a record under keys that have not come yet");
  return keys->msk;
}

}  // namespace

bool Channels::State::open(const Envelope& envelope, Turn& turn) {
  if (!identity.has_keys()) return false;
  if (const Watched* watched = epochs.watched(envelope.route())) {
    const auto opened = open_record(envelope, *watched, turn);
    if (opened) return true;
    if (opened.error().code != Errc::not_found) {
      if (opened.error().code != Errc::replayed) ++refused;
      return false;
    }
  } else if (JoinRow* row = joins.by_route(envelope.route())) {
    open_reply(envelope, *row, turn);
    return true;
  }
  if (strangers.size() >= strangers_max) strangers.pop_front();
  strangers.push_back(envelope);
  return false;
}

Result<void> Channels::State::open_record(const Envelope& envelope,
                                          const Watched& watched,
                                          Turn& turn) {
  HeldEpoch* epoch = epochs.find(watched.epoch);
  ENSURE(epoch != nullptr);
  const Audience* audience = Epochs::audience(*epoch, audiences);
  if (audience == nullptr) {
    waiting.add_envelope(
        WaitingFrom{epoch->policy, DeviceId::zero(), turn.now.wall}, envelope.id(), turn.outbox);
    return fail(Errc::not_found, "an epoch whose view is not known again yet");
  }
  TRY(const Header header, open_header(envelope, watched.header));
  if (header.day != watched.day || header.rank >= audience->size())
    return fail(Errc::malformed, "a header of another day or rank");
  const Member& author = (*audience)[header.rank];
  if (author.device == identity.keys->id) return fail(Errc::replayed, "our own");
  if (!envelope.is_admitted(identity.coalition)) return fail(Errc::unauthenticated, "not admitted");
  TRY(Epochs::ChainCopy chain, epochs.chain(*epoch, header.rank));
  TRY(const StepKey key, chain.chain.take(header.ctr));
  TRY(const Bytes content, open_body(envelope, header, epoch->id, key));
  constexpr std::size_t signature_bytes = sizeof(crypto::Signature);
  if (content.size() < signature_bytes)
    return fail(Errc::malformed, "a record without a signature");
  const ByteView bytes = ByteView{content}.first(content.size() - signature_bytes);
  const auto signature = Reader{ByteView{content}.subspan(bytes.size())}.array<signature_bytes>();

  TRY(Record record, wire::decode_signed<Record>(bytes));
  const auto msk = message_key(prekeys, header, author, identity.domain(), record.body);
  const WaitingFrom from{epoch->policy, author.device, turn.now.wall};
  if (!msk) {
    if (msk.error().code == Errc::not_found) waiting.add_envelope(from, envelope.id(), turn.outbox);
    return fail(msk.error());
  }
  const RecordPlace place{
      identity.domain(), epoch->policy.id, epoch->id, author.device, header.ctr, header.type};
  const Bytes input = record_input(place, bytes);
  if (!crypto::verify(*msk, input, signature))
    return fail(Errc::unauthenticated, "a record its author did not sign");
  const Received received{epoch->policy.id,
                          header.type,
                          author.device,
                          record_id(input),
                          record.at,
                          std::move(record.body)};
  if (!may_post(epoch->policy, author, header.type, received.body))
    return fail(Errc::not_allowed, "this author may not post that here");
  TRY_VOID(check_body(received));
  TRY_VOID(epochs.commit(*epoch, header.rank, std::move(chain), turn.outbox));
  waiting.forget(envelope.id(), turn.outbox);
  take_record(*epoch, author, received, turn);
  heard_from(author.device, turn);
  return {};
}

void Channels::State::take_record(const HeldEpoch& epoch,
                                  const Member& author,
                                  const Received& record,
                                  Turn& turn) {
  const bool is_own = record.author == identity.keys->id;
  const WaitingFrom from{epoch.policy, record.author, turn.now.wall};
  if (record.type == RecordType::text) {
    const std::uint64_t cursor = history.add(record, author, turn.outbox);
    Row event{"event"};
    event.set("event", "text.new")
        .set("channel", Value{record.channel.bytes()})
        .set("message", cursor);
    turn.out.events.push_back(std::move(event));
  } else if (record.type == RecordType::file_chunk) {
    take_file_chunk(author, record, turn);
  } else if (record.type == RecordType::statement) {
    if (stood.size() >= stood_max) stood.erase(stood.begin());
    stood.emplace(epoch.id, crypto::blake2b_256(record.body));
    turn.out.records.push_back(record);
    if (!is_own) carry_over(epoch, record, turn);
  } else if (record.type == RecordType::list_export) {
    turn.out.records.push_back(record);
  } else if (record.type == RecordType::mesh_key || record.type == RecordType::mesh_key_copy) {
    const bool is_copy = record.type == RecordType::mesh_key_copy;
    take_mesh_key(record, is_copy ? MeshKeySource::copy : MeshKeySource::assembly, turn);
  } else if (record.type == RecordType::stamp_key) {
    const auto stamp = wire::decode_signed<StampKeyRecord>(record.body);
    if (stamp) turn.out.stamp_keys.push_back(stamp->key);
  } else if (is_own) {
    return;  // keys, epochs and slots of our own are held already
  } else if (record.type == RecordType::list_row) {
    turn.out.records.push_back(record);
  } else if (record.type == RecordType::keys) {
    if (prekeys.take(record.body, author.keys, identity.domain(), turn.outbox).value_or(false))
      is_dirty = true;
  } else if (record.type == RecordType::epoch) {
    if (!waiting.add_epoch(from, record.body, {}, turn.outbox)) ++refused;
    is_dirty = true;
  } else if (record.type == RecordType::slots) {
    const auto chunk = wire::decode_signed<SlotChunk>(record.body);
    if (chunk && epochs.find(chunk->epoch) == nullptr) waiting.add_slots(from, *chunk, turn.outbox);
    is_dirty = true;
  } else if (record.type == RecordType::direct) {
    take_direct(epoch.policy, record, turn);
  } else if (record.type == RecordType::view_ask) {
    if (const auto ask = wire::decode_signed<ViewAsk>(record.body))
      answer_view(epoch.policy, *ask, turn);
  }
}

void Channels::State::take_direct(const ChannelPolicy&, const Received& record, Turn& turn) {
  const auto opened = open_direct(identity.coalition, *identity.keys, prekeys.own(), record.body);
  if (!opened) {
    if (opened.error().code != Errc::not_found) ++refused;
    return;
  }
  const auto welcome = wire::decode_signed<Welcome>(*opened);
  if (welcome) {
    take_welcome(*welcome, identity.coalition, record.author, turn);
  } else {
    ++refused;
  }
}

void Channels::State::take_mesh_key(const Received& record, MeshKeySource source, Turn& turn) {
  const auto key = wire::decode_signed<MeshKeyRecord>(record.body);
  if (!key) return;
  ChannelNotes own = notes[record.channel];
  if (source == MeshKeySource::copy && own.copy_seen < key->number) {
    own.copy_seen = key->number;
    note(record.channel, own, turn.outbox);
  }
  const auto taken = mesh.take(*key, source, turn.now.wall, turn.outbox);
  if (taken.value_or(false)) {
    turn.out.mesh_keys.push_back(*key);
    is_dirty = true;  // a stamp key and copies may be due
  }
}

void Channels::State::take_welcome(const Welcome& welcome,
                                   const CoalitionId& coalition,
                                   const DeviceId& from,
                                   Turn& turn) {
  for (const Bytes& statement : welcome.state) turn.out.statements.push_back(statement);
  if (!welcome.mesh_key.empty()) {
    const auto key = wire::decode_signed<MeshKeyRecord>(welcome.mesh_key);
    if (key && mesh.take(*key, MeshKeySource::copy, turn.now.wall, turn.outbox).value_or(false))
      turn.out.mesh_keys.push_back(*key);
  }
  const OrgId org = welcome.org.is_zero() ? identity.org : welcome.org;
  const ChannelPolicy assembly{assembly_channel(coalition), ChannelKind::assembly, OrgId::zero()};
  const ChannelPolicy own{org_channel(coalition, org), ChannelKind::org, org};
  for (const ChannelWelcome& channel : welcome.channels) {
    std::vector<ChannelPolicy> possible{assembly, own};
    if (!channel.channel.empty()) {
      const Domain domain{coalition, identity.mode};
      const auto id = customs.offer(channel.channel, domain, from, turn.now.wall, turn.outbox);
      if (!id) ++refused;
      if (id) possible = {customs.find(*id)->policy()};
    }
    for (const ChannelPolicy& policy : possible) {
      const WaitingFrom place{policy, from, turn.now.wall};
      if (!waiting.add_epoch(place, channel.epoch, channel.keys, turn.outbox)) continue;
      waiting.add_slots(place, channel.slots, turn.outbox);
    }
  }
  is_dirty = true;
}

}  // namespace tocsin::channel
