// Commitments: one per worker and campaign. Whoever took one back does not have it again in that
// campaign, whatever list or steward says so. What is counted of them: table.h.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/command.h"
#include "core/model/roster.h"
#include "core/readiness/row_key.h"
#include "core/seam/outbox.h"
#include "core/seam/store.h"

namespace tocsin::readiness {

// By worker.
using Pledges = std::map<std::string, Pledge, std::less<>>;

// Under the campaign's key; none: there are none.
Pledges read_pledges(const Archive& archive, const RowKey* key);
std::optional<Pledge> find_pledge(const Archive& archive,
                                  const RowKey* key,
                                  std::string_view worker);
void keep_pledge(Outbox& outbox, const RowKey& key, const Pledge& pledge);

// What a pledge may be made for; before founding nobody knows, and any word does.
struct Asks {
  bool is_known = false;
  std::vector<std::string> all;         // of this kind of org, in any action; sorted
  std::vector<std::string> stops_work;  // in actions that stop work, or `all` where none does
};

Asks asks_of(const Charter* charter, const CharterOrg* org);

// One line of a request: worker, ask, text_id, card_ref, campaign. Refused without its text, with a
// word the charter does not ask for, or where a field is not plain.
Reply<Pledge> read_pledge(const Row& line, const Asks& asks, std::uint32_t today);
// The pledge to keep after what is known: a revoked one never returns.
Reply<Pledge> after(const std::optional<Pledge>& known, Pledge wish);

}  // namespace tocsin::readiness
