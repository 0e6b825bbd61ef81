#include "core/coalition/drilled.h"

namespace tocsin::coalition {

bool is_never_drilled(StatementType type) {
  switch (type) {
    case StatementType::charter:
    case StatementType::manifest:
    case StatementType::roll:
    case StatementType::freeze:
    case StatementType::report:
    case StatementType::relay_cert:
    case StatementType::relay_drop:
      return true;
    case StatementType::proposal:
    case StatementType::signoff:
    case StatementType::call:
    case StatementType::stop:
    case StatementType::ack:
    case StatementType::debrief:
    case StatementType::device:
    case StatementType::keys:
    case StatementType::channel:
    case StatementType::epoch:
    case StatementType::repair:
    case StatementType::join:
    case StatementType::reveal:
      return false;
  }
  return false;
}

}  // namespace tocsin::coalition
