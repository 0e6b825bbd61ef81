#include "core/model/mesh_list.h"

#include "core/model/statement.h"

namespace tocsin {
namespace {

// Relays check these and know nothing of rehearsals.
Bytes list_input(const CoalitionId& coalition, ByteView signed_part) {
  return signature_input(Domain{coalition, Mode::none}, "mesh_list", signed_part);
}

Bytes handover_input(const CoalitionId& coalition,
                     const crypto::SignPublicKey& old_authority,
                     const crypto::SignPublicKey& new_authority) {
  Writer both;
  both.bytes(old_authority).bytes(new_authority);
  return signature_input(Domain{coalition, Mode::none}, "handover", both.view());
}

}  // namespace

crypto::Signature sign_list(const CoalitionId& coalition, ByteView signed_part, ByteView seed) {
  return crypto::sign(seed, list_input(coalition, signed_part));
}

bool is_list_signature(const MeshList& list, ByteView signed_part) {
  return crypto::verify(list.authority, list_input(list.coalition, signed_part), list.signature);
}

Handover make_handover(const CoalitionId& coalition,
                       ByteView old_seed,
                       const crypto::SignPublicKey& new_authority) {
  const crypto::SignPublicKey old_authority = crypto::sign_public_key(old_seed);
  return {old_authority,
          new_authority,
          crypto::sign(old_seed, handover_input(coalition, old_authority, new_authority))};
}

bool is_signed(const Handover& handover, const CoalitionId& coalition) {
  return crypto::verify(handover.old_authority,
                        handover_input(coalition, handover.old_authority, handover.new_authority),
                        handover.signature);
}

bool is_by_heir_of(const MeshList& list, const crypto::SignPublicKey& held) {
  crypto::SignPublicKey reached = held;
  // Each handover is walked at most once, so a circle of them ends.
  for (std::size_t steps = list.handovers.size(); reached != list.authority; --steps) {
    const auto next = std::ranges::find_if(list.handovers, [&](const Handover& handover) {
      return handover.old_authority == reached && is_signed(handover, list.coalition);
    });
    if (steps == 0 || next == list.handovers.end()) return false;
    reached = next->new_authority;
  }
  return true;
}

}  // namespace tocsin
