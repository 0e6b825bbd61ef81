// The devices of a channel under any named view (channel.md §2): delegates by manifest, members by
// roll, removed ones never, frozen persons and devices with evidence against them not while that
// stands; under a fork only whom each of its tips would let in. What the view names must be here
// and complete, else the missing ids are told.
#pragma once

#include <variant>

#include "core/coalition/lineage.h"
#include "core/coalition/statements.h"
#include "core/model/audience.h"

namespace tocsin::coalition {

std::variant<Audience, Audiences::Missing> audience_under(const Lineage& lineage,
                                                          const Statements& statements,
                                                          const ChannelPolicy& channel,
                                                          const View& view);

}  // namespace tocsin::coalition
