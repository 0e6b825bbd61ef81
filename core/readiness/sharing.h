// A list that several devices of one org share (readiness.md §9): the channel it is shared in, how
// rows of two devices become one, and rows as bodies of records. The verb: sharing_verbs.cpp.
#pragma once

#include <optional>
#include <vector>

#include "core/model/ids.h"
#include "core/model/list_rows.h"
#include "core/seam/outbox.h"
#include "core/seam/store.h"

namespace tocsin::readiness {

// None: this device keeps its list to itself.
std::optional<ChannelId> shared_channel(const Archive& archive);
void keep_shared_channel(const ChannelId& channel, Outbox& outbox);
void forget_shared_channel(Outbox& outbox);

// Bodies of records that came and were not merged yet; taking them forgets them.
void lay_aside_rows(const RecordId& record, ByteView body, Outbox& outbox);
std::vector<Bytes> take_laid_aside(const Archive& archive, Outbox& outbox);

// What to keep of a row that came, after what is known; none: nothing new. Whatever the order in
// which rows come, devices end with the same.
std::optional<Worker> merged(const std::optional<Worker>& known, Worker came, WallTime now);
std::optional<Pledge> merged(const std::optional<Pledge>& known, const Pledge& came);
std::optional<StructureTest> merged(const StructureTest& known, const StructureTest& came);
std::optional<SharedVote> merged(const std::optional<SharedVote>& known,
                                 SharedVote came,
                                 WallTime now);
std::optional<SharedContract> merged(const std::optional<SharedContract>& known,
                                     SharedContract came,
                                     WallTime now);

// In as few bodies as their size allows; a test of many is cut into several.
std::vector<Bytes> packed(const ListRows& rows);

}  // namespace tocsin::readiness
