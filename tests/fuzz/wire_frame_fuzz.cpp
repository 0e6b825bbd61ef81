// Bytes of a frame from a peer: refused, or the same bytes again when encoded.
#include "core/base/ensure.h"
#include "core/wire/frame_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const tocsin::ByteView bytes{data, size};
  const auto frame = tocsin::wire::decode_frame(bytes);
  if (!frame) return 0;
  static_cast<void>(tocsin::wire::queue_of(*frame));
  // A frame nobody knows is skipped whole: of its bytes only the type is kept.
  if (std::holds_alternative<tocsin::UnknownFrame>(*frame)) return 0;
  ENSURE(tocsin::same_bytes(tocsin::wire::encode(*frame), bytes));
  return 0;
}
