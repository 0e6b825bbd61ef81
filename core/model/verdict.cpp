#include "core/model/verdict.h"

namespace tocsin {

std::string_view code(Reason reason) {
  switch (reason) {
    case Reason::size: return "E_SIZE";
    case Reason::decode: return "E_DECODE";
    case Reason::type: return "E_TYPE";
    case Reason::mode: return "E_MODE";
    case Reason::coalition: return "E_COALITION";
    case Reason::charter_unknown: return "E_CHARTER_UNKNOWN";
    case Reason::charter_fork: return "E_CHARTER_FORK";
    case Reason::feature: return "E_FEATURE";
    case Reason::lint: return "E_LINT";
    case Reason::key_dup: return "E_KEY_DUP";
    case Reason::manifest_expired: return "E_MANIFEST_EXPIRED";
    case Reason::delegate: return "E_DELEGATE";
    case Reason::sig: return "E_SIG";
    case Reason::missing: return "E_MISSING";
    case Reason::demand: return "E_DEMAND";
    case Reason::target: return "E_TARGET";
    case Reason::wave: return "E_WAVE";
    case Reason::expired: return "E_EXPIRED";
    case Reason::count: return "E_COUNT";
    case Reason::kind_min: return "E_KIND_MIN";
    case Reason::bearing: return "E_BEARING";
    case Reason::ratify: return "E_RATIFY";
    case Reason::stale: return "E_STALE";
    case Reason::strength: return "E_STRENGTH";
    case Reason::tests: return "E_TESTS";
    case Reason::vote: return "E_VOTE";
    case Reason::drill: return "E_DRILL";
    case Reason::join: return "E_JOIN";
    case Reason::hold: return "E_HOLD";
    case Reason::blocked: return "E_BLOCKED";
    case Reason::checklist: return "E_CHECKLIST";
    case Reason::render: return "E_RENDER";
    case Reason::lead_min: return "E_LEAD_MIN";
    case Reason::lead_max: return "E_LEAD_MAX";
    case Reason::charter_stale: return "E_CHARTER_STALE";
    case Reason::stopped: return "E_STOPPED";
    case Reason::frozen: return "E_FROZEN";
    case Reason::equivocation: return "E_EQUIVOCATION";
    case Reason::unconfirmed: return "E_UNCONFIRMED";
    case Reason::debrief: return "E_DEBRIEF";
    case Reason::clock: return "E_CLOCK";
    case Reason::second: return "E_SECOND";
    case Reason::roll: return "E_ROLL";
    case Reason::slot: return "E_SLOT";
  }
  return "";
}

}  // namespace tocsin
