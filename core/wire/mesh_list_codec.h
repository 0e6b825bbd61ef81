// Bytes of the signed list of relays and stamp keys (link.md §6). A fixed layout, since relays,
// which hold no channel key, parse it from whoever sends it. Meaning: core/model/mesh_list.h.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/model/mesh_list.h"

namespace tocsin::wire {

Bytes encode(const MeshList& list);
// Everything but the signature: what the authority signs.
Bytes mesh_list_signed_part(const MeshList& list);
// Checks layout, order and counts, not the signature.
Result<MeshList> decode_mesh_list(ByteView bytes);

// By the authority the list itself names; whether that authority counts is is_by_heir_of's matter.
bool is_signed(const MeshList& list);
// Sets authority and signature. A list over 64 KiB loses last addresses of relays until it fits.
MeshList sign_mesh_list(MeshList list, ByteView authority_seed);

}  // namespace tocsin::wire
