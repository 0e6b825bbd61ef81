// A signed object whose signature and canonical form were checked, as rules and tallies read it.
#pragma once

#include "core/model/ids.h"

namespace tocsin::coalition {

template <class T>
struct Signed {
  StatementId id;
  Mode mode;
  T value;
};

}  // namespace tocsin::coalition
