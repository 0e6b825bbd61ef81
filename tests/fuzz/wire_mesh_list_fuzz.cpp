// Bytes of a mesh list from a peer: refused, or the same bytes again when encoded.
#include "core/base/ensure.h"
#include "core/wire/mesh_list_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const tocsin::ByteView bytes{data, size};
  const auto list = tocsin::wire::decode_mesh_list(bytes);
  if (!list) return 0;
  ENSURE(tocsin::same_bytes(tocsin::wire::encode(*list), bytes));
  static_cast<void>(tocsin::wire::is_signed(*list));
  static_cast<void>(tocsin::is_by_heir_of(*list, tocsin::crypto::SignPublicKey{}));
  return 0;
}
