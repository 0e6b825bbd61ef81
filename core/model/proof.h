// A self-proving set of statements anyone can verify offline (statements.md §6):
//   kind u8 | l u16 | left_out[l <= 512] ids | s u16 | statements[s <= 4096], both sorted by id; <=
//   4 MiB, unsigned.
// A draft is a proof not yet complete.
#pragma once

#include <cstdint>
#include <vector>

#include "core/model/ids.h"
#include "core/model/statement.h"

namespace tocsin {

enum class ProofKind : std::uint8_t { charter = 1, manifest, mandate, call, stop, evidence, state };

struct Proof {
  ProofKind kind = ProofKind::state;
  std::vector<StatementId> left_out;
  std::vector<Statement> statements;  // sorted by id
  friend bool operator==(const Proof&, const Proof&) = default;
};

inline constexpr std::size_t proof_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t proof_statements_max = 4096;
inline constexpr std::size_t proof_left_out_max = 512;

}  // namespace tocsin
