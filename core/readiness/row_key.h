// A key that rows of the store lie under, so that destroying it is deleting them all (readiness.md
// §7). What is kept under it has its tag before the row's key, a name made of the key in place of a
// worker's ref, and a sealed value: no ref, name or pledge is outside the seal.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/random.h"
#include "core/crypto/secret.h"

namespace tocsin::readiness {

using RowTag = std::array<std::uint8_t, 8>;

class RowKey {
 public:
  static constexpr std::size_t size = 32;

  static RowKey fresh(Random& random);
  static RowKey of(ByteView bytes);  // ENSUREs their number

  const RowTag& tag() const { return tag_; }

  ByteView reveal() const { return key_.reveal(); }

  // The key in the store of what is called so: tag and 16 bytes that only this key makes of it.
  Bytes place(std::string_view name) const;
  // The tag, then bytes that may be seen.
  Bytes place_of(ByteView plain) const;
  // The same value at the same place seals to the same bytes; at any other it does not open.
  Bytes seal(ByteView place, ByteView value) const;
  // Our own row: one that does not open is our bug or a broken store (ENSURE).
  Bytes open(ByteView place, ByteView sealed) const;

 private:
  struct KeyTag;
  using Key = crypto::Secret<KeyTag, size>;
  explicit RowKey(Key key);

  Key key_;
  RowTag tag_{};
};

}  // namespace tocsin::readiness
