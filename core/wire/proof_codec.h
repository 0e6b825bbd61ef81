// Bytes of a proof: kind u8 | l u16 | left_out[l] ids | s u16 | statements[s], both sorted by id,
// no id twice, at most 4 MiB. No body is parsed and no signature checked here.
#pragma once

#include "core/model/proof.h"
#include "core/model/verdict.h"
#include "core/wire/canonical.h"

namespace tocsin::wire {

// The proof's statements must be sorted (model/proof.h `sort`) and within the limits: ENSURE.
template <>
Bytes encode<Proof>(const Proof& proof);
template <>
Result<Proof> decode<Proof>(ByteView bytes);

// A proof with the ids that were computed on the way, in the order of its statements.
struct ScannedProof {
  Proof proof;
  std::vector<StatementId> ids;
};

// Steps 1 and half of 2 of a verification: E_SIZE, E_DECODE, then E_TYPE or E_MODE where a suite,
// type or mode is unknown.
tl::expected<ScannedProof, Reason> scan_proof(ByteView bytes);

}  // namespace tocsin::wire
