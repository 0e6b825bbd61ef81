// Structure tests, votes and contract dates: what an org has shown and when it is free to act, as
// rows of the store. Which tests are published: table.h.
#pragma once

#include <string_view>
#include <vector>

#include "core/model/list_rows.h"
#include "core/model/report.h"
#include "core/model/roster.h"
#include "core/readiness/row_key.h"
#include "core/seam/outbox.h"
#include "core/seam/store.h"

namespace tocsin::readiness {

// Under the list's key: they name who took part. By cell, kind, day.
std::vector<StructureTest> read_tests(const Archive& archive, const RowKey* key);
// The test of this cell, kind and day; nobody took part if there is none yet.
StructureTest find_test(const Archive& archive,
                        const RowKey* key,
                        const Cell& cell,
                        std::string_view kind,
                        std::uint32_t day);
// False, and nothing kept: more names than one row of the store holds.
bool keep_test(Outbox& outbox, const RowKey& key, const StructureTest& test);

std::vector<VoteResult> read_votes(const Archive& archive);  // by day
void keep_vote(Outbox& outbox, const SharedVote& shared);

std::vector<ContractDate> read_contracts(const Archive& archive);  // one per cell
void keep_contract(Outbox& outbox, const SharedContract& shared);

// With when they were written: for devices that share the list.
std::vector<SharedVote> read_dated_votes(const Archive& archive);
std::vector<SharedContract> read_dated_contracts(const Archive& archive);

}  // namespace tocsin::readiness
