// From a record to sealed envelopes. The one place that seals under an epoch, and so the one that
// holds K1.
#include "core/base/checked.h"
#include "core/base/text.h"
#include "core/channel/state.h"
#include "core/model/limits/channel.h"
#include "core/wire/record_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::channel {
namespace {

constexpr std::int64_t ms_per_hour = 3'600'000;

// Who is no delegate may carry what a view rests on, and stewards their rolls; all else is
// delegates' to post.
bool is_view_statement(ByteView body) {
  if (body.size() < 3) return false;
  const auto type = statement_type(body[2]);
  return type && (*type == StatementType::charter || *type == StatementType::manifest ||
                  *type == StatementType::roll || *type == StatementType::freeze ||
                  *type == StatementType::signoff);
}

Result<void> check_size(const Posting& posting) {
  if (posting.type == RecordType::text &&
      !check_text(to_text(posting.body), text_bytes_max, Newlines::allowed))
    return fail(Errc::limit_exceeded, "a message is text of at most 16 KiB");
  if (posting.body.size() > record_bytes_max)
    return fail(Errc::limit_exceeded, "a record over 65,000 bytes");
  return {};
}

}  // namespace

bool may_post(const ChannelPolicy& policy, const Member& author, RecordType type, ByteView body) {
  switch (type) {
    case RecordType::text:
    case RecordType::file_chunk:
    case RecordType::keys:
    case RecordType::epoch:
    case RecordType::slots:
    case RecordType::direct:
    case RecordType::view_ask:
      return true;
    case RecordType::statement:
      return author.is_delegate || is_view_statement(body);
    case RecordType::mesh_key:
    case RecordType::stamp_key:
      return policy.kind == ChannelKind::assembly && author.is_delegate;
    case RecordType::mesh_key_copy:
      return policy.kind == ChannelKind::org && author.is_delegate;
    case RecordType::list_export:
      return policy.kind == ChannelKind::org && author.is_delegate;
    case RecordType::list_row:
      return policy.kind == ChannelKind::custom && is_for_lists(policy.parts);
    // A channel's statement travels in Welcomes; of the others no honest device of this version
    // writes any.
    case RecordType::reveal:
    case RecordType::repair:
    case RecordType::channel:
    case RecordType::join:
    case RecordType::welcome:
      return false;
  }
  return false;
}

Reply<HeldEpoch*> Channels::State::epoch_to_send(const ChannelPolicy& policy, Turn& turn) {
  const Choice choice = choose(policy);
  switch (choice.kind) {
    case Choice::Kind::outside:
      return refuse(Exit::permission,
                    "E_NOT_MEMBER",
                    "this device is not in that channel",
                    "tocsin who CHANNEL lists its members; if this device is frozen, other "
                    "delegates of yours lift it: tocsin thaw FREEZE");
    case Choice::Kind::nothing:
      return refuse(
          Exit::later, "E_NO_EPOCH", "this channel's keys have not reached this device yet");
    case Choice::Kind::ready:
      return choice.epoch;
    case Choice::Kind::grow:
      // Who is new and whose keys nobody here has seen waits for the steward who admitted it.
      if (!knows_keys_of_new(*choice.epoch, *current(policy), turn.today())) return choice.epoch;
      break;
    case Choice::Kind::make:
      break;
  }
  HeldEpoch& made = make_child(policy, choice.epoch, {}, turn);
  welcome_joiners(made, turn);
  return &made;
}

Reply<Sent> Channels::State::post(const ChannelPolicy& policy, Posting posting, Turn& turn) {
  const auto fits = check_size(posting);
  if (!fits) return refuse(fits.error());
  auto epoch = epoch_to_send(policy, turn);
  if (!epoch) return tl::unexpected<Refusal>{epoch.error()};
  const Member* me = member(policy, identity.keys->id);
  if (me == nullptr || !may_post(policy, *me, posting.type, posting.body))
    return refuse(
        Exit::permission, "E_NOT_ALLOWED", "this device may not post that in this channel");
  auto sent = seal_under(**epoch, std::move(posting), turn);
  if (!sent) return refuse(sent.error());
  return *sent;
}

Result<Sent> Channels::State::seal_under(HeldEpoch& epoch, Posting posting, Turn& turn) {
  const Audience* audience = Epochs::audience(epoch, audiences);
  ENSURE(audience != nullptr);
  // K1: nothing but an epoch's announcement goes where a device that the current view excludes
  // could read it.
  ENSURE(posting.is_carrier || is_subset(*audience, *current(epoch.policy)));
  const auto rank = rank_of(*audience, identity.keys->id);
  ENSURE(rank && prekeys.newest_own() != nullptr);
  const Generation& generation = *prekeys.newest_own();
  ChannelNotes own = notes[epoch.policy.id];

  const std::uint32_t life =
      posting.is_urgent ? limits::urgent_life_hours : limits::envelope_life_hours;
  Record record;
  record.prev = own.last_record;
  record.view = view_tag(audiences.current(epoch.policy));
  record.at = turn.now.wall;
  record.expires = turn.now.wall + Millis{std::int64_t{life} * ms_per_hour};
  record.body = posting.body;
  const Bytes bytes = wire::encode(record);
  if (bytes.size() + sizeof(crypto::Signature) > content_bytes_max)
    return fail(Errc::limit_exceeded, "a record larger than the largest envelope");

  // The chain is advanced and kept before anything is sealed: a crash costs a number, never uses
  // one twice.
  TRY(Epochs::ChainCopy chain, epochs.chain(epoch, *rank));
  const std::uint32_t ctr = chain.chain.next();
  TRY(const StepKey key, chain.chain.take(ctr));
  TRY_VOID(epochs.commit(epoch, *rank, std::move(chain), turn.outbox));

  const RecordPlace place{
      identity.domain(), epoch.policy.id, epoch.id, identity.keys->id, ctr, posting.type};
  const Bytes input = record_input(place, bytes);
  const crypto::Signature signature = crypto::sign(generation.msk.reveal(), input);
  const Bytes content = Writer{}.bytes(bytes).bytes(signature).take();
  const std::uint32_t day = std::max(epoch.secrets.days.first_day(), turn.today());
  TRY(const DayKeys day_keys, epoch.secrets.days.at(day));
  const SealKeys keys{day_keys.header, epochs.admission(epoch, day), key, epoch.id};
  const Header header{*rank, ctr, posting.type, generation.keys.gen, day};
  TRY(Envelope envelope,
      seal(random, identity.coalition, keys, header, hour_of(turn.now.wall) + life, content));

  const Received mine{epoch.policy.id,
                      posting.type,
                      identity.keys->id,
                      record_id(input),
                      record.at,
                      std::move(posting.body)};
  own.last_record = mine.id;
  note(epoch.policy.id, own, turn.outbox);
  const Sent sent{mine.id, envelope.id()};
  turn.out.publish.push_back(Publish{std::move(envelope), posting.is_urgent});
  take_record(epoch, (*audience)[*rank], mine, turn);
  return sent;
}

}  // namespace tocsin::channel
