#include "core/channel/join.h"

#include "core/base/checked.h"
#include "core/model/mesh_key.h"
#include "core/wire/channel_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::channel {
namespace {

void write_place(Writer& out, const Place& place) {
  out.u8(place.is_relay ? 1 : 0)
      .bytes(place.key.view())
      .u8(static_cast<std::uint8_t>(place.address.kind));
  out.u16(place.address.port)
      .u8(narrow<std::uint8_t>(place.address.host.size()))
      .bytes(place.address.host);
}

Place read_place(Reader& in) {
  Place place;
  place.is_relay = in.u8() != 0;
  place.key = LinkKey{in.array<32>()};
  place.address.kind = static_cast<AddressKind>(in.u8());
  place.address.port = in.u16();
  place.address.host = to_bytes(in.take(in.u8()));
  return place;
}

// side u8 | state u8 | wrong u8 | role u8 | expiry u32 | coalition | charter | inviter | secret |
// of a second device: person | places | request
Bytes row_of(const JoinRow& row) {
  const Invite& invite = row.invite;
  Writer out;
  out.u8(static_cast<std::uint8_t>(row.side))
      .u8(static_cast<std::uint8_t>(row.state))
      .u8(row.wrong_words);
  out.u8(static_cast<std::uint8_t>(invite.role)).u32(invite.expiry_hour);
  out.bytes(invite.coalition.view()).bytes(invite.charter.view()).bytes(invite.inviter.view());
  out.bytes(invite.secret);
  if (invite.role == InviteRole::second_device)
    out.u8(narrow<std::uint8_t>(invite.person.size())).bytes(as_bytes(invite.person));
  out.u8(narrow<std::uint8_t>(invite.places.size()));
  for (const Place& place : invite.places) write_place(out, place);
  return out.bytes(row.request).take();
}

ReplyKeys keys_of(JoinSide side, const Invite& invite) {
  return reply_keys(side == JoinSide::founding ? ReplyKind::founding : ReplyKind::invite,
                    invite.secret);
}

}  // namespace

MeshTag invite_tag(const Invite& invite) {
  return mesh_tag(invite_ticket(invite.secret));
}

Result<JoinRequest> read_request(ByteView statement, const Invite& invite, Mode mode) {
  const Domain domain{invite.coalition, mode};
  TRY(const Statement outer, wire::decode_signed<Statement>(statement));
  if (outer.type != StatementType::join || outer.domain != domain)
    return fail(Errc::malformed, "not a join request of this coalition");
  TRY(const JoinStatement join, wire::decode_signed<JoinStatement>(outer.body));
  if (join.author != outer.author || join.inviter != invite.inviter ||
      join.tag != invite_tag(invite))
    return fail(Errc::conflict, "a join request for another invite");
  // Signed, so that whoever has the one text can make nothing of it that passes for the other.
  const bool is_second_device = invite.role == InviteRole::second_device;
  if (join.is_second_device != is_second_device)
    return fail(Errc::conflict, "a join request for a text of another kind");
  TRY(const Statement inner, wire::decode_signed<Statement>(join.device));
  if (inner.type != StatementType::device || inner.domain != domain)
    return fail(Errc::malformed, "a join request without a device");
  TRY(const DeviceStatement device, wire::decode_signed<DeviceStatement>(inner.body));
  if (device.author != outer.author || inner.author != outer.author ||
      device_id(device.keys) != outer.author)
    return fail(Errc::conflict, "a join request of two devices");
  if (is_second_device && device.person != invite.person)
    return fail(Errc::conflict, "a second device of somebody else");
  if (!outer.is_signed_by(device.keys.idk) || !inner.is_signed_by(device.keys.idk))
    return fail(Errc::unauthenticated, "a join request its device did not sign");
  TRY_VOID(read_keys(join.keys, device.keys, domain));
  return JoinRequest{outer.author, device.keys, device.person, inner.signature, join.keys};
}

Joins::Joins(const Snapshot& restored) {
  for (const StoredRow& stored : restored.of(Table::invites)) {
    Reader in{stored.value};
    const auto side = static_cast<JoinSide>(in.u8());
    const auto state = static_cast<JoinState>(in.u8());
    const std::uint8_t wrong_words = in.u8();
    Invite invite;
    invite.role = static_cast<InviteRole>(in.u8());
    invite.expiry_hour = in.u32();
    invite.coalition = CoalitionId{in.array<32>()};
    invite.charter = StatementId{in.array<32>()};
    invite.inviter = DeviceId{in.array<32>()};
    invite.secret = in.array<32>();
    if (invite.role == InviteRole::second_device) invite.person = to_text(in.take(in.u8()));
    for (unsigned left = in.u8(); left > 0; --left) invite.places.push_back(read_place(in));
    ENSURE(!in.failed());
    JoinRow row{side, state, wrong_words, invite, to_bytes(in.rest()), keys_of(side, invite)};
    const Route route = row.keys.admission.route;
    rows_.emplace(route, std::move(row));
  }
}

JoinRow& Joins::add(JoinSide side, const Invite& invite, Outbox& outbox) {
  JoinRow row{side, JoinState::open, 0, invite, {}, keys_of(side, invite)};
  const Route route = row.keys.admission.route;
  JoinRow& kept = rows_.insert_or_assign(route, std::move(row)).first->second;
  keep(kept, outbox);
  return kept;
}

void Joins::keep(const JoinRow& row, Outbox& outbox) {
  outbox.keep(Table::invites, row.keys.admission.route.bytes(), row_of(row));
}

void Joins::forget(const JoinRow& row, Outbox& outbox) {
  const Route route = row.keys.admission.route;
  outbox.forget(Table::invites, route.bytes());
  rows_.erase(route);
}

JoinRow* Joins::by_route(const Route& route) {
  const auto found = rows_.find(route);
  return found == rows_.end() ? nullptr : &found->second;
}

JoinRow* Joins::by_tag(const MeshTag& tag) {
  for (auto& [route, row] : rows_) {
    if (row.side != JoinSide::founding && invite_tag(row.invite) == tag) return &row;
  }
  return nullptr;
}

std::vector<JoinRow*> Joins::of(JoinSide side) {
  std::vector<JoinRow*> out;
  for (auto& [route, row] : rows_) {
    if (row.side == side) out.push_back(&row);
  }
  return out;
}

std::vector<Route> Joins::routes() const {
  std::vector<Route> out;
  for (const auto& [route, row] : rows_) out.push_back(route);
  return out;
}

}  // namespace tocsin::channel
