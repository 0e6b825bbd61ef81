// Bytes of a frame: type u8 | body, all fixed layouts (link.md §5). Lengths and counts are checked
// before anything is allocated; a frame of a type we do not know is skipped, a wrong one closes the
// link. Next: core/model/frame.h, core/link/mux.h.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/model/frame.h"

namespace tocsin::wire {

Bytes encode(const Frame& frame);
// malformed: a length, count or enumerator that no honest node sends.
Result<Frame> decode_frame(ByteView bytes);
// Where a frame travels unless its sender says otherwise (an answer to WANT is Queue::sync).
Queue queue_of(const Frame& frame);

}  // namespace tocsin::wire
