// The exact text a signer sees of a subject in one language, and its hash `shown`, which the
// sign-off carries: counted sign-offs equal in language and version but not in `shown` are
// E_RENDER. The text depends on subject and charter alone, never on the reader's org, screen or
// clock.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/coalition/electorate.h"
#include "core/crypto/hash.h"
#include "core/model/debrief.h"
#include "core/model/decision.h"
#include "core/model/report.h"

namespace tocsin::coalition {

inline constexpr std::uint16_t wording_version = 3;

struct Wording {
  std::string text;    // lines end in \n
  crypto::Hash shown;  // H("wording", version, text)
};

// not_found: a language the charter does not have.
Result<Wording> wording(const Charter& charter,
                        const Signed<Proposal>& proposal,
                        std::string_view language);
Result<Wording> wording(const Charter& charter,
                        const Signed<Proposal>& proposal,
                        const Signed<Call>& call,
                        std::string_view language);
Result<Wording> wording(const Charter& charter,
                        const Signed<Proposal>& proposal,
                        const Signed<Stop>& stop,
                        std::string_view language);
Result<Wording> wording(const Charter& charter,
                        const Signed<Report>& report,
                        std::string_view language);
Result<Wording> wording(const Charter& charter,
                        const Signed<Proposal>& proposal,
                        const Signed<Debrief>& debrief,
                        std::string_view language);
// Of a freeze or a thaw. `person`: the handle, as the manifest says it.
Result<Wording> wording(const Charter& charter,
                        const Signed<Freeze>& freeze,
                        std::string_view person,
                        std::string_view language);
// Founding: in the template's own language, English, whatever the charter's.
Wording wording(const Signed<Charter>& charter);
// An amendment: what changes first, then the whole.
Wording wording(const Signed<Charter>& next, const Charter& prev);
Wording wording(const Signed<Manifest>& manifest);

}  // namespace tocsin::coalition
