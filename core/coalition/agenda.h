// What is open here and waits for the sign-off of this device's person, whoever drafted it. Nothing
// that is over, decided or replaced, nothing that this device would refuse to sign, and nothing
// that its person has answered already, in whatever way. Private to core/coalition.
#pragma once

#include <vector>

#include "core/coalition/reading.h"

namespace tocsin::coalition {

// to_sign*, to_sign_more? (commands.h): what is meant in earnest before drills, and the least time
// first.
std::vector<Row> agenda_rows(const Reading& reading, Now now);

}  // namespace tocsin::coalition
