// Bytes of a statement or proof from a file or record: refused, or the same bytes again when
// encoded.
#include "core/base/ensure.h"
#include "core/wire/proof_codec.h"
#include "core/wire/statement_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const tocsin::ByteView bytes{data, size};
  if (const auto statement = tocsin::wire::decode<tocsin::Statement>(bytes))
    ENSURE(tocsin::same_bytes(tocsin::wire::encode(*statement), bytes));
  if (const auto proof = tocsin::wire::decode<tocsin::Proof>(bytes))
    ENSURE(tocsin::same_bytes(tocsin::wire::encode(*proof), bytes));
  return 0;
}
