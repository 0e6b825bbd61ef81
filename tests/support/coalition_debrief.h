// Debriefs on a CoalitionNet, after the call of a CoalitionStory has ended.
#pragma once

#include <string>
#include <string_view>

#include "core/model/debrief.h"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {

// One that may be filed by any org of the story, without turnout.
Debrief debrief_body(const CoalitionNet& net, const StatementId& call);
// By the org's first delegate; it is delivered.
StatementId draft_debrief(CoalitionNet& net, std::string_view slug, const Debrief& body);
// Drafted, and signed by the second.
StatementId file_debrief(CoalitionNet& net, std::string_view slug, const StatementId& call);
// As the choir's summary says it.
std::string state_of_debrief(CoalitionNet& net, std::string_view slug, const StatementId& call);

}  // namespace tocsin::tests
