// A checked proof as one page for a wall: what was decided, by how many, and how anybody can check
// it. Counts, never names. The page itself proves nothing and says so.
#pragma once

#include <optional>
#include <string>

#include "core/base/instant.h"
#include "core/coalition/verify.h"

namespace tocsin::cli {

struct SheetNotes {
  WallTime printed;
  std::optional<WallTime> public_after = std::nullopt;  // of a call: no wall before that
  bool has_picture = false;  // with the id and its words for a camera, if the page has room
};

// At most page_lines lines of 80 columns. `found` is valid: ENSURE.
std::string sheet(const coalition::Verification& found, const SheetNotes& notes);

// What a picture holds: "tocsin call ID six words". It names a thing, it proves nothing.
std::string picture_text(std::string_view kind, ByteView id, std::string_view words);

}  // namespace tocsin::cli
