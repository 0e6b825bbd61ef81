// A bundle from a stick: once as the file itself, once as what somebody who has the key sealed.
#include "core/base/ensure.h"
#include "core/wire/bundle_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const tocsin::Bytes key(32, 1);
  const tocsin::BundleSalt salt{2};
  const tocsin::ByteView bytes{data, size};
  ENSURE(!tocsin::wire::open_bundle(key, bytes).has_value());  // nobody guesses a tag

  const tocsin::Bytes file = tocsin::seal_chunks(key, salt, bytes);
  static_cast<void>(tocsin::wire::open_founding_bundle(key, file));
  const auto sections = tocsin::wire::open_bundle(key, file);
  if (!sections) return 0;
  ENSURE(tocsin::wire::seal_bundle(key, salt, *sections) == file);
  return 0;
}
