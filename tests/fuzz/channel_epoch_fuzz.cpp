// An announcement and slots that a member has spoilt and signed again: refused or accepted, never a
// crash, and what is accepted has the author's key.
#include <cstddef>
#include <cstdint>

#include "core/base/ensure.h"
#include "core/wire/channel_codec.h"
#include "tests/support/channel_devices.h"

namespace tocsin::channel {
namespace {

struct Family {
  tests::ChannelDevices devices{1, 4};
  Audience before = devices.audience({3});
  Audience after = devices.audience({2});
  std::map<DeviceId, KeysStatement> keys = devices.newest_keys();
  MadeEpoch root = make(before, nullptr);
  ParentEpoch parent{root.announcement.id(), before, root.secrets.fwd};
  MadeEpoch child = make(after, &parent);

  MadeEpoch make(const Audience& audience, const ParentEpoch* above) {
    const EpochWish wish{
        devices.domain, devices.channel, View{}, audience, above, keys, {}, true, devices.day};
    return create_epoch(devices.random, devices[0].keys, wish);
  }
};

void spoil(Bytes& bytes, Reader& in) {
  for (unsigned changes = in.u8() % 4U; changes > 0 && !bytes.empty(); --changes)
    bytes[in.u16() % bytes.size()] ^= in.u8();
}

void try_offer(ByteView input) {
  static Family family;
  Reader in{input};
  tests::Offered offered{family.child};
  Bytes body = wire::encode(offered.announcement);
  spoil(body, in);
  const auto announcement = wire::decode_signed<EpochAnnouncement>(body);
  if (!announcement) return;
  offered.announcement = *announcement;
  for (auto& [index, chunk] : offered.seeds) spoil(chunk.slots, in);
  for (auto& [index, chunk] : offered.joins) spoil(chunk.slots, in);
  if (in.u8() % 2 == 0 && !offered.seeds.empty()) {  // so that the hashes fit what was spoilt
    offered.announcement.seed_chunks = {offered.seeds.begin()->second.hash()};
    offered.announcement.join_chunks = {offered.joins.begin()->second.hash()};
  }
  offered.statement = sign_statement(family.devices.domain,
                                     StatementType::epoch,
                                     family.devices[0].keys.id,
                                     wire::encode(offered.announcement),
                                     family.devices[0].keys.idk.reveal());
  for (const std::size_t who : {1U, 3U}) {
    const auto taken = accept_epoch(offered.offer(),
                                    family.devices.domain,
                                    family.after,
                                    &family.parent,
                                    family.devices[who].keys,
                                    family.devices[who].prekeys.own());
    if (taken) ENSURE(taken->secrets.fwd.encode() == family.child.secrets.fwd.encode());
  }
}

}  // namespace
}  // namespace tocsin::channel

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::channel::try_offer({data, size});
  return 0;
}
