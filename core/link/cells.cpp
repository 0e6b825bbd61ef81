#include "core/link/cells.h"

#include "core/base/ensure.h"
#include "core/model/limits/link.h"

namespace tocsin::link {

Bytes Cells::seal(ByteView plain) {
  ENSURE(plain.size() == limits::cell_plain_bytes);
  Bytes cell = sending_.seal({}, plain);
  if (++sealed_ % limits::cells_per_key == 0) sending_.rekey();
  return cell;
}

Result<Bytes> Cells::open(ByteView cell) {
  if (cell.size() != limits::cell_bytes) return fail(Errc::malformed, "a cell has 512 bytes");
  TRY(Bytes plain, receiving_.open({}, cell));
  if (++opened_ % limits::cells_per_key == 0) receiving_.rekey();
  return plain;
}

}  // namespace tocsin::link
