// Bytes of a statement:
//   suite u8 | mode u8 | type u8 | coalition[32] | author[32] | length u32 | body | sig[64]
// A fixed layout, so nothing of a body is parsed before its signature was checked. PROTOCOL,
// "Statements".
#pragma once

#include "core/model/statement.h"
#include "core/wire/canonical.h"

namespace tocsin::wire {

inline constexpr std::size_t statement_frame_bytes = 1 + 1 + 1 + 32 + 32 + 4 + 64;

template <>
Bytes encode<Statement>(const Statement& statement);
// The whole view is one statement. not_allowed: a suite, mode or type we do not know.
template <>
Result<Statement> decode<Statement>(ByteView bytes);

}  // namespace tocsin::wire
