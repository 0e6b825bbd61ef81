#include "core/base/ensure.h"

#include <cstdio>
#include <cstdlib>

namespace tocsin {

void ensure_failed(const char* expression, const char* file, int line) noexcept {
  // The expression is our own source text, so no input and no secret can reach this line.
  std::fprintf(stderr, "%s:%d: broken invariant: %s\n", file, line, expression);
  std::abort();
}

}  // namespace tocsin
