// A manifest or charter as the file that is passed round until enough have confirmed (decisions.md
// §5): a proof not yet complete, in which each device's card rides along. Of an amendment the file
// serves the orgs that would enter; it holds the whole chain before it.
#pragma once

#include <map>

#include "core/coalition/assess.h"
#include "core/coalition/lint.h"
#include "core/model/command.h"
#include "core/model/device.h"
#include "core/model/proof.h"

namespace tocsin::coalition {

struct FoundingDraft {
  Proof proof;
  StatementId subject;
  StatementType type;  // charter or manifest
  Mode mode;
  std::optional<Charter> charter;       // of a charter draft
  std::optional<Charter> previous;      // of an amendment: what it follows
  CoalitionId coalition;                // of a charter draft: id of the first charter
  std::map<OrgId, Manifest> manifests;  // one in a manifest draft
  Ballots ballots;                      // signatures checked
  bool is_complete = false;
  std::vector<Lack> lacks;
};

// Refused: what no honest program made, another mode, something that fails lint.
Reply<FoundingDraft> read_founding(ByteView bytes, Mode mode);

// A card file: u16 count | per statement u32 length, bytes. Every statement must be a `device` or
// `keys` of one device and signed by it, in the founders' domain of this mode.
Reply<std::vector<Statement>> read_card(ByteView bytes, Mode mode);

// Newest `keys` statement of each device that rides along, encoded; those not signed by their
// device are passed over.
std::map<DeviceId, Bytes> newest_keys(const FoundingDraft& draft);

// The org, and the person, whose manifest lists this device; null: none.
const Manifest* manifest_of(const FoundingDraft& draft, const DeviceId& device, OrgId& org);

// E_LINT with what the draft breaks, a row each: notes too.
tl::unexpected<Refusal> refuse_lint(const std::vector<Finding>& findings);

}  // namespace tocsin::coalition
