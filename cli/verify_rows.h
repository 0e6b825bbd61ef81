// `tocsin verify`: from what the reader goes by to rows. The verification itself is one pure
// function of core/coalition/verify.h, the same as in the daemon.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/coalition/verify.h"
#include "core/model/command.h"
#include "core/model/row.h"

namespace tocsin::cli {

struct ChosenAnchor {
  coalition::Anchor anchor;
  bool is_chosen = false;  // by --charter; else it is only what the proof says of itself
};

// E_CHARTER_UNKNOWN and the like where the charter file itself does not verify.
Reply<ChosenAnchor> anchor_of(ByteView proof,
                              const std::optional<Bytes>& charter,
                              bool must_be_live);
std::vector<Row> verify_rows(const coalition::Verification& found, const ChosenAnchor& anchor);
// Nothing where it is valid; else exit 3, 4 or 5 with the first reason's code.
Reply<void> refusal_of(const coalition::Verification& found);

// Whether it is the full members' approvals that decide it.
bool has_tally(const coalition::Verified& verified);
// Of an end, a word for each demand.
std::vector<std::string> outcomes_of(const coalition::Verified& verified);
std::string_view proof_name(ProofKind kind);  // "call certificate"
// Of the subject, from the list that serves it.
std::string words_of(const coalition::Verified& verified);
// "drivers transport/metro"
std::string target_text(const coalition::Verified& verified, const CallTarget& target);

}  // namespace tocsin::cli
